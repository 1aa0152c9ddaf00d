import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a server shows, and what its key is; PEM. */
export interface Shown {
  cert: string
  key: string
}

/** An authority that nobody knows, another one below it, and certificates of that. */
export interface Authority {
  /** The root's certificate: a file, for NODE_EXTRA_CA_CERTS. */
  file: string
  /** With the whole chain, without what stands between, expired, for another name, signed by itself. */
  whole: Shown
  cut: Shown
  expired: Shown
  otherName: Shown
  selfSigned: Shown
}

/** Makes them with openssl, as test certificates usually are; all but one are for `localhost`. */
export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'))
  const openssl = (...words: string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
  }
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const make = (
    name: string,
    subject: string,
    extension: string,
    signer: string | undefined,
    days = 90,
  ): Shown => {
    writeFileSync(join(folder, `${name}.ext`), extension)
    openssl('req', ...ec, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    const by =
      signer === undefined
        ? ['-signkey', `${name}.key`]
        : ['-CA', `${signer}.pem`, '-CAkey', `${signer}.key`, '-CAcreateserial']
    // -not_after is of OpenSSL 3.4; negative days make one that is over.
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      String(days),
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    )
    return { cert: read(`${name}.pem`), key: read(`${name}.key`) }
  }
  const ca = 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign'
  make('root', '/O=Test Trust/CN=Root', ca, undefined)
  const between = make('between', '/O=Test Trust/CN=Between', ca, 'root')
  const local = 'subjectAltName=DNS:localhost'
  const chained = ({ cert, key }: Shown): Shown => ({ cert: cert + between.cert, key })
  const leaf = make('leaf', '/CN=localhost', local, 'between')
  return {
    file: join(folder, 'root.pem'),
    whole: chained(leaf),
    cut: leaf,
    expired: chained(make('old', '/CN=localhost', local, 'between', -1)),
    otherName: chained(make('other', '/CN=other', 'subjectAltName=DNS:other.example.com', 'between')),
    selfSigned: make('self', '/CN=localhost', local, undefined),
  }
}

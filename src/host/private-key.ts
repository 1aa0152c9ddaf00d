import { createPrivateKey } from 'node:crypto'
import { UserError } from '../errors.ts'

/**
 * A private key in the form that the SSH library reads. Secrets lose things on their way into a workflow: the last line
 * break, or the line ends; those are mended, or it is said what is lost. Pure.
 * @throws UserError `bad-input`, which never shows the key
 */
export function readPrivateKey(text: string, passphrase: string | undefined): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim())
  const [, what, fix] = complaints.find(([pattern]) => pattern.test(lines.join('\n'))) ?? []
  if (what !== undefined) throw bad(what, fix)
  const key = `${lines.join('\n')}\n`
  return /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(key) ? fromPkcs8(key, passphrase) : key
}

const whole =
  'Store the whole file of the private key in the secret, from its BEGIN line to its END line (`gh secret set NAME < ~/.ssh/key`).'

/** What people store instead of a key, the first one that fits is told. */
const complaints: [pattern: RegExp, what: string, fix: string][] = [
  [/^(ssh-\S+|ecdsa-\S+|sk-\S+) AAAA/m, 'is the public key, the file that ends in .pub', whole],
  [/^-----BEGIN PUBLIC KEY-----|^---- BEGIN SSH2 PUBLIC KEY/m, 'is a public key', whole],
  [/-----BEGIN CERTIFICATE-----/, 'is a certificate', whole],
  [
    /^PuTTY-User-Key-File/,
    'is a key of PuTTY',
    'Convert it: puttygen key.ppk -O private-openssh -o key, or in PuTTYgen: Conversions, Export OpenSSH key.',
  ],
  [/-----BEGIN [^\n]*\\n/, 'has the two characters \\n where its lines should end', whole],
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^\n]/, 'has lost its line breaks', whole],
  [/^['"]-----BEGIN /, 'is in quotes', whole],
  [/^LS0tLS1CRUdJTi/, 'is Base64 of a key', 'Decode it before, or store the file as it is in the secret.'],
  [/^(?![^]*-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)/, 'is no private key: it has no BEGIN line', whole],
  [/^(?![^]*-----END [A-Z0-9 ]*PRIVATE KEY-----)/, 'is cut off: it has no END line', whole],
]

/** PKCS #8 (`ssh-keygen -m PKCS8`, openssl) is what the library can't read; OpenSSL's own forms it can. */
function fromPkcs8(key: string, passphrase: string | undefined): string {
  if (key.includes('ENCRYPTED') && passphrase === undefined) throw encrypted('')
  try {
    const opened = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
    const type = opened.asymmetricKeyType
    if (type === 'rsa') return String(opened.export({ type: 'pkcs1', format: 'pem' }))
    if (type === 'ec') return String(opened.export({ type: 'sec1', format: 'pem' }))
  } catch {
    if (key.includes('ENCRYPTED')) throw encrypted('wrong')
    throw bad('is damaged')
  }
  throw bad('is in PKCS #8, which SSH has no use for with this type', 'Convert it: ssh-keygen -p -f key')
}

/** The complaint about the passphrase, when there is none or a wrong one. */
export function encrypted(given: 'wrong' | ''): UserError {
  return new UserError(
    'bad-input',
    given === 'wrong'
      ? `Input 'ssh-key-passphrase' does not open the key in 'ssh-key': it is wrong.`
      : `Input 'ssh-key' is encrypted, and there is no passphrase.`,
    given === 'wrong'
      ? 'Correct the secret, also for spaces at its ends. To try it: ssh-keygen -y -f key'
      : "Give its passphrase with 'ssh-key-passphrase', from a secret.",
  )
}

function bad(what: string, fix = whole): UserError {
  return new UserError('bad-input', `Input 'ssh-key' ${what}.`, fix)
}

import { createPrivateKey } from 'node:crypto'
import { UserError } from '../../errors.ts'

/**
 * Converts a private key to a form that the SSH library reads. Secrets lose parts on their way into a workflow: the last line
 * break, or the line ends. These are repaired, or the error names what is lost. Pure.
 * @throws UserError `bad-input`, which never shows the key
 */
export function readPrivateKey(text: string, passphrase: string | undefined): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim())
  const [, what, fix] = problems.find(([pattern]) => pattern.test(lines.join('\n'))) ?? []
  if (what !== undefined) throw bad(what, fix)
  const key = `${lines.join('\n')}\n`
  const cipher = cipherOf(key)
  if (cipher.startsWith('chacha20'))
    throw bad(
      `is encrypted with ${cipher}, which is not supported`,
      'Encrypt it anew with the usual cipher: ssh-keygen -p -Z aes256-ctr -f key',
    )
  return /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(key) ? fromPkcs8(key, passphrase) : key
}

const whole =
  'Store the whole file of the private key in the secret, from its BEGIN line to its END line (`gh secret set NAME < ~/.ssh/key`).'

/** Common contents other than a key; the first match is reported. */
const problems: [pattern: RegExp, what: string, fix: string][] = [
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

/** PKCS #8 (`ssh-keygen -m PKCS8`, openssl) is unreadable for the library; OpenSSL's own forms are not. */
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

/** Whether a key is encrypted: this distinguishes a wrong passphrase from a damaged key. */
export function isEncrypted(key: string): boolean {
  return /^-----BEGIN ENCRYPTED |^Proc-Type: *4, *ENCRYPTED|^DEK-Info:/m.test(key) || cipherOf(key) !== 'none'
}

/** The cipher in OpenSSH's own form, behind its magic word; `none` in all other forms. */
function cipherOf(key: string): string {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(key)?.[1] ?? ''
  const [magic, bytes] = ['openssh-key-v1\0', Buffer.from(body, 'base64')]
  const start = magic.length + 4
  if (!bytes.toString('latin1').startsWith(magic) || bytes.length < start) return 'none'
  return bytes.subarray(start, start + bytes.readUInt32BE(magic.length)).toString('latin1')
}

/** The error for a missing or wrong passphrase. */
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

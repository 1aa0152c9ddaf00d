import { createPrivateKey, type KeyObject } from 'node:crypto'

/** A problem with the key, and the fix. */
export interface KeyProblem {
  what: string
  fix: string
}

const makeOne = 'Make one with `openssl genrsa 3072` and keep it as a secret: all tokens are signed with it.'

/**
 * Says why Saleor could not sign tokens with this key; undefined when it can. With a bad key Saleor refuses to start:
 * every process and every manage.py command.
 */
export function signingKeyProblem(
  pem: string | undefined,
  password: string | undefined,
): KeyProblem | undefined {
  if (pem === undefined || pem.trim() === '') return { what: 'RSA_PRIVATE_KEY is missing', fix: makeOne }
  if (pem.includes('\\n'))
    return {
      what: 'RSA_PRIVATE_KEY has the two characters \\n where its lines end',
      fix: 'Give it with real line breaks, or in double quotes, where \\n is one.',
    }
  const encrypted = pem.includes('ENCRYPTED')
  if (encrypted && !password)
    return { what: 'RSA_PRIVATE_KEY is encrypted', fix: 'Give its password as RSA_PRIVATE_PASSWORD.' }
  if (!encrypted && password)
    return {
      what: 'RSA_PRIVATE_PASSWORD is set for a key that is not encrypted, which Saleor refuses',
      fix: 'Remove RSA_PRIVATE_PASSWORD.',
    }
  const key = load(pem, password)
  if (key === undefined)
    return encrypted
      ? {
          what: 'RSA_PRIVATE_KEY does not open with RSA_PRIVATE_PASSWORD',
          fix: 'Check that they belong together.',
        }
      : { what: 'RSA_PRIVATE_KEY is no private key in PEM form', fix: makeOne }
  return key.asymmetricKeyType === 'rsa'
    ? undefined
    : { what: `RSA_PRIVATE_KEY is a key of type ${key.asymmetricKeyType}, not RSA`, fix: makeOne }
}

function load(pem: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase ? { passphrase } : {}) })
  } catch {
    return undefined
  }
}

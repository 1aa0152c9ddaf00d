import { randomBytes } from 'node:crypto'

/** 128 bits by chance, as hexadecimal digits: never the same twice, and not to be guessed. */
export function nonce(): string {
  return randomBytes(16).toString('hex')
}

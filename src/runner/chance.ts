import { randomBytes } from 'node:crypto'

/** 128 random bits as hexadecimal digits: unique and unpredictable. */
export function nonce(): string {
  return randomBytes(16).toString('hex')
}

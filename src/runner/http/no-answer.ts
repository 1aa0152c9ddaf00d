/** A request without an answer; the message is for people. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** Node's, undici's or OpenSSL's code, such as ECONNREFUSED; `TIMEOUT` at the deadline. */
  readonly code: string

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

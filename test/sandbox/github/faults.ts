/** A failure to inject: the next `times` requests that fit are answered badly. */
export interface Fault {
  /** Any method when left out. */
  readonly method?: string
  /** A substring of the path, or a pattern; any path when left out. */
  readonly path?: string | RegExp
  /** Status to answer with; left out, the connection is cut without an answer. */
  readonly status?: number
  /** How often; once when left out, `Infinity` for ever. */
  readonly times?: number
  /** Seconds for the `Retry-After` header. */
  readonly retryAfter?: number
  /** The error's message. */
  readonly message?: string
  /** The request is carried out and only its answer is lost: what a retry must survive. */
  readonly after?: boolean
  /** Milliseconds to wait before answering. */
  readonly delay?: number
}

/** The faults waiting to strike, oldest first. */
export class Faults {
  readonly #waiting: { fault: Fault; left: number }[] = []

  /** Adds one. */
  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 })
  }

  /** Forgets all. */
  clear(): void {
    this.#waiting.length = 0
  }

  /** The fault that strikes this request, counted down; undefined for none. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.path === undefined ||
          (typeof fault.path === 'string' ? path.includes(fault.path) : fault.path.test(path))),
    )
    if (found) found.left -= 1
    return found?.fault
  }
}

/** One request as it was answered. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: Record<string, string | string[]>
  readonly body: unknown
  readonly login: string | undefined
  /** GitHub's operation id; undefined when the path is none of GitHub's. */
  readonly operation: string | undefined
  /** 0 when the connection was cut. */
  readonly status: number
}

/** What went over the wire, and what of it was not as GitHub's description says. */
export class Journal {
  readonly calls: Call[] = []
  readonly violations: string[] = []

  /** Throws when anything did not conform; says what was checked otherwise. */
  assertClean(): string {
    if (this.violations.length > 0)
      throw new Error(
        `${this.violations.length} against GitHub's description:\n- ${this.violations.join('\n- ')}`,
      )
    const endpoints = new Set(this.calls.map(({ operation }) => operation).filter((one) => one !== undefined))
    return `${endpoints.size} endpoints, ${this.calls.length} calls checked against GitHub's description`
  }
}

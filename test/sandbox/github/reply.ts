/** An answer ready to be written. Status 0 means that the connection is cut without one. */
export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>
}

/** An error as GitHub words it. */
export const failure = (status: number, message: string, details: object = {}): Reply => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status), ...details },
  headers: {},
})

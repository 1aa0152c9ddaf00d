/** What is probably wrong, and what to do about it; both are sentences. */
export interface Likely {
  cause: string
  mend: string
}

/** A line by which a cause is recognised. The order of the signs decides: what explains more comes first. */
export interface Sign {
  pattern: RegExp
  /** `$1` and so on are what the pattern found. */
  cause: string
  mend: string
  /** What could not be reached: a container that is not well may be the reason behind it. */
  unreachable?: true
}

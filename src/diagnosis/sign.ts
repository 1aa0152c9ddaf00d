/** The likely cause and its fix, both as sentences. */
export interface LikelyCause {
  cause: string
  fix: string
}

/** A log line that reveals a cause. The order of the signs matters: those that explain more come first. */
export interface Sign {
  pattern: RegExp
  /** `$1` and so on are groups of the pattern. */
  cause: string
  fix: string
  /** Something could not be reached: an unhealthy container may be the cause behind it. */
  unreachable?: true
}

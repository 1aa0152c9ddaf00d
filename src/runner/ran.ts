/** The result of a finished program. */
export interface Ran {
  code: number
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** The program's standard input; secrets travel here, never in arguments. */
  input?: string
  /** Added to the runner's own environment. */
  env?: Record<string, string>
  /** Folder to run in; the workspace without it. */
  cwd?: string
  /** Called with each line of both outputs as it arrives, for progress. */
  onLine?: (line: string) => void
  /** Ends the program when it fires (SIGTERM, later SIGKILL); `run` then rejects with the signal's AbortError. */
  signal?: AbortSignal
}

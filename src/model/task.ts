/** A task on a live release that leaves it unchanged. */
export interface LiveTask {
  action: 'run-command' | 'backup' | 'verify-backup'
  /** Names the task's container and files; sorts by time. */
  id: string
  /** The reason that the user gave; empty for none. */
  reason: string
  /** The hash of the approval behind it: each approval allows one. */
  approval?: string
  /** Of `run-command`. */
  command?: TaskCommand
  /** Of `verify-backup`: the backup's name; empty for the newest. */
  backup?: string
  /** Of `verify-backup`: maximum age of the newest backup in seconds; 0 for any age. */
  maxAge?: number
}

/** A command in a container of the live release. */
export interface TaskCommand {
  words: readonly string[]
  /** The command for people: on one line, without secrets. */
  line: string
  /** Variables for this command only. */
  environment: ReadonlyMap<string, string>
  /** Timeout in seconds. */
  seconds: number
}

/** The owner of a host's lock, for other runs and for the host's `events.log`. */
export interface LockOwner {
  action: 'deploy' | 'rollback' | 'maintenance' | 'run-command' | 'backup' | 'verify-backup' | 'recover'
  run: string
  actor: string
  release: string
  /** ISO time. */
  since: string
  /** For a rollback: the replaced release, the value of `database`, and the reason. */
  from?: string
  database?: string
  reason?: string
  /** Of `run-command`: what was run, and the hash of the approval behind it. */
  command?: string
  approval?: string
  /** Of a maintenance: whether the shop is closed or opened. */
  state?: 'on' | 'off'
}

/** What to do about another run that holds the lock. */
export interface LockWait {
  /** Seconds to wait for the lock; 0 refuses at once. */
  waitSeconds: number
  /** Whether the other run is ended: it undoes its changes and releases the lock. A run past its commit is waited for. */
  takeOver?: boolean
}

/** Reads the owner that a guard names; nothing of it where that is no record. */
export function readHolder(json: string): Partial<LockOwner> {
  try {
    return JSON.parse(json) as Partial<LockOwner>
  } catch {
    return {}
  }
}

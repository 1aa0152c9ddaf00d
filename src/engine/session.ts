import type { Host } from '../host/host.ts'
import type { Transaction } from '../host/transaction.ts'
import type { Backup, DatabaseState, Manifest, Migration, Restoring } from '../model/database.ts'
import type { DesiredState } from '../model/desired.ts'
import type { ObservedState } from '../model/observed.ts'
import type { Runner } from '../runner/runner.ts'
import type { Commands } from './commands.ts'

/** One host during an operation, with its lock held. Each engine adds its own fields. */
export interface Session {
  readonly host: Host
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly runner: Runner
  /** The engine's command lines for `database`. */
  readonly commands: Commands
  /** The lock, and the undo log of every change. */
  readonly transaction: Transaction
  /** The results of the steps so far. The loop writes them, from what each step and the commit return. */
  results: StepResults
}

/** The results of steps, for later steps and for the report. A step that was not made leaves no result. */
export interface StepResults {
  /** Of `pending`, or of the check before a restore or a reversal: the state of the database. */
  readonly database?: DatabaseState
  /** Of `backup`: the new backup. */
  readonly backup?: Backup
  /** Of `check-restore`, `restore` and `swap-data`: the restore in progress. */
  readonly restoring?: Restoring
  /** Of `accessories`, and of the check at the commit: services that ran once, with their seconds if known. */
  readonly ranOnce?: readonly RanOnce[]
  /** Of `start-web`: seconds until new web answered, on the slowest host: the time that the image currently needs to start or to fail. */
  readonly startSeconds?: number
  /** Of `migrate`: the applied migrations. */
  readonly migrations?: readonly Migration[]
  /** Of `reverse`: the reversed migrations. */
  readonly reversed?: readonly string[]
  /** Of `run-command`: the command's result. */
  readonly command?: CommandResult
  /** Of `verify-backup`: the backup that was restored into a scratch database, and how it was proved. */
  readonly verified?: { backup: Manifest; proof: string }
  /** Of `bake`: the edge's counters while the new release was watched. */
  readonly baked?: { requests: number; failed: number; seconds: number }
}

/** The result of a command in a one-off container. */
export interface CommandResult {
  exitCode: number
  /** Both outputs without secrets, at most the last 60 kB. */
  output: string
  seconds: number
}

/** A service that ran once and ended well, with its seconds if known. */
export interface RanOnce {
  service: string
  seconds?: number
}

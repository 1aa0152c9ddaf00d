import type { Host } from '../host/host.ts'
import type { Transaction } from '../host/transaction.ts'
import type { DesiredState } from '../model/desired.ts'
import type { Captured } from '../model/evidence.ts'
import type { FleetHost } from '../model/fleet.ts'
import type { ObservedState } from '../model/observed.ts'
import type { ComposeModel } from '../model/project/project.ts'
import type { Release, Store } from '../model/release/release.ts'
import type { Batch, Step } from '../model/step.ts'
import type { Runner } from '../runner/runner.ts'
import type { Commands } from './commands.ts'
import type { Session, StepResults } from './session.ts'

/** Steps made by the database's code on any engine: they need only a session's one-off containers. */
export type DatabaseStep =
  | 'pending'
  | 'backup'
  | 'migrate'
  | 'check-restore'
  | 'hold'
  | 'restore'
  | 'swap-data'
  | 'reverse'
  | 'verify-backup'

/** Steps that run in one-off containers beside the live release, on any engine. */
export type OneOffStep = 'run-command'

/** Steps that an engine makes on one host, inside the transaction. */
export type EngineStep = Exclude<Step['do'], DatabaseStep | OneOffStep | 'pull' | 'begin' | 'commit'>

/**
 * Runs containers on the servers: Docker Compose on independent hosts, or Swarm. `execute` makes the steps of a plan
 * through this interface and knows none of the engine's commands.
 */
export interface Engine {
  /** Command lines for `database`, available without a session too: in a dry run. */
  readonly commands: Commands
  /** Reads a host's releases, and which is live and which was before. */
  releases(host: Host, root: string): Promise<Store>
  /** Reads the Compose model of a release that a host has. @throws UserError `no-target` when it does not have it */
  readModel(host: Host, root: string, release: Pick<Release, 'id'>): Promise<ComposeModel>
  /** Observes a host and changes nothing. @throws UserError `not-ready` when the engine there can't be used */
  observe(host: Host, desired: DesiredState): Promise<ObservedState>
  /** Pulls the images to a host, before the lock. @throws UserError `registry-refused`, StepFailed `pull-failed` */
  pull(at: FleetHost, runner: Runner): Promise<void>
  /** Takes the locks of all hosts or of none, and stores them in the map by host name. @throws UserError `locked` */
  lock(hosts: readonly FleetHost[], locks: Map<string, Transaction>, runner: Runner): Promise<void>
  /** Opens the session for the steps on a host, once it is locked and observed. */
  open(at: FleetHost, lock: Transaction, runner: Runner): Session
  /** Makes one step on one host; its undo is on the host's disk first. @throws StepFailed */
  perform(step: EngineStep, session: Session, how: PerformOptions): Promise<StepResults>
  /** Passes the point of no return on all hosts. Returns those that missed it and rolled back. @throws StepFailed when all did */
  commit(sessions: readonly Session[]): Promise<Session[]>
  /** Captures what failed on a host, before the undo. @param clean removes the secrets from a text */
  capture(at: Pick<FleetHost, 'host' | 'desired'>, clean: (text: string) => string): Promise<Captured>
  /** Undoes everything on a host; returns false, with a warning, when the result is unknown. */
  abort(at: FleetHost, lock: Transaction | undefined, runner: Runner): Promise<boolean>
}

/** Options of a step, besides its session. */
export interface PerformOptions {
  /** The web containers that take part. */
  batch: Batch
  /** For `scheduler`: work to do while no scheduler runs. */
  whileStopped?: (() => Promise<void>) | undefined
}

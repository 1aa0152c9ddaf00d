import type { DesiredState } from './desired.ts'
import type { ObservedState } from './observed.ts'

/** Returns a function that makes steps for these hosts, side by side. */
export function step(targets: readonly HostState[]): (kind: Step['do'], title: string) => Step {
  const on = targets.map(({ observed }) => ({ host: observed.host }))
  return (kind, title) => ({ do: kind, title, on })
}

/** The items if the condition holds, else none. */
export function when<T>(condition: boolean, ...items: T[]): T[] {
  return condition ? items : []
}

/** A step of a plan as data: printed by a dry run, executed, and shown in the report. */
export interface Step {
  do:
    | 'pull'
    | 'begin'
    | 'install'
    | 'static-files'
    | 'accessories'
    | 'replace'
    | 'fronts'
    | 'pending'
    | 'backup'
    | 'migrate'
    | 'create'
    | 'edge'
    | 'stop-web'
    | 'start-web'
    | 'workers'
    | 'stop-scheduler'
    | 'scheduler'
    | 'settle'
    | 'switch'
    | 'leave-balancer'
    | 'bake'
    | 'check-restore'
    | 'stop-background'
    | 'hold'
    | 'restore'
    | 'swap-data'
    | 'reverse'
    | 'close-shop'
    | 'open-shop'
    | 'run-command'
    | 'verify-backup'
    | 'commit'
    | 'clean-up'
  /** The title for people. */
  title: string
  /** The hosts that take part, side by side. The next step waits until all have finished. */
  on: readonly Part[]
}

/** A host's part in a step. */
export interface Part {
  host: string
  batch?: Batch
}

/** For web: which new containers start, and which old ones stop getting requests. End indexes are exclusive. */
export interface Batch {
  from: number
  to: number
  oldFrom: number
  oldTo: number
  /** Whether the old containers stop at once to make room; otherwise they stay warm until the commit. */
  makeRoom: boolean
  /** The further web service of this batch; undefined for web. */
  service?: string
}

/** An empty batch: no web container takes part. */
export const noBatch: Batch = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false }

/** A host's desired and observed state. The first host handles the database. */
export interface HostState {
  desired: DesiredState
  observed: ObservedState
}

/** Makes the steps from the fleet's current state; called again when it has changed. */
export type Planner = (targets: readonly [HostState, ...HostState[]]) => Step[]

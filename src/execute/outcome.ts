import type { ReversePlan } from '../database/schema/reverse-plan.ts'
import type { Session, StepResults } from '../engine/session.ts'
import type { Migration, Restoring } from '../model/database.ts'
import type { Fleet } from '../model/fleet.ts'
import type { Step } from '../model/step.ts'
import type { TimelineEntry } from '../report/timeline.ts'
/** The outcome of a successful deploy. */
export interface Deployed {
  result: 'done' | 'unchanged' | 'planned'
  /** The hosts before the deploy. */
  fleet: Fleet
  /** The plan that was executed, or that would be. */
  steps: readonly Step[]
  /** The pending migrations in a dry run; undefined when they can't be known yet. */
  pending?: readonly Migration[]
  /** What was executed; undefined when nothing was. */
  executed?: Executed
}

/** What an executed deploy leaves for the report. */
export interface Executed {
  timeline: TimelineEntry[]
  /** The fleet's hosts with the results of their steps; the database changed through the first. */
  sessions: [Session, ...Session[]]
  /** The plan that was executed. */
  steps: readonly Step[]
  /** Hosts that changed between observation and lock, so that the plan was computed again. */
  refreshed: readonly string[]
}

/** The outcome of a successful rollback, and in a dry run the expected changes to the database. */
export interface RolledBack extends Deployed {
  /** Of a dry run with `migrate`: the migrations to reverse. */
  reversing?: ReversePlan
  /** Of a dry run with `restore`: the backup to restore, and the data that would be lost. */
  restoring?: Restoring
}

/** The outcome of successful maintenance. */
export interface Maintained {
  result: 'done' | 'unchanged' | 'planned'
  /** The hosts before the maintenance. */
  fleet: Fleet
  steps: readonly Step[]
  timeline: readonly TimelineEntry[]
}

/** The outcome of a task on the live release that succeeded or was only planned. */
export interface LiveTaskDone {
  result: 'done' | 'planned'
  fleet: Fleet
  steps: readonly Step[]
  timeline: readonly TimelineEntry[]
  results: StepResults
}

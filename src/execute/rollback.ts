import { previewRestore } from '../database/restore/check.ts'
import { isSame, schemaGap } from '../database/schema/gap.ts'
import { historyFile, parseHistory } from '../database/schema/history.ts'
import { previewReverse } from '../database/schema/reverse.ts'
import type { Engine } from '../engine/engine.ts'
import { UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { DesiredState, RollbackIntent } from '../model/desired.ts'
import type { Fleet, FleetHost } from '../model/fleet.ts'
import type { Release } from '../model/release/release.ts'
import { partsLines } from '../plan/parts.ts'
import { planRollback, reversal } from '../plan/rollback.ts'
import { planLines } from '../report/plan-lines.ts'
import { logPlan } from '../report/progress.ts'
import type { Log } from '../runner/log.ts'
import type { Runner } from '../runner/runner.ts'
import { execute } from './execute.ts'
import type { Executed, RolledBack } from './outcome.ts'
import { reverseSchema } from './reverse-schema.ts'
import { StepRunner } from './step-runner.ts'

/**
 * Rolls back every host that does not serve the target yet; then reverses the schema if that is requested and still to
 * be done.
 * @throws UserError when the database prevents it, before anything changes
 */
export async function rollBack(
  engine: Engine,
  fleet: Fleet,
  { dryRun, allowGap }: { dryRun: boolean; allowGap: boolean },
  runner: Runner,
): Promise<RolledBack> {
  const [primary] = fleet.members
  const { rollback } = primary.desired
  if (rollback === undefined) return { result: 'unchanged', fleet, steps: [] }
  const isThere = ({ desired, observed }: FleetHost): boolean => observed.live?.id === desired.release.id
  const [first, ...rest] = fleet.members.filter((member) => !isThere(member))
  if (first === undefined) return await followWithSchema(engine, fleet, primary, dryRun, runner)
  if (!isThere(primary))
    return await leave(engine, { ...fleet, members: [first, ...rest] }, { dryRun, allowGap }, runner)
  // An earlier run moved the first host and did there what the database needs; only the schema's reversal is left for
  // the end.
  if (rollback.database === 'keep') await assertNoVersionGap(primary, rollback, allowGap, runner.log)
  const following = (member: FleetHost): FleetHost => ({
    ...member,
    desired: { ...member.desired, rollback: { ...rollback, database: 'done' } },
  })
  const others: Fleet = { ...fleet, members: [following(first), ...rest.map(following)] }
  const left = await leave(engine, others, { dryRun, allowGap }, runner)
  const followed = await followWithSchema(engine, fleet, primary, dryRun, runner)
  return followed.result === 'unchanged' ? left : bothOf(left, followed)
}

/** Rolls back the code first, with what the database needs, on hosts that serve another release. */
async function leave(
  engine: Engine,
  leaving: Fleet,
  { dryRun, allowGap }: { dryRun: boolean; allowGap: boolean },
  runner: Runner,
): Promise<RolledBack> {
  const [first] = leaving.members
  const { rollback } = first.desired
  assertPresent(leaving.members)
  const steps = planRollback(leaving.members)
  const lines = [...planLines(steps, leaving.members), ...partsLines(leaving.members)]
  await logPlan(lines, steps, dryRun, runner.log)
  if (rollback?.database === 'keep') await assertNoVersionGap(first, rollback, allowGap, runner.log)
  const reversing =
    rollback?.database === 'migrate' ? { reversing: await previewReverse(first, engine.commands) } : {}
  if (dryRun) {
    const restoring =
      rollback?.database === 'restore' ? { restoring: await previewRestore(first, engine.commands) } : {}
    return { result: 'planned', fleet: leaving, steps, ...reversing, ...restoring }
  }
  const executed = await execute(engine, { fleet: leaving, steps, plan: planRollback }, runner)
  return { result: 'done', fleet: leaving, steps: executed.steps, executed }
}

/** Reverses the schema alone: the code is back, but an earlier run ended before the schema, or left it on purpose. */
async function followWithSchema(
  engine: Engine,
  fleet: Fleet,
  primary: FleetHost,
  dryRun: boolean,
  runner: Runner,
): Promise<RolledBack> {
  if (primary.desired.rollback?.database !== 'migrate') return { result: 'unchanged', fleet, steps: [] }
  const reversing = await previewReverse(primary, engine.commands)
  if (reversing.plan.length === 0) return { result: 'unchanged', fleet, steps: [] }
  const step = reversal(primary)
  runner.log.info(`${primary.desired.release.id} serves already; what is left to do: ${step.title}`)
  if (dryRun) return { result: 'planned', fleet, steps: [step], reversing }
  const stage = new StepRunner(1, new AbortController(), runner)
  const session = await stage.once(step, () => reverseSchema(engine, primary, runner))
  const executed: Executed = { timeline: stage.timeline, sessions: [session], steps: [step], refreshed: [] }
  return { result: 'done', fleet, steps: [step], executed }
}

/** Merges the outcomes of the code on some hosts and of the schema. */
function bothOf(left: RolledBack, { steps, executed, reversing }: RolledBack): RolledBack {
  const all = { ...left, steps: [...left.steps, ...steps], ...(reversing === undefined ? {} : { reversing }) }
  if (left.executed === undefined || executed === undefined) return all
  const timeline = [...left.executed.timeline, ...executed.timeline]
  const sessions: Executed['sessions'] = [...executed.sessions, ...left.executed.sessions]
  return { ...all, executed: { ...left.executed, timeline, sessions, steps: all.steps } }
}

/** @throws UserError `no-target` that names every host without the release */
function assertPresent(members: readonly FleetHost[]): void {
  const missing = members.filter(
    ({ desired, observed }) => !observed.releases.some(({ id }) => id === desired.release.id),
  )
  const [first] = missing
  if (first === undefined) return
  throw new UserError(
    'no-target',
    `${missing.map(({ observed }) => observed.host).join(', ')}: release ${first.desired.release.id} was never deployed there, or was removed.`,
    `Deploy its image to all hosts: ${first.desired.release.image}`,
  )
}

/** The host has the history of all changes to the schema. */
async function gapOn(host: Host, { root, release }: DesiredState, from: Release): Promise<string[]> {
  const history = await host.run(['cat', historyFile(root)])
  return schemaGap(from, release, parseHistory(history.stdout))
}

/** Each manager of a Swarm knows only what was changed through it: nothing but an equal schema is certain. Pure. */
function gapInSwarm(from: Release, to: Release): string[] {
  if (isSame(from.schema, to.schema)) return []
  return [`${from.id} knows other migrations than ${to.id}, and a Swarm keeps no history of what they change`]
}

/** @throws UserError `schema-gap` when nothing shows that the old code runs on the schema, unless the inputs allow it */
async function assertNoVersionGap(
  { host, desired }: FleetHost,
  { from }: RollbackIntent,
  isAllowed: boolean,
  log: Log,
): Promise<void> {
  const { release, migrate, swarm } = desired
  // When others run the migrations, the schema's version is unknown.
  if (migrate.length === 0 && from.settings?.migrate.length === 0) return
  const reasons = swarm === undefined ? await gapOn(host, desired, from) : gapInSwarm(from, release)
  if (reasons.length === 0) return
  const what = `Nothing says that ${release.id} runs on the schema as it is:\n${reasons.join('\n')}`
  if (isAllowed) return log.warning(what)
  throw new UserError(
    'schema-gap',
    what,
    'Take the schema back with database: migrate, the data with database: restore, or set allow-schema-gap: true.',
  )
}

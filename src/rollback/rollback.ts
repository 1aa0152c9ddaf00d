import { schemaGap } from '../database/gap.ts'
import { historyFile, parseHistory } from '../database/history.ts'
import { previewRestore } from '../database/restore-check.ts'
import type { Restoring } from '../database/restore-plan.ts'
import { previewReverse } from '../database/reverse.ts'
import type { ReversePlan } from '../database/reverse-plan.ts'
import type { Deployed } from '../deploy/deploy.ts'
import { type Executed, execute } from '../deploy/execute.ts'
import { reverseSchema } from '../deploy/reverse-schema.ts'
import { Stage } from '../deploy/stage.ts'
import type { Fleet, Member } from '../deploy/survey.ts'
import type { GoingBack } from '../deploy/wanted.ts'
import { UserError } from '../errors.ts'
import type { Log } from '../runner/log.ts'
import type { Runner } from '../runner/runner.ts'
import { planRollback, reversal } from './plan.ts'

/** How it ended well, and what was known before about the database. */
export interface RolledBack extends Deployed {
  /** Of a dry run with `migrate`: what would be reversed. */
  reversing?: ReversePlan
  /** Of a dry run with `restore`: what would be restored, and lost. */
  restoring?: Restoring
}

/**
 * Goes back, on every host that does not serve the target yet; then the schema, where it shall follow and has not.
 * @throws UserError when the database stands in the way, before anything is changed
 */
export async function rollBack(
  fleet: Fleet,
  { dryRun, allowGap }: { dryRun: boolean; allowGap: boolean },
  runner: Runner,
): Promise<RolledBack> {
  const [lead] = fleet.members
  const { back } = lead.wanted
  if (back === undefined) return { result: 'unchanged', fleet, steps: [] }
  const isThere = ({ wanted, seen }: Member): boolean => seen.live?.id === wanted.release.id
  const [first, ...rest] = fleet.members.filter((member) => !isThere(member))
  if (first === undefined) return await followWithSchema(fleet, lead, dryRun, runner)
  if (!isThere(lead))
    return await leave({ ...fleet, members: [first, ...rest] }, { dryRun, allowGap }, runner)
  // An earlier run came so far: what the database needs is done there, and what is left of it comes last.
  if (back.database === 'keep') await refuseGap(lead, back, allowGap, runner.log)
  const following = (member: Member): Member => ({
    ...member,
    wanted: { ...member.wanted, back: { ...back, database: 'done' } },
  })
  const others: Fleet = { ...fleet, members: [following(first), ...rest.map(following)] }
  const left = await leave(others, { dryRun, allowGap }, runner)
  const followed = await followWithSchema(fleet, lead, dryRun, runner)
  return followed.result === 'unchanged' ? left : bothOf(left, followed)
}

/** Code first, with what the database needs, on hosts that serve another release. */
async function leave(
  leaving: Fleet,
  { dryRun, allowGap }: { dryRun: boolean; allowGap: boolean },
  runner: Runner,
): Promise<RolledBack> {
  const [first] = leaving.members
  const { back } = first.wanted
  refuseMissing(leaving.members)
  const steps = planRollback(leaving.members)
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  if (back?.database === 'keep') await refuseGap(first, back, allowGap, runner.log)
  const reversing = back?.database === 'migrate' ? { reversing: await previewReverse(first) } : {}
  if (dryRun) {
    const restoring = back?.database === 'restore' ? { restoring: await previewRestore(first) } : {}
    return { result: 'planned', fleet: leaving, steps, ...reversing, ...restoring }
  }
  const executed: Executed = await execute(leaving, planRollback, runner)
  return { result: 'done', fleet: leaving, steps, executed }
}

/** The code is back already, and the schema may be a newer release's still: an earlier run was ended, or left it on purpose. */
async function followWithSchema(
  fleet: Fleet,
  lead: Member,
  dryRun: boolean,
  runner: Runner,
): Promise<RolledBack> {
  if (lead.wanted.back?.database !== 'migrate') return { result: 'unchanged', fleet, steps: [] }
  const reversing = await previewReverse(lead)
  if (reversing.plan.length === 0) return { result: 'unchanged', fleet, steps: [] }
  const step = reversal(lead)
  runner.log.info(`${lead.wanted.release.id} serves already; what is left to do: ${step.title}`)
  if (dryRun) return { result: 'planned', fleet, steps: [step], reversing }
  const stage = new Stage(1, new AbortController(), runner)
  const run = await stage.once(step, () => reverseSchema(lead, runner))
  return { result: 'done', fleet, steps: [step], executed: { timeline: stage.timeline, runs: [run] } }
}

/** What came of the code on some hosts, and then of the schema. */
function bothOf(left: RolledBack, { steps, executed, reversing }: RolledBack): RolledBack {
  const all = { ...left, steps: [...left.steps, ...steps], ...(reversing === undefined ? {} : { reversing }) }
  if (left.executed === undefined || executed === undefined) return all
  const timeline = [...left.executed.timeline, ...executed.timeline]
  return { ...all, executed: { timeline, runs: [...executed.runs, ...left.executed.runs] } }
}

/** @throws UserError `no-target` naming every host that does not have the release */
function refuseMissing(members: readonly Member[]): void {
  const missing = members.filter(
    ({ wanted, seen }) => !seen.releases.some(({ id }) => id === wanted.release.id),
  )
  const [first] = missing
  if (first === undefined) return
  throw new UserError(
    'no-target',
    `${missing.map(({ seen }) => seen.host).join(', ')}: release ${first.wanted.release.id} was never deployed there, or was removed.`,
    `Deploy its image to all hosts: ${first.wanted.release.image}`,
  )
}

/** @throws UserError `schema-gap` when nothing says that the old code runs on the schema, unless that is allowed */
async function refuseGap(
  { host, wanted }: Member,
  { from }: GoingBack,
  isAllowed: boolean,
  log: Log,
): Promise<void> {
  const { release, root, migrate } = wanted
  // Where somebody else migrates, nobody here knows.
  if (migrate.length === 0 && from.settings?.migrate.length === 0) return
  const history = await host.run(['cat', historyFile(root)])
  const reasons = schemaGap(from, release, parseHistory(history.stdout))
  if (reasons.length === 0) return
  const what = `Nothing says that ${release.id} runs on the schema as it is:\n${reasons.join('\n')}`
  if (isAllowed) return log.warning(what)
  throw new UserError(
    'schema-gap',
    what,
    'Take the schema back with database: migrate, the data with database: restore, or set allow-schema-gap: true.',
  )
}

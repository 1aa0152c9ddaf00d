import { schemaGap } from '../database/gap.ts'
import { historyFile, parseHistory } from '../database/history.ts'
import { previewRestore } from '../database/restore-check.ts'
import type { Restoring } from '../database/restore-plan.ts'
import { previewReverse } from '../database/reverse.ts'
import type { ReversePlan } from '../database/reverse-plan.ts'
import type { Deployed } from '../deploy/deploy.ts'
import { type Executed, execute } from '../deploy/execute.ts'
import type { Fleet, Member } from '../deploy/survey.ts'
import type { GoingBack } from '../deploy/wanted.ts'
import { UserError } from '../errors.ts'
import type { Log } from '../runner/log.ts'
import type { Runner } from '../runner/runner.ts'
import { planRollback } from './plan.ts'

/** How it ended well, and what was known before about the database. */
export interface RolledBack extends Deployed {
  /** Of a dry run with `migrate`: what would be reversed. */
  reversing?: ReversePlan
  /** Of a dry run with `restore`: what would be restored, and lost. */
  restoring?: Restoring
}

/**
 * Goes back, on every host that does not serve the target yet.
 * @throws UserError when the database stands in the way, before anything is changed
 */
export async function rollBack(
  fleet: Fleet,
  { dryRun, allowGap }: { dryRun: boolean; allowGap: boolean },
  runner: Runner,
): Promise<RolledBack> {
  const [first, ...rest] = fleet.members.filter(({ wanted, seen }) => seen.live?.id !== wanted.release.id)
  if (first === undefined || first.wanted.back === undefined) return { result: 'unchanged', fleet, steps: [] }
  const leaving: Fleet = { ...fleet, members: [first, ...rest] }
  refuseMissing(leaving.members)
  const steps = planRollback(leaving.members)
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  const { database } = first.wanted.back
  if (database === 'keep') await refuseGap(first, first.wanted.back, allowGap, runner.log)
  const reversing = database === 'migrate' ? { reversing: await previewReverse(first) } : {}
  if (dryRun) {
    const restoring = database === 'restore' ? { restoring: await previewRestore(first) } : {}
    return { result: 'planned', fleet: leaving, steps, ...reversing, ...restoring }
  }
  const executed: Executed = await execute(leaving, planRollback, runner)
  return { result: 'done', fleet: leaving, steps, executed }
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

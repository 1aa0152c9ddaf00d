import type { Deployed } from '../deploy/deploy.ts'
import { type Executed, execute } from '../deploy/execute.ts'
import type { Fleet, Member } from '../deploy/survey.ts'
import { UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { planRollback } from './plan.ts'

/**
 * Goes back, on every host that does not serve the target yet.
 * @param dryRun prints the plan and changes nothing
 */
export async function rollBack(fleet: Fleet, dryRun: boolean, runner: Runner): Promise<Deployed> {
  const [first, ...rest] = fleet.members.filter(({ wanted, seen }) => seen.live?.id !== wanted.release.id)
  if (first === undefined || first.wanted.back === undefined) return { result: 'unchanged', fleet, steps: [] }
  const leaving: Fleet = { ...fleet, members: [first, ...rest] }
  refuseMissing(leaving.members)
  const steps = planRollback(leaving.members)
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  if (dryRun) return { result: 'planned', fleet: leaving, steps }
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

import { isWarm } from '../deploy/observed.ts'
import { accessorySteps, edgeSteps, pullTitle, type Step, type Target } from '../deploy/plan.ts'
import { step, when } from '../deploy/steps.ts'
import { appServices } from '../deploy/wanted.ts'
import { moveBackground, recreateWeb, replaceWeb, stopAllWeb } from '../deploy/web-steps.ts'

/** ★ What happens in a rollback, in order. Pure: the same for dry-run, run and report. */
export function planRollback(targets: readonly [Target, ...Target[]]): Step[] {
  const [first] = targets
  const { release, strategy, bake, back } = first.wanted
  const all = step(targets)
  const lead = step([first])
  const [, ...others] = targets
  const cold = targets.filter((one) => !isWarm(one))
  const ready = [
    ...accessorySteps(targets),
    ...when(
      cold.length > 0,
      step(cold)('create', `Create ${appServices(first.wanted).join(', ')} of ${release.id}`),
    ),
    ...edgeSteps(targets),
  ]
  const end = [
    all('commit', `Commit: the point of no return${back?.database === 'restore' ? '; the shop opens' : ''}`),
    all('clean-up', `Let requests in flight finish, remove the containers of ${back?.from.id ?? ''}`),
  ]
  const begin = [all('pull', pullTitle(targets)), all('begin', 'Take the lock')]
  if (back?.database === 'restore')
    return [
      ...begin,
      lead('check-restore', 'See that the backup can be restored, and what will be lost'),
      ...ready,
      all('close-shop', 'Close the shop'),
      all('stop-background', 'Stop workers and scheduler'),
      stopAllWeb(targets),
      ...when(others.length > 0, step(others)('hold', 'Note that on the way back the first host goes first')),
      lead('backup', 'Back up the data as they are now'),
      lead('restore', 'Restore the backup into a new database'),
      lead('swap-data', 'Swap the databases, keep the old one'),
      ...replaceWeb(targets),
      ...moveBackground(targets),
      ...end,
    ]
  return [
    ...begin,
    ...ready,
    // Traffic first: customers have waited long enough. The old workers know less than the new ones, but no less than before.
    ...(strategy === 'recreate' ? recreateWeb(targets) : replaceWeb(targets)),
    ...moveBackground(targets),
    ...when(bake > 0, all('bake', `Watch it for ${bake} s, the release that is left still warm`)),
    ...end,
    ...when(back?.database === 'migrate', reversal(first)),
  ]
}

/** The schema follows the code, on the first host. Pure. */
export function reversal(first: Target): Step {
  return step([first])('reverse', 'Back up, then reverse the migrations since, by the newer code')
}

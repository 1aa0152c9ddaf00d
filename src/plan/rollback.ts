import { isWarm } from '../model/observed.ts'
import type { HostState, Step } from '../model/step.ts'
import { step, when } from '../model/step.ts'
import { accessorySteps, edgeSteps, frontSteps, pullTitle, replaceSteps, staticSteps } from './deploy.ts'
import { createSteps, leaveSteps, openHosts, webHosts } from './placed.ts'
import { planSwarmRollback } from './swarm.ts'
import { moveBackground, recreateWeb, replaceWeb, stopAllWeb } from './web.ts'

/** ★ The steps of a rollback, in order. Pure: the same for dry run, rollback and report. */
export function planRollback(targets: readonly [HostState, ...HostState[]]): Step[] {
  const [first] = targets
  if (first.desired.swarm !== undefined) return planSwarmRollback(first)
  const { release, strategy, bake, rollback } = first.desired
  const all = step(targets)
  const primary = step([first])
  const [, ...others] = targets
  const web = webHosts(targets)
  const cold = targets.filter((one) => !isWarm(one))
  const ready = [
    ...staticSteps(web),
    ...accessorySteps(targets),
    ...createSteps(cold, (services) => `Create ${services} of ${release.id}`),
    ...edgeSteps(web),
  ]
  const end = [
    all(
      'commit',
      `Commit: the point of no return${rollback?.database === 'restore' ? '; the shop opens' : ''}`,
    ),
    all('clean-up', `Let requests in flight finish, remove the containers of ${rollback?.from.id ?? ''}`),
  ]
  const begin = [all('pull', pullTitle(targets)), all('begin', 'Take the lock')]
  if (rollback?.database === 'restore')
    return [
      ...begin,
      primary('check-restore', 'Verify the backup, and list what will be lost'),
      ...ready,
      step(openHosts(targets))('close-shop', 'Close the shop'),
      all('stop-background', 'Stop workers and scheduler'),
      stopAllWeb(targets),
      ...when(others.length > 0, step(others)('hold', 'Note that an undo begins on the primary host')),
      primary('backup', 'Back up the data as they are now'),
      primary('restore', 'Restore the backup into a new database'),
      primary('swap-data', 'Swap the databases, keep the old one'),
      ...replaceWeb(web),
      ...frontSteps(targets),
      ...moveBackground(targets),
      ...replaceSteps(targets),
      ...leaveSteps(targets),
      ...end,
    ]
  return [
    ...begin,
    ...ready,
    // Traffic moves first: customers have waited long enough. Old workers know fewer tasks than new ones, but no fewer
    // than before.
    ...(strategy === 'recreate' ? recreateWeb(web) : replaceWeb(web)),
    ...frontSteps(targets),
    ...moveBackground(targets),
    ...replaceSteps(targets),
    ...leaveSteps(targets),
    ...when(bake > 0, all('bake', `Monitor it for ${bake} s, the release before on standby`)),
    ...end,
    ...when(rollback?.database === 'migrate', reversal(first)),
  ]
}

/** Reverses the schema on the first host, after the code. Pure. */
export function reversal(first: HostState): Step {
  return step([first])('reverse', 'Back up, then reverse the migrations since, by the newer code')
}

import { isWarm } from '../deploy/observed.ts'
import { accessorySteps, edgeSteps, pullTitle, type Step, type Target } from '../deploy/plan.ts'
import { step, when } from '../deploy/steps.ts'
import { appServices } from '../deploy/wanted.ts'
import { moveBackground, recreateWeb, replaceWeb } from '../deploy/web-steps.ts'

/** ★ What happens in a rollback, in order: traffic first, then the workers. Pure: the same for dry-run, run and report. */
export function planRollback(targets: readonly [Target, ...Target[]]): Step[] {
  const [first] = targets
  const { release, strategy, bake } = first.wanted
  const all = step(targets)
  const cold = targets.filter((one) => !isWarm(one))
  return [
    all('pull', pullTitle(targets)),
    all('begin', 'Take the lock'),
    ...accessorySteps(targets),
    ...when(
      cold.length > 0,
      step(cold)('create', `Create ${appServices(first.wanted).join(', ')} of ${release.id}`),
    ),
    ...edgeSteps(targets),
    ...(strategy === 'recreate' ? recreateWeb(targets) : replaceWeb(targets)),
    ...moveBackground(targets),
    ...when(bake > 0, all('bake', `Watch it for ${bake} s, the release that is left still warm`)),
    all('commit', 'Commit: the point of no return'),
    all(
      'clean-up',
      `Let requests in flight finish, remove the containers of ${first.wanted.back?.from.id ?? ''}`,
    ),
  ]
}

import { closedStack } from '../../compose/stack/maintenance.ts'
import { maintenanceService } from '../../edge/names.ts'
import { StepFailed } from '../../errors.ts'
import { allWords } from '../../runner/last-words.ts'
import { applyServices, applyWhole, encoded } from './apply.ts'
import { labels } from './records.ts'
import type { SwarmSession } from './session.ts'

/**
 * Seconds until all edges know that the maintenance service runs, or that it is gone: they look each half second, and
 * believe for two seconds no answer that says that a name is gone.
 */
const noticed = { closed: 2, open: 5 }

/** Closes the shop on all nodes: from then on no new request reaches web. Requests in flight are answered. */
export async function closeShop(run: SwarmSession): Promise<void> {
  const { transaction, desired, project, owner, host, work } = run
  const to = desired.maintenance?.to
  if (to === undefined) throw new Error('a shop is closed with a page')
  const { object } = closedStack(work.stack, { project, edge: desired.edge, web: desired.roles.web }, to)
  await transaction.change(
    {
      undo: [['converge_swarm', project, owner]],
      run: [['put_object', object.kind, project, object.name, encoded(object.content), `${labels.file}=yes`]],
    },
    (ran) => new StepFailed('switch-failed', `${host.name}: the page could not be written: ${allWords(ran)}`),
  )
  await applyServices(run, [maintenanceService], 'switch-failed')
  await run.runner.clock.sleep(noticed.closed, run.runner.cancelled)
}

/** Opens the shop: the maintenance service goes. */
export async function openShop(run: SwarmSession): Promise<void> {
  const { transaction, project, owner, host } = run
  await transaction.change(
    { undo: [['converge_swarm', project, owner]] },
    () => new StepFailed('switch-failed', `${host.name}: the undo could not be noted`),
  )
  await applyWhole(run, 'switch-failed')
  await run.runner.clock.sleep(noticed.open, run.runner.cancelled)
}

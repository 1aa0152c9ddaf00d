import { resolveMaintenance } from '../src/desired/live/maintenance.ts'
import { readPage } from '../src/desired/live/maintenance-page.ts'
import { engineOf } from '../src/engine/choose.ts'
import { maintain } from '../src/execute/maintenance.ts'
import { addressesFrom } from '../src/host/ssh/address.ts'
import { maintenance } from '../src/inputs/maintenance.ts'
import type { Maintenance } from '../src/model/edge/edge.ts'
import { withFleet } from '../src/observe/fleet.ts'
import { observing } from '../src/observe/managers.ts'
import { runAction } from '../src/run-action.ts'
import { maintenanceSummary } from '../src/summary/maintenance.ts'

/** Closes the shop with a page, or opens it again; on all of its servers or on none. */
export const run = (): Promise<void> =>
  runAction(maintenance, async (inputs, runner) => {
    const { hosts, state, allow } = inputs
    const { targets, jump } = addressesFrom(inputs)
    const page = inputs.page === undefined ? '' : await readPage(inputs.page)
    const desired: Maintenance | undefined =
      state === 'on' ? { allow, page, retryAfter: inputs['retry-after'] } : undefined
    runner.log.info(`Turn maintenance ${state} on ${hosts.map(({ name }) => name).join(', ')}`)
    const settings = { parallel: hosts.length, onUnreachable: 'refuse' } as const
    const engine = await engineOf(inputs.engine)
    const observe = observing[inputs.engine]
    const opening = observe(engine, targets, jump, settings, resolveMaintenance(engine, inputs), runner)
    const done = await withFleet(opening, runner, (fleet) =>
      maintain(engine, fleet, desired, inputs['dry-run'], runner),
    )
    return {
      reason: done.result,
      outputs: { state, plan: JSON.stringify(done.steps.map(({ title }) => title)) },
      summary: maintenanceSummary(done, desired),
    }
  })

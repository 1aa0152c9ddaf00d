import { survey, withFleet } from '../src/deploy/survey.ts'
import type { Maintenance } from '../src/edge/maintenance.ts'
import { addressesFrom } from '../src/host/address.ts'
import { maintenance } from '../src/inputs/maintenance.ts'
import { maintain } from '../src/maintenance/maintain.ts'
import { readPage } from '../src/maintenance/page.ts'
import { maintenanceSummary } from '../src/maintenance/report.ts'
import { intendMaintenance } from '../src/maintenance/want.ts'
import { runAction } from '../src/run-action.ts'

/** Closes the shop with a page, or opens it again; on all of its servers or on none. */
export const run = (): Promise<void> =>
  runAction(maintenance, async (inputs, runner) => {
    const { hosts, state, allow } = inputs
    const { targets, jump } = addressesFrom(inputs)
    const page = inputs.page === undefined ? '' : await readPage(inputs.page)
    const wanted: Maintenance | undefined =
      state === 'on' ? { allow, page, retryAfter: inputs['retry-after'] } : undefined
    runner.log.info(`Turn maintenance ${state} on ${hosts.join(', ')}`)
    const settings = { parallel: hosts.length, onUnreachable: 'refuse' } as const
    const opening = survey(targets, jump, settings, intendMaintenance(inputs), runner)
    const done = await withFleet(opening, runner, (fleet) =>
      maintain(fleet, wanted, inputs['dry-run'], runner),
    )
    return {
      reason: done.result,
      outputs: { state, plan: JSON.stringify(done.steps.map(({ title }) => title)) },
      summary: maintenanceSummary(done, wanted),
    }
  })

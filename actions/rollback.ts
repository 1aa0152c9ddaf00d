import { recordedOnGitHub } from '../src/deploy/recorded.ts'
import { survey, withFleet } from '../src/deploy/survey.ts'
import { addressesFrom } from '../src/host/address.ts'
import { rollback } from '../src/inputs/rollback.ts'
import { rollbackOutputsOf } from '../src/rollback/outputs.ts'
import { demandReason } from '../src/rollback/reason.ts'
import { rollbackSummary } from '../src/rollback/report.ts'
import { rollBack } from '../src/rollback/rollback.ts'
import { intendRollback } from '../src/rollback/want.ts'
import { runAction } from '../src/run-action.ts'

/** Goes back to a release that the whole fleet has had before. */
export const run = (): Promise<void> =>
  runAction(rollback, async (inputs, runner) => {
    demandReason(inputs)
    const { targets, jump } = addressesFrom(inputs)
    runner.log.info(`Go back to ${inputs.to} on ${inputs.hosts.join(', ')}`)
    const settings = { parallel: inputs.parallel, onUnreachable: inputs['on-unreachable'] }
    const opening = survey(targets, jump, settings, intendRollback(inputs, runner), runner)
    const how = { dryRun: inputs['dry-run'], allowGap: inputs['allow-schema-gap'] }
    const kind = inputs['environment-name'] === 'staging' ? 'staging' : 'production'
    const done = await withFleet(opening, runner, (fleet) =>
      recordedOnGitHub(fleet, inputs, kind, runner, () => rollBack(fleet, how, runner), 'rollback'),
    )
    return {
      reason: done.result,
      outputs: rollbackOutputsOf(done),
      summary: rollbackSummary(done, runner.clock.now()),
    }
  })

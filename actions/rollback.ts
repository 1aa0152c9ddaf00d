import { checkAttestations } from '../src/attestation/check.ts'
import { requireReason } from '../src/desired/rollback/reason.ts'
import { resolveRollback } from '../src/desired/rollback/rollback.ts'
import { engineOf } from '../src/engine/choose.ts'
import { recordedOnGitHub } from '../src/execute/recorded.ts'
import { rollBack } from '../src/execute/rollback.ts'
import { addressesFrom } from '../src/host/ssh/address.ts'
import { rollback } from '../src/inputs/rollback.ts'
import { withFleet } from '../src/observe/fleet.ts'
import { observing } from '../src/observe/managers.ts'
import { runAction } from '../src/run-action.ts'
import { rollbackSummary } from '../src/summary/rollback.ts'
import { rollbackOutputsOf } from '../src/summary/rollback-outputs.ts'

/** Goes back to a release that the whole fleet has had before. */
export const run = (): Promise<void> =>
  runAction(rollback, async (inputs, runner) => {
    requireReason(inputs)
    const { targets, jump } = addressesFrom(inputs)
    runner.log.info(`Go back to ${inputs.to} on ${inputs.hosts.map(({ name }) => name).join(', ')}`)
    const settings = {
      parallel: inputs.parallel,
      onUnreachable: inputs['on-unreachable'],
      diagnosisFolder: inputs['diagnosis-folder'],
    }
    const engine = await engineOf(inputs.engine)
    const observe = observing[inputs.engine]
    const opening = observe(engine, targets, jump, settings, resolveRollback(engine, inputs, runner), runner)
    const how = { dryRun: inputs['dry-run'], allowGap: inputs['allow-schema-gap'] }
    const kind = inputs['environment-name'] === 'staging' ? 'staging' : 'production'
    const done = await withFleet(opening, runner, async (fleet) => {
      await checkAttestations(fleet, inputs, runner)
      const work = () => rollBack(engine, fleet, how, runner)
      return await recordedOnGitHub(fleet, inputs, kind, runner, work, 'rollback')
    })
    return {
      reason: done.result,
      outputs: rollbackOutputsOf(done),
      summary: rollbackSummary(done, runner.clock.now()),
    }
  })

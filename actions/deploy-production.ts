import { checkAttestations } from '../src/attestation/check.ts'
import { checkApproval, requireApproval } from '../src/desired/approved.ts'
import { resolveFleet } from '../src/desired/fleet.ts'
import { engineOf } from '../src/engine/choose.ts'
import { deploy } from '../src/execute/deploy.ts'
import { recordedOnGitHub } from '../src/execute/recorded.ts'
import { addressesFrom } from '../src/host/ssh/address.ts'
import { deployProduction } from '../src/inputs/deploy-production.ts'
import { withFleet } from '../src/observe/fleet.ts'
import { observing } from '../src/observe/managers.ts'
import { runAction } from '../src/run-action.ts'
import { deploySummary } from '../src/summary/deploy.ts'
import { deployOutputsOf, fleetOutputsOf } from '../src/summary/deploy-outputs.ts'

/** Deploys a digest to the whole fleet, or to none of it. */
export const run = (): Promise<void> =>
  runAction(deployProduction, async (inputs, runner) => {
    requireApproval(inputs)
    const { targets, jump } = addressesFrom(inputs)
    runner.log.info(`Deploy ${inputs.image} to ${inputs.hosts.map(({ name }) => name).join(', ')}`)
    const engine = await engineOf(inputs.engine)
    const { settings, resolveDesired } = resolveFleet(inputs, runner)
    const opening = observing[inputs.engine](engine, targets, jump, settings, resolveDesired, runner)
    const deployed = await withFleet(opening, runner, async (fleet) => {
      checkApproval(fleet, inputs, runner)
      await checkAttestations(fleet, inputs, runner)
      return await recordedOnGitHub(fleet, inputs, 'production', runner, () =>
        deploy(engine, fleet, inputs['dry-run'], runner),
      )
    })
    return {
      reason: deployed.result,
      outputs: { ...deployOutputsOf(deployed), ...fleetOutputsOf(deployed) },
      summary: deploySummary(deployed, runner.clock.now()),
    }
  })

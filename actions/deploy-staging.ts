import { checkAttestations } from '../src/attestation/check.ts'
import { resolveDesiredState } from '../src/desired/deploy.ts'
import { engineOf } from '../src/engine/choose.ts'
import { deploy } from '../src/execute/deploy.ts'
import { recordedOnGitHub } from '../src/execute/recorded.ts'
import { addressesFrom } from '../src/host/ssh/address.ts'
import { deployStaging } from '../src/inputs/deploy-staging.ts'
import type { ResolveDesired } from '../src/observe/fleet.ts'
import { observeFleet, withFleet } from '../src/observe/fleet.ts'
import { runAction } from '../src/run-action.ts'
import { deploySummary } from '../src/summary/deploy.ts'
import { deployOutputsOf } from '../src/summary/deploy-outputs.ts'

/** Deploys a digest to one server: fast, automatic, and undone by the server itself when anything goes wrong. */
export const run = (): Promise<void> =>
  runAction(deployStaging, async (inputs, runner) => {
    const { targets, jump } = addressesFrom(inputs)
    runner.log.info(`Deploy ${inputs.image} to ${inputs.host}`)
    const engine = await engineOf(inputs.engine)
    const scheduler = inputs.host
    const resolveDesired: ResolveDesired = async () => ({
      desired: await resolveDesiredState(inputs, runner, {
        ...{ hosts: 1, schedulerOf: () => scheduler },
        production: inputs['environment-name'] === 'production',
      }),
      scheduler,
    })
    const settings = {
      parallel: 1,
      onUnreachable: 'refuse',
      diagnosisFolder: inputs['diagnosis-folder'],
    } as const
    const opening = observeFleet(engine, targets, jump, settings, resolveDesired, runner)
    const deployed = await withFleet(opening, runner, async (fleet) => {
      await checkAttestations(fleet, inputs, runner)
      return await recordedOnGitHub(fleet, inputs, 'staging', runner, () =>
        deploy(engine, fleet, inputs['dry-run'], runner),
      )
    })
    return {
      reason: deployed.result,
      outputs: deployOutputsOf(deployed),
      summary: deploySummary(deployed, runner.clock.now()),
    }
  })

import { checkApproval, demandApproval } from '../src/deploy/approved.ts'
import { deploy } from '../src/deploy/deploy.ts'
import { deployOutputsOf, fleetOutputsOf } from '../src/deploy/outputs.ts'
import { wantFleet } from '../src/deploy/production.ts'
import { recordedOnGitHub } from '../src/deploy/recorded.ts'
import { deploySummary } from '../src/deploy/report.ts'
import { survey, withFleet } from '../src/deploy/survey.ts'
import { addressesFrom } from '../src/host/address.ts'
import { deployProduction } from '../src/inputs/deploy-production.ts'
import { runAction } from '../src/run-action.ts'

/** Deploys a digest to the whole fleet, or to none of it. */
export const run = (): Promise<void> =>
  runAction(deployProduction, async (inputs, runner) => {
    demandApproval(inputs)
    const { targets, jump } = addressesFrom(inputs)
    runner.log.info(`Deploy ${inputs.image} to ${inputs.hosts.join(', ')}`)
    const { settings, intend } = wantFleet(inputs, runner)
    const opening = survey(targets, jump, settings, intend, runner)
    const deployed = await withFleet(opening, runner, async (fleet) => {
      checkApproval(fleet, inputs, runner)
      return await recordedOnGitHub(fleet, inputs, 'production', runner, () =>
        deploy(fleet, inputs['dry-run'], runner),
      )
    })
    return {
      reason: deployed.result,
      outputs: { ...deployOutputsOf(deployed), ...fleetOutputsOf(deployed) },
      summary: deploySummary(deployed, runner.clock.now()),
    }
  })

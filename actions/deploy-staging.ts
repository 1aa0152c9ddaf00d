import { deploy } from '../src/deploy/deploy.ts'
import { deployOutputsOf } from '../src/deploy/outputs.ts'
import { recordedOnGitHub } from '../src/deploy/recorded.ts'
import { deploySummary } from '../src/deploy/report.ts'
import { type Intend, survey, withFleet } from '../src/deploy/survey.ts'
import { want } from '../src/deploy/want.ts'
import { addressesFrom } from '../src/host/address.ts'
import { deployStaging } from '../src/inputs/deploy-staging.ts'
import { runAction } from '../src/run-action.ts'

/** Deploys a digest to one server: fast, automatic, and undone by the server itself when anything goes wrong. */
export const run = (): Promise<void> =>
  runAction(deployStaging, async (inputs, runner) => {
    const { targets, jump } = addressesFrom(inputs)
    runner.log.info(`Deploy ${inputs.image} to ${inputs.host}`)
    const scheduler = inputs.host
    const intend: Intend = async () => ({
      wanted: await want(inputs, runner, { hosts: [scheduler], scheduler }),
      scheduler,
    })
    const opening = survey(targets, jump, { parallel: 1, onUnreachable: 'refuse' }, intend, runner)
    const deployed = await withFleet(opening, runner, (fleet) =>
      recordedOnGitHub(fleet, inputs, 'staging', runner, () => deploy(fleet, inputs['dry-run'], runner)),
    )
    return {
      reason: deployed.result,
      outputs: deployOutputsOf(deployed),
      summary: deploySummary(deployed, runner.clock.now()),
    }
  })

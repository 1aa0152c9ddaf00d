import { deploy } from '../src/deploy/deploy.ts'
import { deploySummary } from '../src/deploy/report.ts'
import { want } from '../src/deploy/want.ts'
import { addressesFrom } from '../src/host/address.ts'
import { connectDuring } from '../src/host/connect.ts'
import { deployStaging } from '../src/inputs/deploy-staging.ts'
import { runAction } from '../src/run-action.ts'

/** Deploys a digest to one server: fast, automatic, and undone by the server itself when anything goes wrong. */
export const run = (): Promise<void> =>
  runAction(deployStaging, async (inputs, runner) => {
    const { target, jump } = addressesFrom(inputs)
    runner.log.info(`Deploy ${inputs.image} to ${target.host}`)
    const { result: wanted, host } = await connectDuring(want(inputs, runner), target, jump)
    const deployed = await deploy(host, wanted, inputs['dry-run'], runner).finally(() => host.close())
    runner.log.info(`${host.commandCount} commands over one connection`)
    return {
      reason: deployed.result,
      outputs: {
        release: deployed.result === 'unchanged' ? deployed.seen.live?.id : wanted.release.id,
        'previous-release': deployed.seen.live?.id,
        image: wanted.release.image,
        version: wanted.release.version,
        plan: JSON.stringify(deployed.steps.map(({ title }) => title)),
        migrations: JSON.stringify(deployed.migrations.map(({ name }) => name)),
      },
      summary: deploySummary(wanted, deployed),
    }
  })

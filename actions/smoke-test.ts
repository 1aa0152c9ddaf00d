import { engineOf } from '../src/engine/choose.ts'
import { composeInspection } from '../src/engine/compose/inspection.ts'
import { smokeTest as contract } from '../src/inputs/smoke-test.ts'
import { runAction } from '../src/run-action.ts'
import { undiciLoad } from '../src/runner/http/load.ts'
import { nodeTls } from '../src/runner/http/tls.ts'
import { smokePlanOf } from '../src/smoke/plan.ts'
import { smokeFailed, smokeOutputs, smokeSummary } from '../src/smoke/report.ts'
import { tellResults } from '../src/smoke/tell.ts'
import { smokeTest } from '../src/smoke/together.ts'

/** Proves from outside, and where it may also from inside, that what serves is the release that was meant. */
export const run = (): Promise<void> =>
  runAction(contract, async (inputs, runner) => {
    const desired = await smokePlanOf(inputs, runner)
    runner.log.info(
      `Asking ${[inputs.url, ...inputs['service-urls']].join(', ')}, for ${inputs.timeout} s at most`,
    )
    const smoke = await smokeTest(desired, {
      ...runner,
      tls: nodeTls,
      load: undiciLoad,
      inspection: composeInspection,
      ...(inputs.engine === 'swarm' ? { cluster: await engineOf('swarm') } : {}),
    })
    await tellResults(smoke, inputs, desired.severities, runner)
    if (!smoke.passed) throw smokeFailed(inputs.url, smoke, inputs.consecutive)
    return { reason: 'done', outputs: smokeOutputs(smoke), summary: smokeSummary(inputs.url, smoke) }
  })

import { composeEngine } from '../src/engine/compose/engine.ts'
import { diagnoseHosts } from '../src/execute/diagnose.ts'
import { addressesFrom } from '../src/host/ssh/address.ts'
import { diagnose } from '../src/inputs/diagnose.ts'
import { runAction } from '../src/run-action.ts'
import { causeOf, diagnosisSummary, isHealthy } from '../src/summary/diagnosis.ts'

/** Shows what runs on the hosts, and changes nothing there. */
export const run = (): Promise<void> =>
  runAction(diagnose, async (inputs, runner) => {
    const { targets, jump } = addressesFrom(inputs)
    const all = await diagnoseHosts(composeEngine, targets, jump, inputs, runner)
    const [cause] = all.flatMap((one) => causeOf(one) ?? [])
    return {
      reason: 'done',
      outputs: { healthy: String(all.every(isHealthy)), cause: cause?.cause ?? '' },
      summary: diagnosisSummary(all),
    }
  })

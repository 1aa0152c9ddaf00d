import { UserError } from '../src/errors.ts'
import { smokeTest } from '../src/inputs/smoke-test.ts'
import { runAction } from '../src/run-action.ts'
import { outsideProbes } from '../src/smoke/outside.ts'
import { smokeFailed, smokeOutputs, smokeSummary } from '../src/smoke/report.ts'
import { untilSteady } from '../src/smoke/rounds.ts'

/** Proves from outside that what serves is the release that was meant. */
export const run = (): Promise<void> =>
  runAction(smokeTest, async (inputs, runner) => {
    const { url, timeout, interval, consecutive } = inputs
    const atLeast = (consecutive - 1) * interval
    if (timeout <= atLeast)
      throw new UserError(
        'bad-input',
        `Input 'timeout': ${timeout} s can't hold ${consecutive} rounds, ${interval} s apart.`,
        `Give a timeout above ${atLeast}s, or fewer consecutive rounds.`,
      )
    runner.log.info(`Asking ${url}, for ${timeout} s at most`)
    const smoke = await untilSteady(outsideProbes(inputs), { timeout, interval, consecutive }, runner)
    if (!smoke.passed) throw smokeFailed(url, smoke, consecutive)
    return {
      reason: 'done',
      outputs: smokeOutputs(smoke, consecutive),
      summary: smokeSummary(url, smoke, consecutive),
    }
  })

import { UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { inspect } from '../host/inspect.ts'
import type { MetricCheck, MetricChecks } from '../model/metric-checks.ts'
import { judgeMetric, type MetricVerdict, metricCommand } from './ask.ts'

/** Seconds until an answer counts as none: whoever waits for it is watching a release meanwhile. */
const answerSeconds = 5

/** Asks all checks of a host's Prometheus at once, over the run's connection and beside the guard. */
export async function lookAtMetrics(
  host: Host,
  { address, checks }: MetricChecks,
): Promise<{ check: MetricCheck; verdict: MetricVerdict }[]> {
  const commands = checks.map((check) => metricCommand(address, check))
  const answers = await inspect(host, commands, { seconds: answerSeconds, allowSilence: true })
  return checks.map((check, index) => ({
    check,
    verdict: judgeMetric(check, answers[index] ?? { code: 255, stdout: '' }),
  }))
}

/**
 * Asks once before a deploy changes anything: a gate that nobody can ask would undo it at its end. A value beyond its limit is
 * no problem here, as the deploy may be what mends it.
 * @throws UserError `not-ready` without a Prometheus, `bad-input` for queries that it refuses
 */
export async function assertAskable(host: Host, metrics: MetricChecks): Promise<void> {
  const looks = await lookAtMetrics(host, metrics)
  const refused = looks.filter(({ verdict }) => verdict.problem === 'refused')
  if (refused.length > 0)
    throw new UserError(
      'bad-input',
      refused.map(({ check, verdict }) => `Input 'metric-checks': ${check.name}: ${verdict.got}.`).join('\n'),
      'Try the query in Prometheus; with the limit it must be a number or a list of numbers.',
    )
  const silent = looks.find(({ verdict }) => verdict.problem === 'silent')
  if (silent === undefined) return
  throw new UserError(
    'not-ready',
    `${host.name}: metric-checks can't be asked at ${metrics.address}: ${silent.verdict.got}.`,
    `Start Prometheus (docs/monitoring.md), correct prometheus-address, or leave metric-checks out.`,
  )
}

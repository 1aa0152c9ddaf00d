import { StepFailed } from '../errors.ts'
import { lookAtMetrics } from '../metrics/look.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Session } from './session.ts'

/** Seconds between two looks: Prometheus has a new value every 15 s in the example. */
const pause = 10
/** So many failed looks in a row undo the deploy: one bad value may be left from the switch, or from a restart of Prometheus. */
const patience = 3

/** The metrics of a release that is watched. */
export interface MetricsWatch {
  /** Looks if it is time to. @throws StepFailed `bake-failed` when a check failed too often in a row */
  look(): Promise<void>
  /** Whether the last look found all checks passed: a bake does not end before that. */
  passed(): boolean
  /** What the last look found, one sentence each. */
  told(): string[]
}

/** Watches the queries of `desired.metrics`; without any, all is well at once. */
export function watchMetrics(run: Pick<Session, 'desired' | 'host' | 'runner'>): MetricsWatch {
  const { desired, host, runner } = run
  const failures = new Map<string, number>()
  let isPassed = desired.metrics === undefined
  let told: string[] = []
  const end = runner.clock.now() + desired.bake * 1000
  // The last look is at the end, not up to ten seconds before it.
  const next = (): number => {
    const now = runner.clock.now()
    return now < end ? Math.min(now + pause * 1000, end) : now + pause * 1000
  }
  let due = next()
  const look = async (): Promise<void> => {
    if (desired.metrics === undefined || runner.clock.now() < due) return
    const looks = await unlessCancelled(runner.cancelled, lookAtMetrics(host, desired.metrics))
    due = next()
    isPassed = looks.every(({ verdict }) => verdict.passed)
    told = looks.map(
      ({ check: { name, operator, limit }, verdict: { passed, got } }) =>
        `${name}: ${got}${passed ? '' : `, not ${operator} ${limit}`}`,
    )
    for (const [index, { check, verdict }] of looks.entries()) {
      const times = verdict.passed ? 0 : (failures.get(check.name) ?? 0) + 1
      failures.set(check.name, times)
      if (times === patience)
        throw new StepFailed(
          'bake-failed',
          `${host.name}: ${times} looks at the metric ${told[index] ?? check.name} have failed in a row.`,
          told.join('\n'),
        )
      if (times > 0) runner.log.info(`${host.name}: the metric ${told[index]} (${times} of ${patience})`)
    }
  }
  return { look, passed: () => isPassed, told: () => told }
}

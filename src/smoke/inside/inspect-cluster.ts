import { readLive } from '../../desired/live/live.ts'
import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import { inspect } from '../../host/inspect.ts'
import type { Address } from '../../host/ssh/address.ts'
import { connect } from '../../host/ssh/connect.ts'
import { metricCommand } from '../../metrics/ask.ts'
import { unlessCancelled } from '../../runner/cancel.ts'
import type { Runner } from '../../runner/runner.ts'
import type { CheckResult } from '../check.ts'
import { clusterResults } from './cluster.ts'
import { result } from './containers.ts'
import type { Inside } from './inspect.ts'
import { metricResult } from './metrics.ts'
import { inspectOptions } from './questions.ts'

/**
 * Looks into a Swarm through the first manager that can be reached and can act; changes nothing. A manager that can't is
 * a warning; none that can is a failed check.
 */
export async function clusterInspection(
  engine: Engine,
  inside: Inside,
  runner: Runner,
): Promise<CheckResult[]> {
  const failed: CheckResult[] = []
  for (const target of inside.targets) {
    const found = await through(engine, target, inside, runner)
    const isLast = target === inside.targets.at(-1)
    if (found.passed) return [...failed, ...found.results]
    failed.push(
      ...found.results.map((one) => ({ ...one, severity: isLast ? one.severity : ('warning' as const) })),
    )
  }
  return failed
}

async function through(
  engine: Engine,
  target: Address,
  inside: Inside,
  runner: Runner,
): Promise<{ passed: boolean; results: CheckResult[] }> {
  const where = target.name ?? target.host
  const started = runner.clock.now()
  const seconds = (): number => (runner.clock.now() - started) / 1000
  const connecting = connect(target, inside.jump)
  try {
    const host = await unlessCancelled(runner.cancelled, connecting)
    return {
      passed: true,
      results: await unlessCancelled(runner.cancelled, ask(engine, host, inside, seconds)),
    }
  } catch (error) {
    runner.cancelled.throwIfAborted()
    const message = error instanceof UserError ? `${error.message} ${error.fix}` : String(error)
    const place = { where, seconds: seconds() }
    return { passed: false, results: [result(place, 'ssh', 'the Swarm can be looked into', [[message], ''])] }
  } finally {
    // Also closes a connection that opens after the job was cancelled: it would keep the process alive.
    void connecting.then(
      (host) => host.close(),
      () => {},
    )
  }
}

async function ask(
  engine: Engine,
  host: Host,
  inside: Inside,
  seconds: () => number,
): Promise<CheckResult[]> {
  const live = await readLive(engine, host, inside.root, 'so there is nothing to look into', 'swarm')
  const { swarm } = await engine.observe(host, live)
  if (swarm === undefined || swarm.problem !== '')
    throw new UserError(
      'not-ready',
      swarm?.problem ?? 'it is no manager.',
      'docker node ls shows the managers.',
    )
  const { address, checks } = inside.metrics
  const metrics = await inspect(
    host,
    checks.map((one) => metricCommand(address, one)),
    inspectOptions,
  )
  const place = { where: host.name, seconds: seconds() }
  const release = inside['expect-release']
  return [
    ...(release === undefined
      ? []
      : [
          result(place, 'live release', release, [
            live.release.id === release ? [] : [live.release.id],
            live.release.id,
          ]),
        ]),
    ...clusterResults(place, live.release, swarm),
    ...checks.map((check, index) => metricResult(place, check, metrics[index] ?? { code: 1, stdout: '' })),
  ]
}

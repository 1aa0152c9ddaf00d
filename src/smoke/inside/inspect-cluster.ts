import { readLive } from '../../desired/live/live.ts'
import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import { inspect } from '../../host/inspect.ts'
import { metricCommand } from '../../metrics/ask.ts'
import type { Runner } from '../../runner/runner.ts'
import type { CheckResult } from '../check.ts'
import { clusterResults } from './cluster.ts'
import { result } from './containers.ts'
import type { Inside } from './inspect.ts'
import { metricResult } from './metrics.ts'
import { inspectOptions } from './questions.ts'
import { lookInto } from './server.ts'

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
    const at = { target, jump: inside.jump, expected: 'the Swarm can be looked into' }
    const looked = await lookInto(at, runner, (host, _, seconds) => ask(engine, host, inside, seconds))
    if ('found' in looked) return [...failed, ...looked.found]
    const isLast = target === inside.targets.at(-1)
    failed.push(isLast ? looked.failed : { ...looked.failed, severity: 'warning' })
  }
  return failed
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

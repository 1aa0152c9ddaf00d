import type { Inspection } from '../../engine/inspection.ts'
import type { Host } from '../../host/host.ts'
import { inspect } from '../../host/inspect.ts'
import { type Address } from '../../host/ssh/address.ts'
import { metricCommand } from '../../metrics/ask.ts'
import type { MetricChecks } from '../../model/metric-checks.ts'
import type { PlacedHost } from '../../model/placement.ts'
import type { Runner } from '../../runner/runner.ts'
import type { CheckResult } from '../check.ts'
import { type BeatView, logResult, schedulerResults } from './background.ts'
import { containerResults, memoryKills, type Place, result } from './containers.ts'
import { dataVersionsResult } from './data-versions.ts'
import { type DjangoWishes, djangoResults } from './django.ts'
import { readAnswers } from './django-script.ts'
import { logLimitsResult } from './log-limits.ts'
import { clockResult, diskResult, memoryResult } from './machine.ts'
import { metricResult } from './metrics.ts'
import { atWork, readContainers, readLive } from './observed.ts'
import { firstQuestions, inspectOptions, secondQuestions } from './questions.ts'
import { replicaResults } from './replica.ts'
import { lookInto } from './server.ts'

/** The servers to inspect, and the expectations. */
export interface Inside extends DjangoWishes {
  targets: readonly Address[]
  /** What the inputs say of where services run; the record of the live release says it of the others. */
  hosts: readonly PlacedHost[]
  jump: Address | undefined
  /** The deployment's folder. */
  root: string
  /** `python manage.py`, as an array. */
  manage: readonly string[]
  'expect-release': string | undefined
  /** Queries of Prometheus, and where the hosts reach it. */
  metrics: MetricChecks
}

/** The runner, and the engine's inspection commands. */
type Inspecting = Runner & { inspection: Inspection }

/** Inspects all servers in parallel, over one connection each; changes nothing. An inaccessible server is a failed check. */
export async function insideResults(inside: Inside, runner: Inspecting): Promise<CheckResult[]> {
  const inspections = await Promise.all(inside.targets.map((target) => inspectTarget(target, inside, runner)))
  const views = inspections.flatMap(({ view }) => view ?? [])
  return [...inspections.flatMap(({ results }) => results), ...schedulerResults(views)]
}

interface Inspected {
  results: CheckResult[]
  view?: BeatView
}

async function inspectTarget(target: Address, inside: Inside, runner: Inspecting): Promise<Inspected> {
  const at = { target, jump: inside.jump, expected: 'the server can be looked into' }
  const looked = await lookInto(at, runner, (host, where, seconds) =>
    ask(host, where, inside, runner, seconds),
  )
  return 'found' in looked ? looked.found : { results: [looked.failed] }
}

async function ask(
  host: Host,
  where: string,
  inside: Inside,
  { clock, inspection }: Inspecting,
  seconds: () => number,
): Promise<Inspected> {
  const before = clock.now()
  const [record, compose, edge, all, disks, memory, date, events] = await inspect(
    host,
    firstQuestions(inspection, inside.root),
    inspectOptions,
  )
  const after = clock.now()
  const placement = inside.hosts.find(({ name }) => name === where)?.placement
  const live = readLive(record.stdout, compose.stdout, placement)
  const machine = (place: Place): CheckResult[] => [
    diskResult(place, disks.code === 0 ? disks.stdout : ''),
    memoryResult(place, memory.stdout),
    clockResult(place, date.stdout, before, after),
  ]
  if (live === undefined || all.code !== 0) {
    const why =
      all.code !== 0
        ? all.stdout.trim() || 'the Docker Engine does not answer'
        : `${inside.root}/live holds none`
    const place = { where, seconds: seconds() }
    return { results: [result(place, 'containers', 'a release is live', [[why], '']), ...machine(place)] }
  }
  const containers = atWork(readContainers(all.stdout, live.project), live, edge.stdout)
  const questions = secondQuestions(inspection, live, containers, inside.manage, after)
  const { address, checks } = inside.metrics
  const [django, logs, ticks, ...metrics] = await inspect(
    host,
    [questions.django, questions.logs, questions.ticks, ...checks.map((one) => metricCommand(address, one))],
    inspectOptions,
  )
  const answers = readAnswers(django.stdout)
  const place = { where, seconds: seconds() }
  const services = live.services.filter(({ worker }) => worker)
  const workers = {
    containers: containers.filter(({ service }) => services.some(({ name }) => name === service)),
    replicas: services.reduce((sum, { replicas }) => sum + replicas, 0),
  }
  // A host of accessories, or one that could run the scheduler, has no container of the app.
  const mayAsk = live.services.some(
    ({ role, replicas }) => (role === 'web' || role === 'worker') && replicas > 0,
  )
  const release = inside['expect-release']
  return {
    results: [
      ...(release === undefined
        ? []
        : [
            result(place, 'live release', release, [
              live.release.id === release ? [] : [live.release.id],
              live.release.id,
            ]),
          ]),
      ...containerResults(place, live, containers),
      memoryKills(place, containers, events.code === 0 ? events.stdout : ''),
      ...(questions.asked === undefined && !mayAsk
        ? []
        : djangoResults(place, questions.asked, answers, workers, inside)),
      ...(typeof answers === 'string'
        ? []
        : [...dataVersionsResult(place, answers), ...replicaResults(place, answers.replica)]),
      logResult(place, logs.stdout),
      logLimitsResult(place, containers),
      ...checks.map((check, index) => metricResult(place, check, metrics[index] ?? { code: 1, stdout: '' })),
      ...machine(place),
    ],
    view: { ...place, live, containers, ticks: ticks.stdout, answers, now: Number(date.stdout) },
  }
}

import { UserError } from '../../errors.ts'
import { type Address, connect } from '../../host/connect.ts'
import type { Host } from '../../host/host.ts'
import { look } from '../../host/look.ts'
import { unlessCancelled } from '../../runner/cancel.ts'
import type { Runner } from '../../runner/runner.ts'
import type { CheckResult } from '../check.ts'
import { type BeatView, logResult, schedulerResults } from './background.ts'
import { containerResults, memoryKills, type Place, result } from './containers.ts'
import { type DjangoWishes, djangoResults } from './django.ts'
import { readTold } from './django-script.ts'
import { clockResult, diskResult, memoryResult } from './machine.ts'
import { firstQuestions, secondQuestions } from './questions.ts'
import { atWork, readContainers, readLive } from './seen.ts'

/** Where to look, and for what. */
export interface Inside extends DjangoWishes {
  targets: readonly Address[]
  jump: Address | undefined
  /** The deployment's folder. */
  root: string
  /** `python manage.py`, as words. */
  manage: readonly string[]
  'expect-release': string | undefined
}

/** Looks into all servers side by side, over one connection each; changes nothing. What can't be looked into is a failed check. */
export async function insideResults(wanted: Inside, runner: Runner): Promise<CheckResult[]> {
  const looks = await Promise.all(wanted.targets.map((target) => lookInto(target, wanted, runner)))
  const views = looks.flatMap(({ view }) => view ?? [])
  return [...looks.flatMap(({ results }) => results), ...schedulerResults(views)]
}

interface Looked {
  results: CheckResult[]
  view?: BeatView
}

async function lookInto(target: Address, wanted: Inside, runner: Runner): Promise<Looked> {
  const where = target.name ?? target.host
  const started = runner.clock.now()
  const seconds = (): number => (runner.clock.now() - started) / 1000
  const connecting = connect(target, wanted.jump)
  try {
    const host = await unlessCancelled(runner.cancelled, connecting)
    return await unlessCancelled(runner.cancelled, ask(host, where, wanted, runner, seconds))
  } catch (error) {
    runner.cancelled.throwIfAborted()
    const said = error instanceof UserError ? `${error.message} ${error.fix}` : String(error)
    return {
      results: [result({ where, seconds: seconds() }, 'ssh', 'the server can be looked into', [[said], ''])],
    }
  } finally {
    // Also one that is made only after the job was cancelled: it would keep the process.
    void connecting.then(
      (host) => host.close(),
      () => {},
    )
  }
}

async function ask(
  host: Host,
  where: string,
  wanted: Inside,
  { clock }: Runner,
  seconds: () => number,
): Promise<Looked> {
  const before = clock.now()
  const [record, compose, edge, all, disks, memory, date, events] = await look(
    host,
    firstQuestions(wanted.root),
  )
  const after = clock.now()
  const live = readLive(record.stdout, compose.stdout)
  const machine = (place: Place): CheckResult[] => [
    diskResult(place, disks.code === 0 ? disks.stdout : ''),
    memoryResult(place, memory.stdout),
    clockResult(place, date.stdout, before, after),
  ]
  if (live === undefined || all.code !== 0) {
    const why = all.code !== 0 ? all.stdout.trim() : `${wanted.root}/live holds none`
    const place = { where, seconds: seconds() }
    return { results: [result(place, 'containers', 'a release is live', [[why], '']), ...machine(place)] }
  }
  const containers = atWork(readContainers(all.stdout, live.project), live, edge.stdout)
  const questions = secondQuestions(live, containers, wanted.manage)
  const [django, logs, ticks] = await look(host, [questions.django, questions.logs, questions.ticks])
  const told = readTold(django.stdout)
  const place = { where, seconds: seconds() }
  const services = live.services.filter(({ worker }) => worker)
  const workers = {
    containers: containers.filter(({ service }) => services.some(({ name }) => name === service)),
    replicas: services.reduce((sum, { replicas }) => sum + replicas, 0),
  }
  const release = wanted['expect-release']
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
      ...djangoResults(place, questions.asked, told, workers, wanted),
      logResult(place, logs.stdout),
      ...machine(place),
    ],
    view: { ...place, live, containers, ticks: ticks.stdout, told, now: Number(date.stdout) },
  }
}

import { celeryUse } from '../../compose/celery.ts'
import { type ComposeModel, replicasOf } from '../../compose/model.ts'
import { releaseLabel, roleLabel } from '../../compose/render.ts'
import { readUpstreams } from '../../edge/config.ts'
import { parseRelease, type Release } from '../../release/release.ts'

/** A container as the engine describes it. */
export interface Seen {
  name: string
  /** What the container calls itself: Celery's workers go by it. */
  hostname: string
  service: string
  /** Empty for what no deploy of ours made. */
  release: string
  /** created, running, paused, restarting, exited, dead. */
  state: string
  exitCode: number
  outOfMemory: boolean
  restarts: number
  /** `none` without a check of its own. */
  health: string
  /** What the last health check that said anything said, and its exit code. */
  healthSaid: string
  healthCode: number
  /** ISO time. */
  started: string
}

/** A service of the live release, and how it shall run. */
export interface Service {
  name: string
  /** web, worker, scheduler or edge; empty for accessories. */
  role: string
  replicas: number
  worker: boolean
  beat: boolean
}

/** The release that is live on a host, and what belongs to it. */
export interface Live {
  release: Release
  project: string
  services: Service[]
}

/** Reads the live release's record and its Compose model; undefined when either isn't there. */
export function readLive(record: string, compose: string): Live | undefined {
  const release = parseRelease(record)
  const model = parse(compose) as ComposeModel | undefined
  if (release === undefined || typeof model?.services !== 'object') return undefined
  const services = Object.entries(model.services).map(([name, service]): Service => {
    const use = celeryUse(service)
    return {
      name,
      role: service.labels?.[roleLabel] ?? '',
      replicas: replicasOf(service),
      worker: use.worker,
      beat: use.beat || use.embedded,
    }
  })
  return { release, project: model.name, services }
}

/** What is printed of each container; {@link readContainers} reads it back. Nothing of the environment is in it. */
export const containerFormat =
  '[{{json .Name}},{{json .Config.Hostname}},{{json .Config.Labels}},{{json .State}},{{.RestartCount}}]'

type Line = [
  name: string,
  hostname: string,
  labels: Record<string, string> | null,
  state: {
    Status: string
    ExitCode: number
    OOMKilled: boolean
    StartedAt: string
    Health?: { Status: string; Log?: { ExitCode: number; Output: string }[] | null }
  },
  restarts: number,
]

/** The containers of a project. One-off containers (`compose run`) are no part of it. */
export function readContainers(output: string, project: string): Seen[] {
  return output.split('\n').flatMap((text) => {
    const line = parse(text) as Line | undefined
    if (line === undefined) return []
    const [name, hostname, labels, state, restarts] = line
    const of = (label: string): string => labels?.[label] ?? ''
    if (of('com.docker.compose.project') !== project || of('com.docker.compose.oneoff') === 'True') return []
    const said = lastCheck(state.Health?.Log ?? [])
    return [
      {
        ...{ name: name.slice(1), hostname, service: of('com.docker.compose.service') },
        ...{ release: of(releaseLabel), state: state.Status, exitCode: state.ExitCode },
        ...{ outOfMemory: state.OOMKilled, restarts, started: state.StartedAt },
        health: state.Health?.Status ?? 'none',
        healthSaid: said?.Output.trim() ?? '',
        healthCode: said?.ExitCode ?? 0,
      },
    ]
  })
}

/**
 * The containers that are to do something: those of a release that was kept warm stand by, its web without requests and the
 * rest stopped. Whatever else of it runs is left in, as it should not.
 */
export function atWork(
  containers: readonly Seen[],
  { services }: Pick<Live, 'services'>,
  edgeConfig: string,
): Seen[] {
  const warm = readUpstreams(edgeConfig).flatMap(({ warm: isWarm, release }) =>
    isWarm === true ? release : [],
  )
  const isWeb = (service: string): boolean =>
    services.some(({ name, role }) => name === service && role === 'web')
  return containers.filter(
    ({ release, state, service }) => !warm.includes(release) || (state === 'running' && !isWeb(service)),
  )
}

/** The last health check; of checks that fail one after the other the last that said why, as one that was cut off does not. */
function lastCheck<T extends { ExitCode: number; Output: string }>(log: readonly T[]): T | undefined {
  const last = log.at(-1)
  if (last === undefined || last.ExitCode === 0 || last.Output.trim() !== '') return last
  const well = log.findLastIndex(({ ExitCode }) => ExitCode === 0)
  return log.slice(well + 1).findLast(({ Output }) => Output.trim() !== '') ?? last
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

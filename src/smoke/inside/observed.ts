import { celeryUse } from '../../compose/celery.ts'
import { releaseLabel, roleLabel } from '../../compose/labels.ts'
import { mayEnd } from '../../compose/run-once.ts'
import { readUpstreams } from '../../edge/config.ts'
import { isPlaced, type Placement } from '../../model/placement.ts'
import { type ComposeModel, replicasOf } from '../../model/project/project.ts'
import { parseRelease, type Release } from '../../model/release/release.ts'

/** A container in the engine's description. */
export interface ObservedContainer {
  name: string
  /** The container's host name, by which Celery names its workers. */
  hostname: string
  service: string
  /** Empty for containers that no deploy made. */
  release: string
  /** created, running, paused, restarting, exited, dead. */
  state: string
  exitCode: number
  outOfMemory: boolean
  restarts: number
  /** `none` without a health check. */
  health: string
  /** The output of the last health check that printed something, and its exit code. */
  healthSaid: string
  healthCode: number
  /** ISO time. */
  started: string
  /** Whether its log may grow until the disk is full. */
  logUnlimited: boolean
}

/** A service of the live release, and its desired state. */
export interface Service {
  name: string
  /** web, worker, scheduler or edge; `runs-once` and `one-off` run nothing now; empty for other accessories. */
  role: string
  /** Whether it may end with 0. */
  mayEnd: boolean
  replicas: number
  /** Whether it shall run on the host at all; the scheduler on each that may run it. */
  placed: boolean
  worker: boolean
  beat: boolean
}

/** The live release of a host with its services. */
export interface Live {
  release: Release
  project: string
  services: Service[]
}

/**
 * Reads the live release's record and its Compose model; undefined if either is missing.
 * @param placement the services that must run on the host; without it, the record says it
 */
export function readLive(record: string, compose: string, placement?: Placement): Live | undefined {
  const release = parseRelease(record)
  const model = parse(compose) as ComposeModel | undefined
  if (release === undefined || typeof model?.services !== 'object') return undefined
  const roles = release.settings?.roles
  const here = placement ?? release.settings?.placement
  const services = Object.entries(model.services).map(([name, service]): Service => {
    const use = celeryUse(service)
    const role = service.labels?.[roleLabel] ?? ''
    const placed =
      roles === undefined || isPlaced({ roles, placement: here }, role === 'edge' ? roles.web : name)
    return {
      name,
      role,
      mayEnd: role === '' && mayEnd(service),
      replicas: placed ? replicasOf(service) : 0,
      placed,
      worker: use.worker,
      beat: use.beat || use.embedded,
    }
  })
  return { release, project: model.name, services }
}

/** The format of a container; {@link readContainers} reads it back. It contains no environment. */
export const containerFormat =
  '[{{json .Name}},{{json .Config.Hostname}},{{json .Config.Labels}},{{json .State}},{{.RestartCount}},{{json .HostConfig.LogConfig}}]'

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
  log?: { Type: string; Config: Record<string, string> | null },
]

/** The containers of a project. Without one-off containers (`compose run`). */
export function readContainers(output: string, project: string): ObservedContainer[] {
  return output.split('\n').flatMap((text) => {
    const line = parse(text) as Line | undefined
    if (line === undefined) return []
    const [name, hostname, labels, state, restarts, log] = line
    const of = (label: string): string => labels?.[label] ?? ''
    if (of('com.docker.compose.project') !== project || of('com.docker.compose.oneoff') === 'True') return []
    const check = lastCheck(state.Health?.Log ?? [])
    return [
      {
        ...{ name: name.slice(1), hostname, service: of('com.docker.compose.service') },
        ...{ release: of(releaseLabel), state: state.Status, exitCode: state.ExitCode },
        ...{ outOfMemory: state.OOMKilled, restarts, started: state.StartedAt },
        health: state.Health?.Status ?? 'none',
        healthSaid: check?.Output.trim() ?? '',
        healthCode: check?.ExitCode ?? 0,
        logUnlimited: log?.Type === 'json-file' && log.Config?.['max-size'] === undefined,
      },
    ]
  })
}

/**
 * The containers that must work. Those of a warm release stand by: its web without requests, the
 * rest stopped. Other running containers of a warm release are included, because they must not run.
 */
export function atWork(
  containers: readonly ObservedContainer[],
  { services }: Pick<Live, 'services'>,
  edgeConfig: string,
): ObservedContainer[] {
  const warm = readUpstreams(edgeConfig).flatMap(({ warm: isWarm, release }) =>
    isWarm === true ? release : [],
  )
  const isWeb = (service: string): boolean =>
    services.some(({ name, role }) => name === service && role === 'web')
  return containers.filter(
    ({ release, state, service }) => !warm.includes(release) || (state === 'running' && !isWeb(service)),
  )
}

/** The last health check; in a series of failures the last one with output, because a check that timed out has none. */
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

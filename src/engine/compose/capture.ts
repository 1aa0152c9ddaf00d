import { releaseLabel } from '../../compose/labels.ts'
import { mayEnd } from '../../compose/run-once.ts'
import { inspect } from '../../host/inspect.ts'
import type { Command } from '../../host/quote.ts'
import { type Captured, type ContainerEvidence, isWell, linesOf } from '../../model/evidence.ts'
import type { FleetHost } from '../../model/fleet.ts'

/** Maximum of log lines, and of bytes, from each container. */
const logLines = 60
const logBytes = 20_000

/** A question without an answer in so many seconds is skipped: the undo is waiting. */
const limits = { seconds: 5, allowSilence: true }

/**
 * Captures the evidence of a failure on one host in two round trips. The transaction keeps the lock meanwhile. Only
 * containers of this release and those of no release are examined; old releases did not cause the failure.
 */
export async function capture(
  { host, desired: { model, release, root } }: Pick<FleetHost, 'host' | 'desired'>,
  clean: (text: string) => string,
): Promise<Captured> {
  const project = `label=com.docker.compose.project=${model.name}`
  const [listed, disk, memory, events] = await inspect(
    host,
    [
      ['docker', 'ps', '-a', '--filter', project, '--format', `{{.Names}}\t{{.Label "${releaseLabel}"}}`],
      ['df', '-Ph', '/', root],
      ['free', '-m'],
      endsOf(project),
    ],
    limits,
  )
  const ends = readEnds(events.stdout)
  const names = listed.stdout.split('\n').flatMap((line) => {
    const [name = '', made = ''] = line.split('\t')
    return name !== '' && (made === '' || made === release.id) ? [name] : []
  })
  const answers = await inspect(
    host,
    [
      ...names.map((name) => ['docker', 'inspect', '--format', inspectFormat, name]),
      ...names.map((name) => lastLines(name)),
    ],
    limits,
  )
  const containers = names.flatMap((_, index) => {
    const [state, log] = [answers[index], answers[names.length + index]]
    return readContainer(state?.stdout ?? '', log?.stdout ?? '', releaseLabel, clean).map((one) => ({
      ...one,
      outOfMemory: one.outOfMemory || ends.get(one.name)?.outOfMemory === true,
      exitCode: one.restarts > 0 && one.exitCode === 0 ? (ends.get(one.name)?.exitCode ?? 0) : one.exitCode,
      mayEnd: one.release === '' && mayEnd(model.services[one.service] ?? {}),
    }))
  })
  return {
    // For a healthy container that is not new, its state says enough.
    containers: containers.map((one) => (isWell(one) && one.release === '' ? { ...one, lines: [] } : one)),
    machine: `${disk.stdout}\n${memory.stdout}`.trim(),
  }
}

/** How containers ended lately: one that runs again no longer shows it, and the event of an out-of-memory kill may be missing. */
function endsOf(project: string): Command {
  const format = '{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}'
  const script = `docker events --since 15m --until "$(date +%s)" --filter event=oom --filter event=die --filter "$1" --format '${format}'`
  return ['bash', '-c', script, 'ends', project]
}

/** How a container last ended, as the engine's events say. */
export interface End {
  outOfMemory: boolean
  exitCode: number
}

/** Reads the engine's events, each `oom NAME` or `die NAME CODE`, by container. Pure. */
export function readEnds(events: string): Map<string, End> {
  const ends = new Map<string, End>()
  for (const line of events.split('\n')) {
    const [action, name = '', code] = line.trim().split(' ')
    const before = ends.get(name) ?? { outOfMemory: false, exitCode: 0 }
    if (action === 'oom') ends.set(name, { ...before, outOfMemory: true })
    if (action === 'die') ends.set(name, { ...before, exitCode: Number(code) || 0 })
  }
  return ends
}

/** The last lines of both outputs, as people see them. */
function lastLines(name: string): Command {
  const script = `docker logs --tail ${logLines} "$1" 2>&1 | tail -c ${logBytes}`
  return ['bash', '-c', script, 'logs', name]
}

/** A Go template for `docker inspect` that prints one line of JSON. It omits the environment, which holds secrets. */
export const inspectFormat =
  '{"name":{{json .Name}},"labels":{{json .Config.Labels}},"state":{{json .State}},"restarts":{{json .RestartCount}}}'

export interface Inspected {
  name: string
  labels: Record<string, string> | null
  restarts: number
  state: {
    Status: string
    ExitCode: number
    OOMKilled: boolean
    Error: string
    Health?: { Status: string; Log: { Output: string }[] | null } | null
  }
}

/**
 * Parses what {@link inspectFormat} printed; returns an empty list for anything else.
 * @param log the container's output
 * @param clean removes the secrets from a text
 */
export function readContainer(
  json: string,
  log: string,
  releaseLabel: string,
  clean: (text: string) => string,
): ContainerEvidence[] {
  let told: Inspected
  try {
    told = JSON.parse(json) as Inspected
  } catch {
    return []
  }
  const { name, labels, restarts, state } = told
  const checks = (state.Health?.Log ?? []).slice(-3).map(({ Output }) => clean(Output.trim()))
  const container = {
    name: name.replace(/^\//, ''),
    service: labels?.['com.docker.compose.service'] ?? '',
    release: labels?.[releaseLabel] ?? '',
    status: state.Status,
    exitCode: state.ExitCode,
    restarts,
    outOfMemory: state.OOMKilled,
    error: clean(state.Error),
    health: state.Health?.Status ?? 'none',
    checks,
    lines: linesOf(clean(log)),
  }
  return [container]
}

import { stripVTControlCharacters } from 'node:util'
import type { ReasonCode } from '../errors.ts'

/** A container that may have to do with a failure, as its engine tells; every text of it without secrets. */
export interface ContainerEvidence {
  name: string
  service: string
  /** The release that made it; empty for accessories and what was started by hand. */
  release: string
  /** created, running, restarting, exited, dead. */
  status: string
  exitCode: number
  restarts: number
  outOfMemory: boolean
  /** What the engine says against starting it. */
  error: string
  /** What its own health check says: healthy, unhealthy, starting, or none without one. */
  health: string
  /** What its last health checks printed, the newest last. */
  checks: readonly string[]
  /** The last lines that it logged. */
  lines: readonly string[]
}

/** All that is known of a failure on one host. */
export interface Evidence {
  host: string
  /** How the run ended. */
  reason: ReasonCode
  /** The failing step's own words, and what the command or container of it printed. */
  said: readonly string[]
  /** The release that was being deployed. */
  release: string
  containers: readonly ContainerEvidence[]
  /** The port that web must answer on, inside of its container. */
  port: number
  /** Disk and memory of the machine, as `df` and `free` print them. */
  machine: string
}

/** A container whose state by itself needs no explanation; the turn of one that was only created had not come yet. */
export function isWell({ status, error, restarts, health }: ContainerEvidence): boolean {
  if (status === 'created') return error === ''
  return status === 'running' && restarts === 0 && health !== 'unhealthy'
}

/** A Go template for `docker inspect`: one line of JSON. The environment is left out, it holds secrets. */
export const inspectFormat =
  '{"name":{{json .Name}},"labels":{{json .Config.Labels}},"state":{{json .State}},"restarts":{{json .RestartCount}}}'

interface Inspected {
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
 * Reads what {@link inspectFormat} printed; none for anything else.
 * @param log what the container printed
 * @param clean takes the secrets out of a text
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

/** Lines without the colours of terminals. */
export function linesOf(text: string): string[] {
  const plain = stripVTControlCharacters(text).trim()
  return plain === '' ? [] : plain.split(/\r?\n/)
}

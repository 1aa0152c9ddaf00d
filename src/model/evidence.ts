import { stripVTControlCharacters } from 'node:util'
import { type ReasonCode } from '../errors.ts'
/** A container that may be related to a failure, as its engine shows it; no text in it contains secrets. */
export interface ContainerEvidence {
  name: string
  service: string
  /** The release that created it; empty for accessories and containers started by hand. */
  release: string
  /** created, running, restarting, exited, dead. */
  status: string
  exitCode: number
  restarts: number
  outOfMemory: boolean
  /** The engine's error on the last start. */
  error: string
  /** The status of its own health check: healthy, unhealthy, starting, or none without one. */
  health: string
  /** The output of its last health checks, newest last. */
  checks: readonly string[]
  /** Its last log lines. */
  lines: readonly string[]
  /** Whether exit code 0 is its right end, as for a service that runs once. */
  mayEnd?: boolean
}

/** All evidence of a failure on one host. */
export interface Evidence {
  host: string
  /** How the run ended. */
  reason: ReasonCode
  /** The failed step's message, and the output of its command or container. */
  said: readonly string[]
  /** The release in the deploy. */
  release: string
  containers: readonly ContainerEvidence[]
  /** The port that web must answer on, inside its container. */
  port: number
  /** Disk and memory of the machine, as `df` and `free` print them. */
  machine: string
}

/** What an engine can capture of a failure on one host. */
export type Captured = Pick<Evidence, 'containers' | 'machine'>

/** Whether a container's state needs no explanation. One that is only created has not been started yet. */
export function isWell({ status, error, restarts, health, exitCode, mayEnd }: ContainerEvidence): boolean {
  if (status === 'created') return error === ''
  if (status === 'exited' && exitCode === 0 && mayEnd === true) return true
  return status === 'running' && restarts === 0 && health !== 'unhealthy'
}

/** Splits text into lines, without terminal colours. */
export function linesOf(text: string): string[] {
  const plain = stripVTControlCharacters(text).trim()
  return plain === '' ? [] : plain.split(/\r?\n/)
}

import type { ReasonCode } from '../errors.ts'
import type { Release } from '../model/release/release.ts'

/** The states that are written; GitHub itself also uses `waiting`. */
export type State = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** The payload of a deployment. GitHub does not allow changing it later. */
export interface Payload {
  writer: 'saleor-deploy'
  /** The id of the release on the hosts. */
  release: string
  image: string
  version: string
  /** The replaced release; empty for the first one. */
  replaces: string
  run: string
  attempt: string
}

/** The part of a GitHub deployment that says what is live. */
export interface Recorded {
  id: number
  /** Of its newest status; `pending` before the first. */
  state: string
  /** Of the same status. */
  logUrl: string
  /** Undefined if somebody else wrote it. */
  payload: Payload | undefined
  /** Whether it has no payload, as a deployment that GitHub creates for a job with `environment:`. */
  bare: boolean
  /** Milliseconds since 1970. */
  created: number
}

/** Reads a payload of these actions; GitHub returns it as an object or as text. */
export function readPayload(payload: unknown): Payload | undefined {
  const record = parsed(payload) as Partial<Payload> | undefined
  if (record?.writer !== 'saleor-deploy' || typeof record.release !== 'string') return undefined
  return record as Payload
}

/** Whether a payload is empty. */
export function isBare(payload: unknown): boolean {
  const record = parsed(payload)
  return record === undefined || Object.keys(record).length === 0
}

function parsed(payload: unknown): object | undefined {
  if (typeof payload === 'object' && payload !== null) return payload
  try {
    const value: unknown = JSON.parse(String(payload))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * The deployment state after a failed run: `failure` if the release failed, `error` if something around
 * it failed. The old release serves in both cases. Pure.
 */
export function stateAfter(reason: ReasonCode): 'failure' | 'error' {
  return around.includes(reason) ? 'error' : 'failure'
}

const around: readonly ReasonCode[] = [
  'host-unreachable',
  'host-unresponsive',
  'locked',
  'live-changed',
  'guard-lost',
  'cancelled',
  'internal-error',
]

/** One line of 140 characters at most, which is GitHub's limit. */
export function describe(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? ''
  const characters = Array.from(line)
  return characters.length <= 140 ? line : `${characters.slice(0, 139).join('')}…`
}

/** Whether this job already has a deployment, because it sets `environment:` itself. */
export function jobHasOne(records: readonly Recorded[], run: string): boolean {
  return records.some(({ bare, logUrl }) => bare && `${logUrl}/`.startsWith(`${run}/`))
}

/** A status that corrects a record on GitHub. */
export interface Correction {
  id: number
  state: State
  description: string
}

/** Our unfinished records of releases that are not live: their runs may still be active. */
export function unfinished(records: readonly Recorded[], live: Pick<Release, 'id'> | undefined): Recorded[] {
  return records.filter(
    ({ payload, state }) => payload !== undefined && !isFinal(state) && payload.release !== live?.id,
  )
}

/**
 * Compares GitHub's records, newest first, with the live release on the hosts: a run may have died or not reached
 * GitHub at its end. Pure.
 * @param over the unfinished records whose runs have ended
 * @returns the corrections, and whether the live release has no record at all
 */
export function reconcile(
  records: readonly Recorded[],
  live: Pick<Release, 'id'>,
  over: readonly Recorded[],
): { corrections: Correction[]; missing: boolean } {
  const serving = records.find(({ payload }) => payload?.release === live.id)
  // A replaced record is history, even if its release is live again.
  const missing = serving === undefined || serving.state === 'inactive'
  const corrections: Correction[] = over.map(({ id }) => ({
    id,
    state: 'error',
    description: describe(`Never finished; ${live.id} serves`),
  }))
  if (serving !== undefined && !missing && serving.state !== 'success')
    corrections.push({ id: serving.id, state: 'success', description: describe(`${live.id} serves`) })
  for (const { id, state, payload } of records)
    if (payload !== undefined && state === 'success' && id !== serving?.id)
      corrections.push({ id, state: 'inactive', description: describe(`${live.id} serves`) })
  return { corrections, missing }
}

function isFinal(state: string): boolean {
  return ['success', 'failure', 'error', 'inactive'].includes(state)
}

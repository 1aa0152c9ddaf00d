import type { ReasonCode } from '../errors.ts'
import type { Release } from '../release/release.ts'

/** The states that are written; GitHub itself also says `waiting`. */
export type State = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** What the payload of a deployment says of it. GitHub has no way to change it later. */
export interface Payload {
  writer: 'saleor-deploy'
  /** The id of the release, as the hosts know it. */
  release: string
  image: string
  version: string
  /** The release that served before; empty for a first one. */
  replaces: string
  run: string
  attempt: string
}

/** A deployment as GitHub has it, as far as it tells what serves. */
export interface Recorded {
  id: number
  /** Of its newest status; `pending` before the first. */
  state: string
  /** Of the same status. */
  logUrl: string
  /** Undefined when somebody else wrote it. */
  payload: Payload | undefined
  /** Whether it says nothing but where: the one that GitHub makes for a job with `environment:` is so. */
  bare: boolean
  /** Milliseconds since 1970. */
  created: number
}

/** Reads what we once wrote; GitHub gives it back as an object or as text. */
export function readPayload(payload: unknown): Payload | undefined {
  const record = parsed(payload) as Partial<Payload> | undefined
  if (record?.writer !== 'saleor-deploy' || typeof record.release !== 'string') return undefined
  return record as Payload
}

/** Whether a payload says nothing. */
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
 * How a run that ended so leaves its deployment: `failure` when the release did not make it, `error` when what is around
 * it failed. Either way the old one serves. Pure.
 */
export function stateAfter(reason: ReasonCode): 'failure' | 'error' {
  return around.includes(reason) ? 'error' : 'failure'
}

const around: readonly ReasonCode[] = [
  'host-unreachable',
  'locked',
  'live-changed',
  'guard-lost',
  'cancelled',
  'internal-error',
]

/** One line of 140 characters at most, which is all that GitHub takes. */
export function describe(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? ''
  const characters = Array.from(line)
  return characters.length <= 140 ? line : `${characters.slice(0, 139).join('')}…`
}

/** Whether the job that we are in has a deployment already, because it says `environment:` itself. */
export function jobHasOne(records: readonly Recorded[], run: string): boolean {
  return records.some(({ bare, logUrl }) => bare && `${logUrl}/`.startsWith(`${run}/`))
}

/** A status that has to be added so that GitHub says what is so. */
export interface Correction {
  id: number
  state: State
  description: string
}

/** Ours that were never finished and whose release isn't the live one: their runs may still be at it. */
export function unfinished(records: readonly Recorded[], live: Pick<Release, 'id'> | undefined): Recorded[] {
  return records.filter(
    ({ payload, state }) => payload !== undefined && !isFinal(state) && payload.release !== live?.id,
  )
}

/**
 * Holds GitHub's records, newest first, against what the hosts say is live: a run may have died or not have reached
 * GitHub at its end. Pure.
 * @param over the unfinished ones whose runs have ended
 * @returns what to add, and whether the live release has no record at all
 */
export function reconcile(
  records: readonly Recorded[],
  live: Pick<Release, 'id'>,
  over: readonly Recorded[],
): { corrections: Correction[]; missing: boolean } {
  const serving = records.find(({ payload }) => payload?.release === live.id)
  // One that was replaced is history, also when its release came back.
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

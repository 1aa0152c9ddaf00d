import { createHash } from 'node:crypto'
import { type Binding, bindingHash, isBinding } from './binding.ts'

/** The record of a request, in the immutable payload of a GitHub Deployment. */
export interface RequestRecord {
  kind: typeof kind
  binding: Binding
  hash: string
  /** The deadline without extensions, ISO. */
  deadline: string
  /** The ref that was deployed from, `refs/heads/main`: the run that resumes the request starts on it. */
  ref: string
  /** For people; the digests are what counts. */
  version: string
  /** The commit that was live, empty if unknown. */
  liveCommit: string
  /** Whether the job waits for the answer, or a comment starts a workflow that decides. */
  decidedBy: 'job' | 'comment'
  /** SHA-256 of the body: everyone with push permission can edit an issue, and people decide by its text. */
  text: string
}

const kind = 'saleor-deploy/approval'

/** Makes a record. Pure. */
export function makeRecord(
  binding: Binding,
  more: Pick<RequestRecord, 'deadline' | 'ref' | 'version' | 'liveCommit' | 'decidedBy'>,
  body: string,
): RequestRecord {
  return { kind, binding, hash: bindingHash(binding), ...more, text: digestOf(body) }
}

/** Reads a payload; undefined if it is no request, or inconsistent. Pure. */
export function readRecord(payload: unknown): RequestRecord | undefined {
  const record = (typeof payload === 'string' ? parse(payload) : payload) as
    | Partial<RequestRecord>
    | undefined
  if (record?.kind !== kind || !isBinding(record.binding)) return undefined
  const texts = [
    record.deadline,
    record.ref,
    record.version,
    record.text,
    record.liveCommit,
    record.decidedBy,
  ]
  if (texts.some((text) => typeof text !== 'string') || bindingHash(record.binding) !== record.hash)
    return undefined
  return record as RequestRecord
}

/** The digest of an issue's body, without regard to line ends, which GitHub may change. Pure. */
export function digestOf(body: string): string {
  return createHash('sha256').update(body.replaceAll('\r\n', '\n').trim()).digest('hex')
}

/** The invisible first line of an issue, which identifies its request. Pure. */
export function markOf(environment: string, hash: string): string {
  return `<!-- saleor-deploy approval ${hash} ${JSON.stringify(environment).replaceAll('--', '\\u002d-')} -->`
}

/** The request of an issue; undefined for other issues. Pure. */
export function readMark(body: string): { environment: string; hash: string } | undefined {
  const [, hash, quoted] = /^<!-- saleor-deploy approval ([0-9a-f]{64}) (".*") -->/.exec(body) ?? []
  const environment = quoted === undefined ? undefined : parse(quoted)
  return hash === undefined || typeof environment !== 'string' ? undefined : { environment, hash }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

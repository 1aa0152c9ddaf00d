import { createHash } from 'node:crypto'
import { type Binding, bindingHash, isBinding } from './binding.ts'

/** The request as it lies in the payload of a GitHub Deployment, which nobody can change afterwards. */
export interface RequestRecord {
  kind: typeof kind
  binding: Binding
  hash: string
  /** Until when it has to be answered without extensions, ISO. */
  deadline: string
  /** The ref that was deployed from, `refs/heads/main`: the run that takes the request up is started on it. */
  ref: string
  /** For people; the digests are what counts. */
  version: string
  /** The commit that was live, empty when it isn't known. */
  liveCommit: string
  /** Whether the job that asked waits for the answer, or a comment wakes a workflow that decides. */
  decidedBy: 'job' | 'comment'
  /** SHA-256 of the body: everyone who may push can change an issue, and people decide by what they read. */
  text: string
}

const kind = 'saleor-deploy/approval'

/** Puts a record together. Pure. */
export function makeRecord(
  binding: Binding,
  more: Pick<RequestRecord, 'deadline' | 'ref' | 'version' | 'liveCommit' | 'decidedBy'>,
  body: string,
): RequestRecord {
  return { kind, binding, hash: bindingHash(binding), ...more, text: digestOf(body) }
}

/** Reads a payload back; undefined when it is no request, or its parts don't fit together. Pure. */
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

/** What of an issue's body goes into the record: GitHub may store line ends its own way. Pure. */
export function digestOf(body: string): string {
  return createHash('sha256').update(body.replaceAll('\r\n', '\n').trim()).digest('hex')
}

/** The first line of an issue, unseen by people: which request it shows. Pure. */
export function markOf(environment: string, hash: string): string {
  return `<!-- saleor-deploy approval ${hash} ${JSON.stringify(environment).replaceAll('--', '\\u002d-')} -->`
}

/** The request that an issue shows; undefined when it is another kind of issue. Pure. */
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

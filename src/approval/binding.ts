import { createHash } from 'node:crypto'
import { UserError } from '../errors.ts'

/** What an approval is for, and nothing else: all of it goes into one hash. */
export interface Binding {
  /** `owner/name` */
  repository: string
  /** The GitHub environment. */
  environment: string
  /** The run that asked, and its attempt. */
  run: string
  attempt: string
  commit: string
  /** The images by digest. */
  images: readonly string[]
  /** The id of the release that was live when it was approved; empty for a first deploy. */
  live: string
  /** ISO time after which it is worth nothing. */
  expires: string
  /** By chance, so that no two approvals are the same. */
  nonce: string
}

/** An approval as `await-approval` puts it out: what it is for, and the hash over that. */
export interface Approval extends Binding {
  hash: string
  /** The run that may use it, when it isn't the one that asked: the request was taken up by a dispatched run. */
  forRun?: string
  forAttempt?: string
  /** Who approved, by login. */
  approvedBy?: readonly string[]
}

/** SHA-256 over the binding, field by field in a fixed order; its first characters are the code that people type. */
export function bindingHash(binding: Binding): string {
  const { repository, environment, run, attempt, commit, images, live, expires, nonce } = binding
  const fields = [repository, environment, run, attempt, commit, [...images].sort(), live, expires, nonce]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** What people type: enough of the hash that no two requests of a repository share it, little enough to type. */
export function codeOf(hash: string): string {
  return hash.slice(0, 8)
}

/** What is about to happen, to be held against an approval. */
export interface Intent extends Omit<Binding, 'nonce' | 'expires' | 'images'> {
  image: string
  /** ISO time, as `expires` is: both sort as texts. */
  now: string
  /** Hashes of the approvals that releases on the hosts were deployed with. */
  used: readonly string[]
}

/**
 * Reads an approval and refuses one that is not for exactly this. Pure.
 * @throws UserError `approval-refused` with everything in which it differs
 */
export function verifyApproval(text: string, intent: Intent): Approval {
  const approval = parse(text)
  const { forRun: run = approval.run, forAttempt: attempt = approval.attempt } = approval
  const good = { ...approval, run, attempt }
  const differs = (['repository', 'environment', 'run', 'attempt', 'commit', 'live'] as const).flatMap(
    (name) =>
      good[name] === intent[name]
        ? []
        : [`it is for the ${name} ${good[name] || '(none)'}, this is ${intent[name] || '(none)'}`],
  )
  const complaints = [
    ...(bindingHash(approval) === approval.hash ? [] : ['it was changed after it was given']),
    ...differs,
    ...(approval.images.includes(intent.image)
      ? []
      : [`it is for ${approval.images.join(', ')}, not ${intent.image}`]),
    ...(approval.expires > intent.now ? [] : [`it expired at ${approval.expires}`]),
    ...(intent.used.includes(approval.hash) ? ['it was used before'] : []),
  ]
  if (complaints.length === 0) return approval
  throw refused(`The approval does not fit: ${complaints.join('; ')}.`)
}

/** Whether a value from elsewhere has all that a binding has. Pure. */
export function isBinding(value: unknown): value is Binding {
  const record = (value ?? {}) as Partial<Binding>
  const words = ['repository', 'environment', 'run', 'attempt', 'commit', 'live', 'expires', 'nonce'] as const
  return words.every((name) => typeof record[name] === 'string') && Array.isArray(record.images)
}

function parse(text: string): Approval {
  try {
    const record = JSON.parse(text) as unknown
    if (isBinding(record) && typeof (record as Approval).hash === 'string') return record as Approval
  } catch {
    // Falls through: no JSON is no approval either.
  }
  throw refused("Input 'approval': this is not what await-approval puts out.")
}

function refused(what: string): UserError {
  return new UserError(
    'approval-refused',
    what,
    'Ask for an approval in this run with await-approval, and pass its output `approval` on as it is.',
  )
}

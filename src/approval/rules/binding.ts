import { createHash } from 'node:crypto'
import { UserError } from '../../errors.ts'

/** Everything that an approval is for; one hash covers all of it. */
export interface Binding {
  /** `owner/name` */
  repository: string
  /** The GitHub environment. */
  environment: string
  /** The run that asked, and its attempt. */
  run: string
  attempt: string
  commit: string
  /** The images by digest; none for a command. */
  images: readonly string[]
  /** The command for `run-command`, word for word; undefined for a deploy. */
  command?: string | undefined
  /** The id of the release that was live when it was approved; empty for a first deploy. */
  live: string
  /** The ISO time of its expiry. */
  expires: string
  /** A random text, so that no two approvals are equal. */
  nonce: string
}

/** The output of `await-approval`: the binding of an approval, and its hash. */
export interface Approval extends Binding {
  hash: string
  /** The run that may use it, if it is not the run of the request: a dispatched run claimed it. */
  forRun?: string
  forAttempt?: string
  /** Who approved, by login. */
  approvedBy?: readonly string[]
}

/** SHA-256 over the binding, field by field in a fixed order; its first characters are the code for people. */
export function bindingHash(binding: Binding): string {
  const { repository, environment, run, attempt, commit, images, live, expires, nonce, command } = binding
  const fields = [repository, environment, run, attempt, commit, [...images].sort(), live, expires, nonce]
  // Approvals of deploys have the hash that they had before there were commands.
  if (command !== undefined) fields.push(command)
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** The code that people type: long enough to be unique in a repository, short enough to type. */
export function codeOf(hash: string): string {
  return hash.slice(0, 8)
}

/** The deploy or command that an approval is verified against. */
export interface Intent extends Omit<Binding, 'nonce' | 'expires'> {
  /** All that the release runs. */
  images: readonly string[]
  /** ISO time, as `expires` is: both can be compared as texts. */
  now: string
  /** Hashes of the approvals that releases on the hosts were deployed with. */
  used: readonly string[]
}

/**
 * Parses an approval and refuses one that is not for exactly this deploy or command. Pure.
 * @throws UserError `approval-refused` with all differences
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
  const unapproved = intent.images.filter((image) => !approval.images.includes(image))
  const problems = [
    ...(bindingHash(approval) === approval.hash ? [] : ['it was changed after it was given']),
    ...differs,
    ...(approval.command === intent.command
      ? []
      : [`it is for ${kindOf(approval)}, this is ${kindOf(intent)}`]),
    ...(unapproved.length === 0 || approval.command !== undefined
      ? []
      : [`it is for ${approval.images.join(', ')}, not ${unapproved.join(', ')}`]),
    ...(approval.expires > intent.now ? [] : [`it expired at ${approval.expires}`]),
    ...(intent.used.includes(approval.hash) ? ['it was used before'] : []),
  ]
  if (problems.length === 0) return approval
  throw refused(`The approval does not fit: ${problems.join('; ')}.`)
}

function kindOf({ command }: Pick<Binding, 'command'>): string {
  return command === undefined ? 'a deploy' : `the command "${command}"`
}

/** Whether a foreign value has all fields of a binding. Pure. */
export function isBinding(value: unknown): value is Binding {
  const record = (value ?? {}) as Partial<Binding>
  const fields = [
    'repository',
    'environment',
    'run',
    'attempt',
    'commit',
    'live',
    'expires',
    'nonce',
  ] as const
  return (
    fields.every((name) => typeof record[name] === 'string') &&
    Array.isArray(record.images) &&
    ['string', 'undefined'].includes(typeof record.command)
  )
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

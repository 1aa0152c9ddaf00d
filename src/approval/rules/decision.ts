import { type Approvers, isApprover, missing, type Person } from './approvers.ts'
import { codeOf } from './binding.ts'
import { type Command, parseCommand } from './command.ts'

/** A comment from GitHub. */
export interface Remark {
  id: number
  author: Person
  /** Whether a bot wrote it, or an app in a person's name. */
  machine: boolean
  body: string
  /** Milliseconds since 1970, by GitHub's clock. */
  at: number
  /** Whether somebody edited it; GitHub still shows the author's name. */
  edited: boolean
}

/** The input of a decision. */
export interface DecisionInput {
  hash: string
  approvers: Approvers
  /** The people who may not approve, by id, and why. */
  excluded: ReadonlyMap<number, string>
  /** The ids of commenters with push permission now. */
  mayPush: ReadonlySet<number>
  /** The cooldown in seconds between enough approvals and the grant. */
  cooldown: number
  /** The deadline for an answer, and the expiry of an approval; milliseconds since 1970. */
  deadline: number
  expires: number
  /** Oldest first, in GitHub's order. */
  remarks: readonly Remark[]
  /** Who closed the issue, if it is closed. */
  closedBy?: string
  /** The newer request that replaced it. */
  supersededBy?: string
  /** The run that has claimed it. */
  usedBy?: string
  /** Why the record is not valid: its text was changed, or this action did not write it. */
  tampered?: string
}

/** Why a comment did not count, for the reply. */
export interface Refusal {
  remark: number
  login: string
  why: string
}

/** The state of a request. */
export interface Decision {
  state:
    | 'requested'
    | 'cooling'
    | 'granted'
    | 'consumed'
    | 'denied'
    | 'expired'
    | 'superseded'
    | 'cancelled'
    | 'error'
  /** The people whose approvals count. */
  approved: readonly Person[]
  /** The missing approvals in words. */
  missing: readonly string[]
  /** The deadline after extensions. */
  deadline: number
  /** The end of the cooldown. */
  ripe: number | undefined
  /** Who or what ended it, in words. */
  why: string
  refused: readonly Refusal[]
}

/** The state of a request before it is read. */
export const undecided: Decision = {
  state: 'requested',
  approved: [],
  missing: [],
  deadline: 0,
  ripe: undefined,
  why: '',
  refused: [],
}

/**
 * Decides. Pure and stateless: it reads all comments each time, so that every reader (the job that
 * waits, the workflow that a comment starts, the run that deploys) gets the same result, and an error is never a
 * decision. Everyone with push permission can stop a request; only approvers can approve it.
 * @param now milliseconds since 1970, by GitHub's clock
 */
export function decide(request: DecisionInput, now: number): Decision {
  const { approvers, expires } = request
  const { approved, deadline, ripe, stopped, refused } = tally(request)
  const lacking = missing(approvers, approved)
  const is = (state: Decision['state'], why = ''): Decision => {
    return { state, approved, missing: lacking, deadline, ripe, why, refused }
  }
  if (request.tampered !== undefined) return is('error', request.tampered)
  if (request.usedBy !== undefined) return is('consumed', request.usedBy)
  if (request.supersededBy !== undefined) return is('superseded', request.supersededBy)
  if (stopped !== undefined) return is(stopped.state, stopped.why)
  if (request.closedBy !== undefined) return is('cancelled', `${request.closedBy} closed it`)
  if (now >= expires) return is('expired', 'its time was over')
  if (ripe !== undefined) return is(now >= ripe ? 'granted' : 'cooling')
  return now > deadline ? is('expired', 'nobody answered in time, or not enough people') : is('requested')
}

interface Tally {
  approved: readonly Person[]
  deadline: number
  ripe: number | undefined
  stopped: { state: 'denied' | 'cancelled'; why: string } | undefined
  refused: readonly Refusal[]
}

/** Evaluates the comments in the order of their writing. */
function tally(request: DecisionInput): Tally {
  const approved = new Map<number, Person>()
  const refused: Refusal[] = []
  let { deadline } = request
  let enoughSince: number | undefined
  let stopped: Tally['stopped']
  const inOrder = [...request.remarks].sort((a, b) => a.at - b.at || a.id - b.id)
  for (const remark of inOrder) {
    const command = parseCommand(remark.body)
    if (command === undefined) continue
    const why = objection(command, remark, request, deadline)
    if (why !== undefined) {
      if (!remark.machine) refused.push({ remark: remark.id, login: remark.author.login, why })
      continue
    }
    const { id, login } = remark.author
    if (command.do === 'approve') approved.set(id, remark.author)
    else if (command.do === 'withdraw') approved.delete(id)
    else if (command.do === 'extend')
      deadline = Math.min(request.expires, Math.max(deadline, remark.at + command.seconds * 1000))
    else stopped ??= stop(command, login)
    const enough = missing(request.approvers, [...approved.values()]).length === 0
    enoughSince = enough ? (enoughSince ?? remark.at) : undefined
  }
  const ripe = enoughSince === undefined ? undefined : enoughSince + request.cooldown * 1000
  return { approved: [...approved.values()], deadline, ripe, stopped, refused }
}

/** Why a comment does not count; undefined if it does. A command that stops has fewer conditions than one that approves. */
function objection(
  command: Command,
  remark: Remark,
  request: DecisionInput,
  deadline: number,
): string | undefined {
  const { author, machine, edited, at } = remark
  if (machine) return 'a machine has no say'
  if (!request.mayPush.has(author.id)) return 'only people with write access to the repository have a say'
  if (command.do === 'deny' || command.do === 'cancel' || command.do === 'withdraw') return undefined
  if (edited) return 'the comment was changed after it was posted; write a new one'
  if (at > deadline) return 'it came after the deadline'
  if (command.do === 'extend') return undefined
  if (!isApprover(request.approvers, author)) return 'you are not among those who may approve'
  const excluded = request.excluded.get(author.id)
  if (excluded !== undefined) return `who ${excluded} may not approve it`
  const code = codeOf(request.hash)
  if (command.code === '')
    return `the code is missing; write \`approve ${code}\` if you have read the request`
  if (!request.hash.startsWith(command.code)) return `\`${command.code}\` is not the code of this request`
  return undefined
}

function stop(command: Command & { why: string }, login: string): Tally['stopped'] {
  const [state, verb] =
    command.do === 'deny' ? (['denied', 'denied'] as const) : (['cancelled', 'cancelled'] as const)
  return { state, why: `${login} ${verb} it${command.why === '' ? '' : `: ${command.why}`}` }
}

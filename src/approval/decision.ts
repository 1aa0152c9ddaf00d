import { codeOf } from './binding.ts'
import { type Command, parseCommand } from './command.ts'
import { isOn, missing, type Panel, type Person } from './panel.ts'

/** A comment as GitHub tells it. */
export interface Remark {
  id: number
  author: Person
  /** A bot's, or an app's that speaks in a person's name. */
  machine: boolean
  body: string
  /** Milliseconds since 1970, by GitHub's clock. */
  at: number
  /** Somebody changed it after it was posted; GitHub goes on to show the author's name. */
  edited: boolean
}

/** All that a decision is made from. */
export interface Case {
  hash: string
  panel: Panel
  /** Who may not approve, by id, and why. */
  excluded: ReadonlyMap<number, string>
  /** Ids of those who commented and may push now. */
  mayPush: ReadonlySet<number>
  /** Seconds that enough approvals have to stand before they count. */
  cooldown: number
  /** Until when it has to be answered, and when an approval is worth nothing any more; milliseconds since 1970. */
  deadline: number
  expires: number
  /** Oldest first, as GitHub gives them. */
  remarks: readonly Remark[]
  /** Who closed the issue, when it is closed. */
  closedBy?: string
  /** Which newer request took its place. */
  supersededBy?: string
  /** Which run has taken it up already. */
  usedBy?: string
  /** What of the record doesn't fit: the text was changed, or it isn't ours. */
  tampered?: string
}

/** What a comment was worth, for the answer to it. */
export interface Refusal {
  remark: number
  login: string
  why: string
}

/** Where a request stands. */
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
  /** Whose approvals stand. */
  approved: readonly Person[]
  /** What is missing, in words. */
  missing: readonly string[]
  /** As it is after extensions. */
  deadline: number
  /** When enough approvals will have stood long enough. */
  ripe: number | undefined
  /** Who or what ended it, in words. */
  why: string
  refused: readonly Refusal[]
}

/** A request of which nothing is known but that it is there. */
export const nothingHeard: Decision = {
  state: 'requested',
  approved: [],
  missing: [],
  deadline: 0,
  ripe: undefined,
  why: '',
  refused: [],
}

/**
 * Decides. Pure, and without memory: it reads everything from the beginning each time, so that whoever asks (the job that
 * waits, the workflow that a comment wakes, the run that deploys) comes to the same, and an error on the way is never a
 * decision. Who may push may stop it; only the panel may approve.
 * @param now milliseconds since 1970, by GitHub's clock
 */
export function decide(request: Case, now: number): Decision {
  const { panel, expires } = request
  const { approved, deadline, ripe, stopped, refused } = hear(request)
  const lacking = missing(panel, approved)
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

interface Heard {
  approved: readonly Person[]
  deadline: number
  ripe: number | undefined
  stopped: { state: 'denied' | 'cancelled'; why: string } | undefined
  refused: readonly Refusal[]
}

/** Goes through the comments in the order in which they were written. */
function hear(request: Case): Heard {
  const approved = new Map<number, Person>()
  const refused: Refusal[] = []
  let { deadline } = request
  let enoughSince: number | undefined
  let stopped: Heard['stopped']
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
    const enough = missing(request.panel, [...approved.values()]).length === 0
    enoughSince = enough ? (enoughSince ?? remark.at) : undefined
  }
  const ripe = enoughSince === undefined ? undefined : enoughSince + request.cooldown * 1000
  return { approved: [...approved.values()], deadline, ripe, stopped, refused }
}

/** Why a comment does not count; undefined when it does. What stops is taken more easily than what lets through. */
function objection(command: Command, remark: Remark, request: Case, deadline: number): string | undefined {
  const { author, machine, edited, at } = remark
  if (machine) return 'a machine has no say'
  if (!request.mayPush.has(author.id)) return 'only people with write access to the repository have a say'
  if (command.do === 'deny' || command.do === 'cancel' || command.do === 'withdraw') return undefined
  if (edited) return 'the comment was changed after it was posted; write a new one'
  if (at > deadline) return 'it came after the deadline'
  if (command.do === 'extend') return undefined
  if (!isOn(request.panel, author)) return 'you are not among those who may approve'
  const excluded = request.excluded.get(author.id)
  if (excluded !== undefined) return `who ${excluded} may not approve it`
  const code = codeOf(request.hash)
  if (command.code === '')
    return `the code is missing; write \`approve ${code}\` if you have read the request`
  if (!request.hash.startsWith(command.code)) return `\`${command.code}\` is not the code of this request`
  return undefined
}

function stop(command: Command & { why: string }, login: string): Heard['stopped'] {
  const [state, verb] =
    command.do === 'deny' ? (['denied', 'denied'] as const) : (['cancelled', 'cancelled'] as const)
  return { state, why: `${login} ${verb} it${command.why === '' ? '' : `: ${command.why}`}` }
}

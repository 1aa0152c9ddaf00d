import type { Approvers, Person } from './approvers.ts'
import { codeOf } from './binding.ts'
import type { Decision, Refusal } from './decision.ts'
import { listed, moment, span } from './format.ts'

/** A comment of this action under a request. Each is posted once. */
export interface Notice {
  /** `granted`, `reminder-50`, `refused-1234`. */
  mark: string
  text: string
}

/** The text of a comment with its invisible mark. Pure. */
export function noticeText({ mark, text }: Notice): string {
  return `<!-- saleor-deploy says ${mark} -->\n${text}`
}

/** The mark of a comment by this action. Pure. */
export function noticeMark(body: string): string | undefined {
  return /^<!-- saleor-deploy says (\S+) -->/.exec(body)?.[1]
}

/** Replies to commands that did not count; their number is limited. Pure. */
export function refusals(refused: readonly Refusal[], posted: ReadonlySet<string>): Notice[] {
  const before = [...posted].filter((mark) => mark.startsWith('refused-')).length
  return refused
    .map(({ remark, login, why }) => ({ mark: `refused-${remark}`, text: `@${login}: not counted, ${why}.` }))
    .filter(({ mark }) => !posted.has(mark))
    .slice(0, Math.max(0, 20 - before))
}

/** The percentages of the time after which people are reminded. */
const reminders = [50, 80]

/** The latest reminder that is due; undefined without one. Pure. */
export function reminder(
  decision: Decision,
  request: { opened: number; hash: string; approvers: Approvers; excluded: ReadonlyMap<number, unknown> },
  posted: ReadonlySet<string>,
  now: number,
): Notice | undefined {
  if (decision.state !== 'requested') return undefined
  const whole = decision.deadline - request.opened
  const due = reminders.findLast((percent) => now >= request.opened + (whole * percent) / 100)
  if (due === undefined || posted.has(`reminder-${due}`)) return undefined
  const waiting = request.approvers.groups
    .flatMap(({ people }) => people)
    .filter(({ id }) => !request.excluded.has(id) && !decision.approved.some((one) => one.id === id))
  const left = span(Math.max(0, Math.round((decision.deadline - now) / 60_000)) * 60)
  const whom = mentions(waiting) || 'Everyone who may approve'
  return {
    mark: `reminder-${due}`,
    text: `${whom}: still waiting for ${listed(decision.missing)}, until ${moment(decision.deadline)} (${left}). The code is \`${codeOf(request.hash)}\`.`,
  }
}

/** The comment during the cooldown. Pure. */
export function coolingNotice({ approved, ripe = 0 }: Decision): Notice {
  return {
    mark: `cooling-${ripe}`,
    text: `Approved by ${mentions(approved)}. It takes effect at ${moment(ripe)}; until then a \`deny\` or \`withdraw\` still stops it.`,
  }
}

/** The last comment, on the end of a request. Pure. */
export function endNotice({ state, approved, why }: Decision, here: string): Notice {
  if (state === 'granted')
    return { mark: state, text: `Approved by ${mentions(approved)}, and taken up by ${here}.` }
  const again = state === 'expired' ? ' To ask again, run the workflow again.' : ''
  return { mark: state, text: `${endings[state] ?? state}: ${why}.${again}` }
}

const endings: Partial<Record<Decision['state'], string>> = {
  denied: 'Denied',
  expired: 'Expired',
  superseded: 'Superseded',
  cancelled: 'Cancelled',
  error: 'Not decided, and no longer open',
}

/** Mentions of people, at most as many as GitHub notifies. */
function mentions(people: readonly Person[]): string {
  return [...new Set(people.map(({ login }) => `@${login}`))].slice(0, 50).join(', ')
}

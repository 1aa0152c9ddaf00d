import { codeOf } from './binding.ts'
import type { Decision, Refusal } from './decision.ts'
import type { Panel, Person } from './panel.ts'
import { listed, moment, span } from './words.ts'

/** What we say under a request; each once, however often it is looked at. */
export interface Notice {
  /** `granted`, `reminder-50`, `refused-1234`. */
  mark: string
  text: string
}

/** A comment of ours with its mark, which people don't see. Pure. */
export function noticeText({ mark, text }: Notice): string {
  return `<!-- saleor-deploy says ${mark} -->\n${text}`
}

/** The mark of a comment of ours. Pure. */
export function noticeMark(body: string): string | undefined {
  return /^<!-- saleor-deploy says (\S+) -->/.exec(body)?.[1]
}

/** Answers to comments that meant something and did not count; not so many that they become a flood. Pure. */
export function refusals(refused: readonly Refusal[], said: ReadonlySet<string>): Notice[] {
  const before = [...said].filter((mark) => mark.startsWith('refused-')).length
  return refused
    .map(({ remark, login, why }) => ({ mark: `refused-${remark}`, text: `@${login}: not counted, ${why}.` }))
    .filter(({ mark }) => !said.has(mark))
    .slice(0, Math.max(0, 20 - before))
}

/** Shares of the time at which those who have not answered are reminded. */
const reminders = [50, 80]

/** The reminder that is due, if one is: the latest only. Pure. */
export function reminder(
  decision: Decision,
  request: { opened: number; hash: string; panel: Panel; excluded: ReadonlyMap<number, unknown> },
  said: ReadonlySet<string>,
  now: number,
): Notice | undefined {
  if (decision.state !== 'requested') return undefined
  const whole = decision.deadline - request.opened
  const due = reminders.findLast((percent) => now >= request.opened + (whole * percent) / 100)
  if (due === undefined || said.has(`reminder-${due}`)) return undefined
  const waiting = request.panel.groups
    .flatMap(({ people }) => people)
    .filter(({ id }) => !request.excluded.has(id) && !decision.approved.some((one) => one.id === id))
  const left = span(Math.max(0, Math.round((decision.deadline - now) / 60_000)) * 60)
  const whom = mentions(waiting) || 'Everyone who may approve'
  return {
    mark: `reminder-${due}`,
    text: `${whom}: still waiting for ${listed(decision.missing)}, until ${moment(decision.deadline)} (${left}). The code is \`${codeOf(request.hash)}\`.`,
  }
}

/** That approvals are enough and only time has to pass. Pure. */
export function coolingNotice({ approved, ripe = 0 }: Decision): Notice {
  return {
    mark: `cooling-${ripe}`,
    text: `Approved by ${mentions(approved)}. It takes effect at ${moment(ripe)}; until then a \`deny\` or \`withdraw\` still stops it.`,
  }
}

/** How it ended, for the last comment. Pure. */
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

/** People of a comment, at most so many that GitHub tells all of them. */
function mentions(people: readonly Person[]): string {
  return [...new Set(people.map(({ login }) => `@${login}`))].slice(0, 50).join(', ')
}

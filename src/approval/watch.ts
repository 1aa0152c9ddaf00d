import { GitHubError } from '../github/failure.ts'
import { type Case, type Decision, decide } from './decision.ts'
import { type Desk, timeAt } from './desk.ts'
import { coolingNotice, endNotice, type Notice, noticeText, refusals, reminder } from './notices.ts'
import { type Reading, readIssue, withEdits } from './reading.ts'
import type { Request } from './request.ts'

/** A request that is being answered, and who may not answer it. */
export interface Watched {
  request: Request
  excluded: ReadonlyMap<number, { login: string; why: string }>
}

/** How a request had ended already, for those who come to it later. */
type Ended = Pick<Case, 'usedBy' | 'supersededBy'>

/** Where a request stands, and what that was read from. */
export interface Standing {
  decision: Decision
  reading: Reading
}

/**
 * Reads a request and decides. What looks granted is read once more, whole and with what only GraphQL knows, so that
 * nothing is granted by what was kept from earlier.
 */
export async function look(
  desk: Desk,
  watched: Watched,
  { before, ended = {} }: { before?: Reading | undefined; ended?: Ended } = {},
): Promise<Standing> {
  const { github } = desk
  const reading = { ...(await readIssue(github, watched.request, before)), ...ended }
  const decision = decideNow(desk, watched, reading)
  if (decision.state !== 'granted') return { decision, reading }
  const ids = decision.approved.map(({ id }) => id)
  const fresh = await withEdits(github, await readIssue(github, watched.request), ids)
  return { decision: decideNow(desk, watched, { ...fresh, ...ended }), reading: fresh }
}

function decideNow(desk: Desk, { request, excluded }: Watched, reading: Reading & Ended): Decision {
  const { hash, binding, deadline } = request.record
  const times = { deadline: Date.parse(deadline), expires: Date.parse(binding.expires) }
  const { panel, inputs } = desk
  const why = new Map([...excluded].map(([id, one]) => [id, one.why]))
  return decide({ hash, panel, cooldown: inputs.cooldown, excluded: why, ...times, ...reading }, timeAt(desk))
}

/** Answers comments that don't count, reminds, says from when on it counts. */
export async function sayWhatIsNew(
  desk: Desk,
  watched: Watched,
  { decision, reading }: Standing,
): Promise<void> {
  const { request, excluded } = watched
  const { opened, record } = request
  const about = { opened, hash: record.hash, panel: desk.panel, excluded }
  const due = reminder(decision, about, reading.said, timeAt(desk))
  const cooling = decision.state === 'cooling' ? [coolingNotice(decision)] : []
  const all = [...refusals(decision.refused, reading.said), ...cooling, ...(due === undefined ? [] : [due])]
  for (const notice of all) if (!reading.said.has(notice.mark)) await say(desk, request, notice)
}

/** Says something under a request. */
export async function say({ github }: Desk, { number }: Request, notice: Notice): Promise<void> {
  const asked = { issue_number: number }
  await github.request(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { ...asked, body: noticeText(notice) },
    'repeat',
  )
}

/** Puts the request's deployment into a state; its log is the issue. */
export async function setState(
  { github }: Desk,
  { deployment, url }: Pick<Request, 'deployment' | 'url'>,
  state: 'queued' | 'inactive' | 'failure' | 'error',
  description: string,
): Promise<void> {
  await github.request(
    'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    { deployment_id: deployment, state, description: description.slice(0, 140), log_url: url },
    'repeat',
  )
}

const states = { denied: 'failure', error: 'error' } as const

/** Ends a request: says how, closes the issue, and leaves its deployment in a state that is true. */
export async function end(desk: Desk, request: Request, decision: Decision): Promise<void> {
  const { state } = decision
  const granted = state === 'granted' || state === 'consumed'
  const notice = endNotice(decision, desk.here)
  if (!granted) await setState(desk, request, states[state as 'denied'] ?? 'inactive', notice.text)
  await say(desk, request, notice)
  await desk.github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    issue_number: request.number,
    state: 'closed',
    state_reason: granted ? 'completed' : 'not_planned',
  })
}

/** The same where the decision stands whether or not the issue can be closed: the next request closes it. */
export async function endQuietly(desk: Desk, request: Request, decision: Decision): Promise<void> {
  try {
    await end(desk, request, decision)
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    desk.runner.log.warning(`The request ${request.url} stays open: ${error.message}`)
  }
}

const taken = 'Taken up by '

/**
 * Takes a granted request up for this run. It can be done once: of several that try, the first to have written so wins.
 * @returns who has it instead of us
 */
export async function takeUp(desk: Desk, request: Request): Promise<string | undefined> {
  const { runId, runAttempt } = desk.runner.context
  const us = `run ${runId}, attempt ${runAttempt}`
  await setState(desk, request, 'inactive', `${taken}${us}`)
  const { usedBy } = await endingOf(desk, request)
  return usedBy === us ? undefined : usedBy
}

/** How a request ended according to its deployment, which also knows it when somebody has opened the issue again. */
export async function endingOf({ github }: Desk, { deployment }: Request): Promise<Ended> {
  const statuses = await github.all('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
    deployment_id: deployment,
  })
  const oldestFirst = [...statuses].sort((a, b) => Number(a.id) - Number(b.id))
  const end = oldestFirst.find(({ state }) => state !== 'queued')
  if (end === undefined) return {}
  if (end.description.startsWith(taken)) return { usedBy: end.description.slice(taken.length) }
  return { supersededBy: `it had ended before: ${end.description}` }
}

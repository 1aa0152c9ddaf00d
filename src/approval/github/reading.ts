import type { GitHub } from '../../github/github.ts'
import type { DecisionInput, Remark } from '../rules/decision.ts'
import { noticeMark } from '../rules/notices.ts'
import { personOf, pushersAmong } from './people.ts'
import { isOurs, type Request, tampering } from './request.ts'

/** The state of an issue and its comments at one moment. */
export interface Reading
  extends Pick<DecisionInput, 'remarks' | 'mayPush' | 'closedBy' | 'supersededBy' | 'tampered'> {
  remarks: readonly (Remark & { node: string })[]
  /** The marks of the comments by this action. */
  posted: ReadonlySet<string>
}

/**
 * Reads an issue with all its comments, their authors and their push permissions. An unchanged issue
 * costs one free request.
 * @param before the last reading; without it everything is read
 */
export async function readIssue(
  github: GitHub,
  { number, record }: Pick<Request, 'number' | 'record'>,
  before?: Reading,
): Promise<Reading> {
  const asked = { issue_number: number }
  const { data: issue, unchanged } = await github.request(
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    asked,
  )
  if (unchanged && before !== undefined) return before
  const comments = await github.all('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', asked)
  const own = comments.filter(({ user, performed_via_github_app: app }) => isOurs(user, app))
  const remarks = comments.flatMap((comment) => {
    const { id, node_id: node, user, body = '', created_at: created, updated_at: updated } = comment
    // Null: the account was deleted, so its comment does not count.
    if (user === null) return []
    const machine = user.type !== 'User' || comment.performed_via_github_app != null
    const remark = { id: Number(id), node, author: personOf(user), machine, body, at: Date.parse(created) }
    return [{ ...remark, edited: created !== updated }]
  })
  const wrong = tampering(issue, record)
  const closed = issue.state === 'closed' ? endedBy(issue.closed_by) : {}
  return {
    remarks,
    mayPush: await pushersAmong(github, remarks),
    posted: new Set(own.flatMap(({ body = '' }) => noticeMark(body) ?? [])),
    ...closed,
    ...(wrong === undefined ? {} : { tampered: wrong }),
  }
}

/** An issue closed by this action has ended: a newer request replaced it, or another run ended it. */
function endedBy(account: { login: string; type: string } | null | undefined) {
  const closedBy = account?.login ?? 'somebody'
  return isOurs(account, undefined)
    ? { closedBy, supersededBy: 'another run has ended this request' }
    : { closedBy }
}

/**
 * Adds edits that REST does not show: those within the second of the posting. Everybody with
 * push permission can edit the comments of others.
 */
export async function withEdits(github: GitHub, reading: Reading, ids: readonly number[]): Promise<Reading> {
  const nodes = reading.remarks.filter(({ author }) => ids.includes(author.id)).map(({ node }) => node)
  if (nodes.length === 0) return reading
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { id lastEditedAt } } }'
  const edited = new Set<string>()
  for (let from = 0; from < nodes.length; from += 100) {
    const answer = await github.graphql<{ nodes: ({ id?: string; lastEditedAt?: string | null } | null)[] }>(
      query,
      {
        ids: nodes.slice(from, from + 100),
      },
    )
    for (const node of answer.nodes)
      if (node?.id !== undefined && node.lastEditedAt !== null) edited.add(node.id)
  }
  const remarks = reading.remarks.map((one) => ({ ...one, edited: one.edited || edited.has(one.node) }))
  return { ...reading, remarks }
}

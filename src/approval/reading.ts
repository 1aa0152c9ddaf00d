import type { GitHub } from '../github/github.ts'
import type { Case, Remark } from './decision.ts'
import { noticeMark } from './notices.ts'
import { personOf, pushersAmong } from './people.ts'
import { isOurs, type Request, tampering } from './request.ts'

/** What an issue and its comments say at one moment. */
export interface Reading
  extends Pick<Case, 'remarks' | 'mayPush' | 'closedBy' | 'supersededBy' | 'tampered'> {
  remarks: readonly (Remark & { node: string })[]
  /** Marks of what we have said ourselves. */
  said: ReadonlySet<string>
}

/**
 * Reads an issue with all its comments, who wrote them and who of these may push now. An issue that has not changed since
 * costs one free request.
 * @param before what was read last; without it everything is read anew
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
    // Null: the account was deleted, and with it goes its say.
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
    said: new Set(own.flatMap(({ body = '' }) => noticeMark(body) ?? [])),
    ...closed,
    ...(wrong === undefined ? {} : { tampered: wrong }),
  }
}

/** We close what we have ended ourselves: a newer request took its place, or another run ended it. */
function endedBy(account: { login: string; type: string } | null | undefined) {
  const closedBy = account?.login ?? 'somebody'
  return isOurs(account, undefined)
    ? { closedBy, supersededBy: 'another run has ended this request' }
    : { closedBy }
}

/**
 * The same with what REST doesn't tell: a comment that was changed within the second in which it was posted. Everybody who
 * may push can change the comments of others.
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

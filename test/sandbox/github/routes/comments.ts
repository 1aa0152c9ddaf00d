import { ApiError, type Context, notFound, type Routes } from '../route.ts'
import { commentShape } from '../shapes/issue.ts'
import { nodeId } from '../shapes/links.ts'
import { simpleUser } from '../shapes/user.ts'
import type { Comment, Issue } from '../state/issue.ts'
import { findIssue } from './issues.ts'

const find = ({ repository, params }: Context): { issue: Issue; comment: Comment } => {
  for (const issue of repository.issues) {
    const comment = issue.comments.find(({ id }) => id === Number(params['comment_id']))
    if (comment) return { issue, comment }
  }
  throw notFound()
}

const canWrite = ({ repository, viewer, token }: Context): boolean =>
  token.isWorkflow ||
  ['admin', 'maintain', 'write'].includes(repository.collaborators.get(viewer.login) ?? '')

/** Comments on issues, and the reactions to them. */
export const commentRoutes: Routes = {
  'issues/list-comments': {
    need: 'issues:read',
    handle(context) {
      const issue = findIssue(context)
      const since = context.query['since']
      const found = issue.comments.filter(
        ({ updatedAt }) => typeof since !== 'string' || Date.parse(updatedAt) >= Date.parse(since),
      )
      return {
        items: found.map((comment) => commentShape(comment, issue, context.repository, context.links)),
      }
    },
  },
  'issues/create-comment': {
    need: 'issues:write',
    handle(context: Context<{ body: string }>) {
      const { state, viewer, repository, links, body } = context
      const issue = findIssue(context)
      if (issue.isLocked && !canWrite(context))
        throw new ApiError(403, 'Unable to create comment because issue is locked.')
      const now = state.now()
      const comment: Comment = {
        id: state.nextId(),
        body: body.body,
        user: viewer,
        createdAt: now,
        updatedAt: now,
        editedBy: null,
        reactions: [],
      }
      issue.comments.push(comment)
      issue.updatedAt = now
      return { status: 201, body: commentShape(comment, issue, repository, links) }
    },
  },
  'issues/get-comment': {
    need: 'issues:read',
    handle(context) {
      const { issue, comment } = find(context)
      return { status: 200, body: commentShape(comment, issue, context.repository, context.links) }
    },
  },
  'issues/update-comment': {
    need: 'issues:write',
    handle(context: Context<{ body: string }>) {
      const { issue, comment } = find(context)
      const { state, viewer, repository, links, body } = context
      // Anyone with write access may edit anybody's words, and the author's name stays on them.
      if (comment.user.id !== viewer.id && !canWrite(context))
        throw new ApiError(403, 'Must have write access or be the author of the comment.')
      comment.body = body.body
      comment.updatedAt = state.now()
      comment.editedBy = viewer
      issue.updatedAt = comment.updatedAt
      return { status: 200, body: commentShape(comment, issue, repository, links) }
    },
  },
  'issues/delete-comment': {
    need: 'issues:write',
    handle(context) {
      const { issue, comment } = find(context)
      issue.comments.splice(issue.comments.indexOf(comment), 1)
      issue.updatedAt = context.state.now()
      return { status: 204 }
    },
  },
  'reactions/list-for-issue-comment': {
    need: 'issues:read',
    handle(context) {
      const reactions = find(context).comment.reactions
      return {
        items: reactions.map(({ id, user, content, createdAt }) => ({
          id,
          node_id: nodeId('Reaction', id),
          user: simpleUser(user, context.links),
          content,
          created_at: createdAt,
        })),
      }
    },
  },
}

import { type Context, invalid, notFound, type Routes } from '../route.ts'
import { releaseShape } from '../shapes/release.ts'
import { resolve } from '../state/commit.ts'
import type { Release } from '../state/release.ts'

interface ReleaseChange {
  tag_name?: string
  target_commitish?: string
  name?: string
  body?: string
  draft?: boolean
  prerelease?: boolean
}

const answer = (status: number, release: Release | undefined, { repository, links }: Context) => {
  if (!release) throw notFound()
  return { status, body: releaseShape(release, repository, links) }
}

/** A release that is no draft has its tag; publishing makes a missing one. */
const publish = (release: Release, { repository }: Context): void => {
  if (release.isDraft || repository.refs.has(`refs/tags/${release.tag}`)) return
  const commit = resolve(repository, release.target)
  if (!commit)
    throw invalid('Validation Failed', [{ resource: 'Release', field: 'target_commitish', code: 'invalid' }])
  repository.addTag(release.tag, commit.sha)
}

/** Releases. */
export const releaseRoutes: Routes = {
  'repos/list-releases': {
    need: 'contents:read',
    handle: ({ repository, links }) => ({
      items: repository.releases.toReversed().map((release) => releaseShape(release, repository, links)),
    }),
  },
  'repos/get-latest-release': {
    need: 'contents:read',
    handle: (context) =>
      answer(
        200,
        context.repository.releases.findLast(({ isDraft, isPrerelease }) => !isDraft && !isPrerelease),
        context,
      ),
  },
  'repos/get-release-by-tag': {
    need: 'contents:read',
    handle: (context) =>
      answer(
        200,
        context.repository.releases.find(({ tag, isDraft }) => tag === context.params['tag'] && !isDraft),
        context,
      ),
  },
  'repos/create-release': {
    need: 'contents:write',
    handle(context: Context<ReleaseChange & { tag_name: string }>) {
      const { repository, state, viewer, body } = context
      if (repository.releases.some(({ tag, isDraft }) => tag === body.tag_name && !isDraft))
        throw invalid('Validation Failed', [
          { resource: 'Release', code: 'already_exists', field: 'tag_name' },
        ])
      const now = state.now()
      const release: Release = {
        id: state.nextId(),
        tag: body.tag_name,
        target: body.target_commitish ?? repository.defaultBranch,
        title: body.name ?? null,
        body: body.body ?? null,
        isDraft: body.draft ?? false,
        isPrerelease: body.prerelease ?? false,
        author: viewer,
        createdAt: now,
        publishedAt: body.draft ? null : now,
      }
      publish(release, context)
      repository.releases.push(release)
      return answer(201, release, context)
    },
  },
  'repos/update-release': {
    need: 'contents:write',
    handle(context: Context<ReleaseChange>) {
      const { repository, state, params, body } = context
      const release = repository.releases.find(({ id }) => id === Number(params['release_id']))
      if (!release) throw notFound()
      release.tag = body.tag_name ?? release.tag
      release.target = body.target_commitish ?? release.target
      release.title = body.name ?? release.title
      release.body = body.body ?? release.body
      release.isDraft = body.draft ?? release.isDraft
      release.isPrerelease = body.prerelease ?? release.isPrerelease
      if (!release.isDraft) release.publishedAt ??= state.now()
      publish(release, context)
      return answer(200, release, context)
    },
  },
}

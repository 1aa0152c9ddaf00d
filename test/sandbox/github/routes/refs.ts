import { type Context, invalid, notFound, type Routes } from '../route.ts'
import { refShape } from '../shapes/commit.ts'
import { nodeId } from '../shapes/links.ts'

/** The wanted ref by its full name; paths leave `refs/` out. */
const named = ({ params }: Context): string => `refs/${params['ref']}`

const known = (context: Context, sha: string): void => {
  if (!context.repository.commits.has(sha)) throw invalid('Object does not exist')
}

/** Branches and tags. Creating a ref is atomic, which makes it fit for a lock. */
export const refRoutes: Routes = {
  'git/get-ref': {
    need: 'contents:read',
    handle(context) {
      const sha = context.repository.refs.get(named(context))
      if (sha === undefined) throw notFound()
      return { status: 200, body: refShape(named(context), sha, context.repository, context.links) }
    },
  },
  'git/list-matching-refs': {
    need: 'contents:read',
    handle(context) {
      const { refs } = context.repository
      const matching = [...refs]
        .filter(([ref]) => ref.startsWith(named(context)))
        .sort(([a], [b]) => (a < b ? -1 : 1))
      return { items: matching.map(([ref, sha]) => refShape(ref, sha, context.repository, context.links)) }
    },
  },
  'git/create-ref': {
    need: 'contents:write',
    handle(context: Context<{ ref: string; sha: string }>) {
      const { ref, sha } = context.body
      if (!/^refs\/.+\/.+/.test(ref) && !/^refs\/(heads|tags)\/./.test(ref))
        throw invalid('Reference name must start with refs/')
      known(context, sha)
      if (context.repository.refs.has(ref)) throw invalid('Reference already exists')
      context.repository.refs.set(ref, sha)
      return { status: 201, body: refShape(ref, sha, context.repository, context.links) }
    },
  },
  'git/update-ref': {
    need: 'contents:write',
    handle(context: Context<{ sha: string }>) {
      const { sha } = context.body
      if (!context.repository.refs.has(named(context))) throw invalid('Reference does not exist')
      known(context, sha)
      context.repository.refs.set(named(context), sha)
      return { status: 200, body: refShape(named(context), sha, context.repository, context.links) }
    },
  },
  'git/delete-ref': {
    need: 'contents:write',
    handle(context) {
      if (!context.repository.refs.delete(named(context))) throw invalid('Reference does not exist')
      return { status: 204 }
    },
  },
  'repos/list-tags': {
    need: 'contents:read',
    handle({ repository, links }) {
      const tags = [...repository.refs].filter(([ref]) => ref.startsWith('refs/tags/'))
      // GitHub sorts by name, last first; `v1.10.0` comes after `v1.9.0`. No order may be relied on.
      const names = tags
        .map(([ref, sha]) => ({ name: ref.slice('refs/tags/'.length), sha }))
        .sort((a, b) => (a.name < b.name ? 1 : -1))
      return {
        items: names.map(({ name, sha }) => ({
          name,
          node_id: nodeId('Tag', name),
          commit: { sha, url: links.repo(repository, `/commits/${sha}`) },
          zipball_url: links.repo(repository, `/zipball/refs/tags/${name}`),
          tarball_url: links.repo(repository, `/tarball/refs/tags/${name}`),
        })),
      }
    },
  },
}

import { type Context, invalid, notFound, type Routes } from '../route.ts'
import { commitShape, fileShape } from '../shapes/commit.ts'
import { type Commit, history, resolve } from '../state/commit.ts'

const find = ({ repository }: Context, name: string): Commit => {
  const commit = resolve(repository, name)
  if (!commit) throw notFound()
  return commit
}

/** Single commits, and what lies between two. */
export const commitRoutes: Routes = {
  'repos/get-commit': {
    need: 'contents:read',
    handle(context) {
      const { repository, links, params } = context
      const name = params['ref'] as string
      const commit = resolve(repository, name)
      if (!commit) throw invalid(`No commit found for SHA: ${name}`)
      const files = commit.files.map((file) => fileShape(file, commit.sha, repository, links))
      return { status: 200, body: { ...commitShape(commit, repository, links), files } }
    },
  },
  'repos/compare-commits-with-basehead': {
    need: 'contents:read',
    handle(context) {
      const { repository, links, params } = context
      const basehead = params['basehead'] as string
      const [baseName, headName] = basehead.split('...')
      if (!baseName || !headName) throw notFound()
      const base = find(context, baseName)
      const head = find(context, headName)
      const ofBase = history(repository, base)
      const ofHead = history(repository, head)
      const ahead = ofHead.filter((commit) => !ofBase.includes(commit)).reverse()
      const behind = ofBase.filter((commit) => !ofHead.includes(commit))
      const mergeBase = ofHead.find((commit) => ofBase.includes(commit))
      if (!mergeBase) throw notFound()
      const page = links.page(repository, `/compare/${basehead}`)
      const files = [...new Set(ahead.flatMap((commit) => commit.files))]
      const known = new Set(ofBase.flatMap((commit) => commit.files))
      const status =
        ahead.length > 0
          ? behind.length > 0
            ? 'diverged'
            : 'ahead'
          : behind.length > 0
            ? 'behind'
            : 'identical'
      return {
        status: 200,
        body: {
          url: links.repo(repository, `/compare/${basehead}`),
          html_url: page,
          permalink_url: page,
          diff_url: `${page}.diff`,
          patch_url: `${page}.patch`,
          base_commit: commitShape(base, repository, links),
          merge_base_commit: commitShape(mergeBase, repository, links),
          status,
          ahead_by: ahead.length,
          behind_by: behind.length,
          total_commits: ahead.length,
          // GitHub stops at 250 commits and 300 files without saying so; `total_commits` tells the truth.
          commits: ahead.slice(0, 250).map((commit) => commitShape(commit, repository, links)),
          files: files
            .slice(0, 300)
            .map((file) =>
              fileShape(file, head.sha, repository, links, known.has(file) ? 'modified' : 'added'),
            ),
        },
      }
    },
  },
}

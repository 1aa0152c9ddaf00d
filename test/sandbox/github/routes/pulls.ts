import { notFound, type Routes } from '../route.ts'
import { pullShape, reviewShape } from '../shapes/pull.ts'

/** Pull requests, merged ones only, and their reviews. */
export const pullRoutes: Routes = {
  'pulls/list': {
    need: 'pull-requests:read',
    handle: ({ repository, links, query }) => ({
      items:
        query['state'] === 'open'
          ? []
          : repository.pulls.toReversed().map((pull) => pullShape(pull, repository, links)),
    }),
  },
  'pulls/list-reviews': {
    need: 'pull-requests:read',
    handle({ repository, links, params }) {
      const pull = repository.pulls.find(({ number }) => number === Number(params['pull_number']))
      if (!pull) throw notFound()
      return { items: pull.reviews.map((review) => reviewShape(review, pull, repository, links)) }
    },
  },
}

import { rateOf } from '../rate.ts'
import type { Routes } from '../route.ts'

/** How much of its budget a token has left; asking is free. */
export const rateRoutes: Routes = {
  'rate-limit/get': {
    need: null,
    handle({ token }) {
      const rate = rateOf(token)
      const untouched = { limit: 30, used: 0, remaining: 30, reset: rate.reset }
      return { status: 200, body: { resources: { core: rate, search: untouched, graphql: untouched }, rate } }
    },
  },
}

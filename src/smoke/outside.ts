import type { HttpResponse } from '../runner/http.ts'
import type { Check, Probe } from './check.ts'
import { readShop } from './shop.ts'

/** Where the shop is, and what should answer there. */
export interface Expectations {
  url: string
  'health-path': string
  'graphql-path': string
  'expect-release': string | undefined
  'expect-version': string | undefined
  token: string | undefined
}

/** The edge says in this header which release answered. */
export const releaseHeader = 'x-saleor-release'

/** What is asked of a shop from outside, as a customer's browser would. */
export function outsideProbes(wanted: Expectations): Probe[] {
  const base = wanted.url.replace(/\/+$/, '')
  const release = wanted['expect-release']
  const version = wanted['expect-version']
  // Each answer has to come from the release that was meant: during a deploy one may be new and the other still old.
  const releaseOf = (name: string): Check[] => (release === undefined ? [] : [releaseIs(name, release)])
  return [
    { request: { url: base + wanted['health-path'] }, checks: [healthy, ...releaseOf('health release')] },
    {
      request: {
        method: 'POST',
        url: base + wanted['graphql-path'],
        headers: {
          'content-type': 'application/json',
          ...(wanted.token === undefined ? {} : { authorization: `Bearer ${wanted.token}` }),
        },
        body: JSON.stringify({ query: '{ shop { name schemaVersion } }' }),
      },
      checks: [
        shopAnswers,
        ...(version === undefined ? [] : [schemaVersionIs(version)]),
        ...releaseOf('graphql release'),
      ],
    },
  ]
}

/** Liveness only: Saleor answers it before Django, with an empty body, also when the database is down. */
const healthy: Check = {
  name: 'health',
  expected: '200',
  judge: (answer) => ({ passed: answer.status === 200, got: statusOf(answer) }),
}

/** The shop's name comes from the database. Errors of execution arrive with status 200, so the body decides. */
const shopAnswers: Check = {
  name: 'graphql',
  expected: '200, no errors, a shop name',
  judge(answer) {
    const shop = readShop(answer.body)
    const said = shop.error ?? `shop name ${JSON.stringify(shop.name)}`
    return {
      passed: answer.status === 200 && shop.error === undefined,
      got: `${statusOf(answer)}, ${said}`,
    }
  },
}

/** 3.20.1 → "3.20": the exact version is told to staff only, the minor to everybody. */
function schemaVersionIs(version: string): Check {
  const [minor = version] = /\d+\.\d+/.exec(version) ?? []
  return {
    name: 'schema version',
    expected: minor,
    judge(answer) {
      const { schemaVersion } = readShop(answer.body)
      return { passed: schemaVersion === minor, got: schemaVersion ?? 'none' }
    },
  }
}

function releaseIs(name: string, release: string): Check {
  return {
    name,
    expected: release,
    judge({ headers }) {
      const got = headers[releaseHeader]
      return { passed: got === release, got: got ?? `no ${releaseHeader} header` }
    },
  }
}

/** The status, and for a redirect where it leads: the usual sign of a wrong scheme or host. */
function statusOf({ status, headers }: HttpResponse): string {
  return headers.location === undefined ? String(status) : `${status} → ${headers.location}`
}

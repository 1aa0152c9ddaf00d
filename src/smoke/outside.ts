import type { HttpRequest, HttpResponse } from '../runner/http.ts'
import { type Check, type Probe, statusOf } from './check.ts'
import { introspected, readShop } from './shop.ts'

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

/**
 * What is asked of a shop again and again until it is steady: whether it lives, and whether the release that was meant
 * answers with data.
 */
export function steadyProbes(wanted: Expectations): Probe[] {
  const release = wanted['expect-release']
  const version = wanted['expect-version']
  // Each answer has to come from the release that was meant: during a deploy one may be new and the other still old.
  const releaseOf = (name: string): Check[] => (release === undefined ? [] : [releaseIs(name, release)])
  return [
    {
      request: { url: baseOf(wanted) + wanted['health-path'] },
      checks: [healthy, ...releaseOf('health release')],
    },
    {
      request: graphqlRequest(wanted, '{ shop { name schemaVersion } }'),
      checks: [
        shopAnswers,
        ...(version === undefined ? [] : [schemaVersionIs(version)]),
        ...releaseOf('graphql release'),
      ],
    },
  ]
}

/** Whether the schema can be asked for, as the dashboard's and the storefront's builds do. */
export function introspectionProbe(wanted: Expectations): Probe {
  return {
    request: graphqlRequest(wanted, '{ schema: __schema { queryType { name } } }'),
    checks: [describesItself],
  }
}

/** The query as the smoke test sends it, with the app token if there is one. */
export function graphqlRequest(wanted: Expectations, query: string): HttpRequest {
  const authorization = wanted.token === undefined ? {} : { authorization: `Bearer ${wanted.token}` }
  return {
    method: 'POST',
    url: baseOf(wanted) + wanted['graphql-path'],
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query }),
  }
}

/** The base URL without a slash at its end. */
export function baseOf({ url }: { url: string }): string {
  return url.replace(/\/+$/, '')
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

/** A warning only: Saleor has no switch for it, but a firewall in front may refuse it on purpose. */
const describesItself: Check = {
  name: 'introspection',
  severity: 'warning',
  expected: '200, the name of the query type',
  judge(answer) {
    const { queryType, error } = introspected(answer.body)
    return {
      passed: answer.status === 200 && error === undefined,
      got: `${statusOf(answer)}, ${error ?? queryType ?? ''}`,
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
    judge({ headers }: HttpResponse) {
      const got = headers[releaseHeader]
      return { passed: got === release, got: got ?? `no ${releaseHeader} header` }
    },
  }
}

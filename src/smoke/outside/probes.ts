import type { HttpRequest, HttpResponse } from '../../runner/http/http.ts'
import { type Check, type Probe, statusOf } from '../check.ts'
import { introspected, readShop } from './shop.ts'

/** The address of the shop, and the expected release. */
export interface Expectations {
  url: string
  'health-path': string
  'graphql-path': string
  'expect-release': string | undefined
  'expect-version': string | undefined
  token: string | undefined
}

/** The header in which the edge names the release that answered. */
export const releaseHeader = 'x-saleor-release'

/**
 * The probes that repeat until the shop is steady: whether it is alive, and whether the expected release
 * answers with data.
 */
export function steadyProbes(expectations: Expectations): Probe[] {
  const release = expectations['expect-release']
  const version = expectations['expect-version']
  // Each answer must come from the expected release: during a deploy one may be new and the other old.
  const releaseOf = (name: string): Check[] => (release === undefined ? [] : [releaseIs(name, release)])
  return [
    {
      request: { url: baseOf(expectations) + expectations['health-path'] },
      checks: [healthy, ...releaseOf('health release')],
    },
    {
      request: graphqlRequest(expectations, '{ shop { name schemaVersion } }'),
      checks: [
        shopAnswers,
        ...(version === undefined ? [] : [schemaVersionIs(version)]),
        ...releaseOf('graphql release'),
      ],
    },
  ]
}

/** Whether the schema can be queried, as the builds of dashboard and storefront do. */
export function introspectionProbe(expectations: Expectations): Probe {
  return {
    request: graphqlRequest(expectations, '{ schema: __schema { queryType { name } } }'),
    checks: [describesItself],
  }
}

/** The request of a GraphQL query, with the app token if there is one. */
export function graphqlRequest(expectations: Expectations, query: string): HttpRequest {
  const authorization =
    expectations.token === undefined ? {} : { authorization: `Bearer ${expectations.token}` }
  return {
    method: 'POST',
    url: baseOf(expectations) + expectations['graphql-path'],
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query }),
  }
}

/** The base URL without a trailing slash. */
export function baseOf({ url }: { url: string }): string {
  return url.replace(/\/+$/, '')
}

/** Liveness only: Saleor answers it before Django, with an empty body, also when the database is down. */
const healthy: Check = {
  name: 'health',
  expected: '200',
  evaluate: (answer) => ({ passed: answer.status === 200, got: statusOf(answer) }),
}

/** The shop's name comes from the database. Errors of execution arrive with status 200, so the body decides. */
const shopAnswers: Check = {
  name: 'graphql',
  expected: '200, no errors, a shop name',
  evaluate(answer) {
    const shop = readShop(answer.body)
    const shopText = shop.error ?? `shop name ${JSON.stringify(shop.name)}`
    return {
      passed: answer.status === 200 && shop.error === undefined,
      got: `${statusOf(answer)}, ${shopText}`,
    }
  },
}

/** Only a warning: Saleor cannot disable it, but a firewall in front may refuse it on purpose. */
const describesItself: Check = {
  name: 'introspection',
  severity: 'warning',
  expected: '200, the name of the query type',
  evaluate(answer) {
    const { queryType, error } = introspected(answer.body)
    return {
      passed: answer.status === 200 && error === undefined,
      got: `${statusOf(answer)}, ${error ?? queryType ?? ''}`,
    }
  },
}

/** 3.20.1 → "3.20": Saleor shows the exact version to staff only, and the minor version to everybody. */
function schemaVersionIs(version: string): Check {
  const [minor = version] = /\d+\.\d+/.exec(version) ?? []
  return {
    name: 'schema version',
    expected: minor,
    evaluate(answer) {
      const { schemaVersion } = readShop(answer.body)
      return { passed: schemaVersion === minor, got: schemaVersion ?? 'none' }
    },
  }
}

/** Whether the answer names this release in the edge's header. */
export function releaseIs(name: string, release: string): Check {
  return {
    name,
    expected: release,
    evaluate({ headers }: HttpResponse) {
      const got = headers[releaseHeader]
      return { passed: got === release, got: got ?? `no ${releaseHeader} header` }
    },
  }
}

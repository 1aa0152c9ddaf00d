import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../../src/runner/http/http.ts'
import { evaluate } from '../../../src/smoke/check.ts'
import { type Expectations, introspectionProbe, steadyProbes } from '../../../src/smoke/outside/probes.ts'

const wanted: Expectations = {
  url: 'https://shop.example.com/',
  'health-path': '/health/',
  'graphql-path': '/graphql/',
  'expect-release': undefined,
  'expect-version': undefined,
  token: undefined,
}

const shop = JSON.stringify({ data: { shop: { name: 'Demo', schemaVersion: '3.20' } } })

/** What the checks of both probes say to the same answer: `name: got`, with `!` before a failure. */
function verdicts(expectations: Partial<Expectations>, answer: Partial<HttpResponse> | Error): string[] {
  const full =
    answer instanceof Error ? answer : { status: 200, headers: {}, body: shop, seconds: 0.1, ...answer }
  return steadyProbes({ ...wanted, ...expectations })
    .flatMap((probe) => evaluate(probe, full))
    .map(({ name, got, passed }) => `${passed ? '' : '!'}${name}: ${got}`)
}

describe('requests', () => {
  it('The probes request health and GraphQL below the base URL', () => {
    expect(steadyProbes(wanted).map(({ request }) => request)).toEqual([
      { url: 'https://shop.example.com/health/' },
      {
        method: 'POST',
        url: 'https://shop.example.com/graphql/',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ shop { name schemaVersion } }"}',
      },
    ])
  })

  it('The probes send the token with the GraphQL query only', () => {
    const [health, graphql] = steadyProbes({ ...wanted, token: 't0ken' })
    expect(health?.request.headers).toBeUndefined()
    expect(graphql?.request.headers).toMatchObject({ authorization: 'Bearer t0ken' })
  })
})

describe('checks', () => {
  it('The checks accept a good answer', () => {
    expect(verdicts({}, {})).toEqual(['health: 200', 'graphql: 200, shop name "Demo"'])
  })

  it('The checks show the target of a redirect', () => {
    expect(verdicts({}, { status: 301, headers: { location: 'https://other/' }, body: '' })).toEqual([
      '!health: 301 → https://other/',
      '!graphql: 301 → https://other/, not JSON: ',
    ])
  })

  it('The checks reject execution errors with status 200', () => {
    expect(verdicts({}, { body: '{"errors":[{"message":"no database"}],"data":null}' })).toEqual([
      'health: 200',
      '!graphql: 200, errors: no database',
    ])
  })

  it('The checks reject a right body with a wrong status', () => {
    expect(verdicts({}, { status: 500 })).toContain('!graphql: 500, shop name "Demo"')
  })

  it.each([
    ['3.20', 'schema version: 3.20'],
    ['3.20.7', 'schema version: 3.20'],
    ['v3.20.1', 'schema version: 3.20'],
    ['3.21.0', '!schema version: 3.20'],
    ['3.2', '!schema version: 3.20'],
  ])('The checks compare the minor version of %s with the schema', (version, said) => {
    expect(verdicts({ 'expect-version': version }, {})).toContain(said)
  })

  it('The checks require the release in both answers', () => {
    const expectations = { 'expect-release': 'r-2' }
    expect(verdicts(expectations, { headers: { 'x-saleor-release': 'r-2' } })).toEqual([
      'health: 200',
      'health release: r-2',
      'graphql: 200, shop name "Demo"',
      'graphql release: r-2',
    ])
    expect(verdicts(expectations, { headers: { 'x-saleor-release': 'r-1' } })).toContain(
      '!graphql release: r-1',
    )
    expect(verdicts(expectations, {})).toContain('!health release: no x-saleor-release header')
  })

  it('The checks explain each missing answer', () => {
    expect(verdicts({ 'expect-version': '3.20' }, new Error('connection refused'))).toEqual([
      '!health: connection refused',
      '!graphql: connection refused',
      '!schema version: connection refused',
    ])
  })
})

describe('introspection', () => {
  const said = (body: string, status = 200): string[] =>
    evaluate(introspectionProbe(wanted), { status, headers: {}, body, seconds: 0.1 }).map(
      ({ severity, passed, got }) => `${severity} ${passed}: ${got}`,
    )

  it('Introspection is a query for the query type, with the token', () => {
    expect(introspectionProbe({ ...wanted, token: 't0ken' }).request).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer t0ken' },
      body: '{"query":"{ schema: __schema { queryType { name } } }"}',
    })
  })

  it.each([
    ['{"data":{"schema":{"queryType":{"name":"Query"}}}}', 200, 'warning true: 200, Query'],
    ['{"errors":[{"message":"not allowed"}]}', 200, 'warning false: 200, errors: not allowed'],
    ['{"data":{"shop":{}}}', 200, 'warning false: 200, no schema: {"data":{"shop":{}}}'],
    ['<html>', 403, 'warning false: 403, not JSON: <html>'],
  ])('Introspection with the answer %s and status %i is judged', (body, status, expected) => {
    expect(said(body, status)).toEqual([expected])
  })
})

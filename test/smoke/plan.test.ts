import { describe, expect, it } from 'vitest'
import { readInputs } from '../../src/inputs/read.ts'
import { smokeTest } from '../../src/inputs/smoke-test.ts'
import { smokePlanOf } from '../../src/smoke/plan.ts'
import { fakeRunner } from '../fakes/fakes.ts'

/** What is done for inputs, as the runner would hand them over. */
const wanted = (inputs: Record<string, string>) =>
  smokePlanOf(
    readInputs(
      smokeTest,
      Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    ),
    fakeRunner(),
  )

describe('a plain URL', () => {
  it('A smoke test of a plain URL gets the checks for HTTP', async () => {
    const plan = await wanted({ url: 'http://10.0.0.1:8000' })
    expect(Object.keys(plan).sort()).toEqual(['load', 'once', 'repetition', 'severities', 'steady'])
    const names = [...plan.steady, ...plan.once].flatMap(({ checks }) => checks.map(({ name }) => name))
    expect(names).toEqual(['health', 'graphql', 'introspection'])
  })

  it('A smoke test of an HTTPS URL also checks the certificate and the redirect', async () => {
    const plan = await wanted({ url: 'https://shop.example.com/' })
    expect(plan.certificate).toEqual({ host: 'shop.example.com', port: 443, days: 14 })
    expect(plan.once.flatMap(({ checks }) => checks.map(({ name }) => name))).toEqual([
      'introspection',
      'https redirect',
    ])
  })
})

it('More checks are made if the inputs request them', async () => {
  const plan = await wanted({
    ...{ url: 'https://shop:8443', production: 'true', files: '/a.css\nhttps://cdn/b.png' },
    ...{ 'own-checks': '- { name: mine, url: /x }', 'dashboard-url': 'https://dash', 'load-duration': '0' },
    ...{ 'sentry-token': 't', 'sentry-organization': 'o', 'sentry-project': 'p', 'expect-version': '3.20.1' },
  })
  expect(plan.certificate?.port).toBe(8443)
  expect(plan.load).toBeUndefined()
  expect(plan.sentry?.eventId).toMatch(/^[0-9a-f]{32}$/)
  expect(plan.once.flatMap(({ checks }) => checks.map(({ name }) => name))).toEqual([
    ...['introspection', 'hsts', 'cookie flags', 'file /a.css', 'file https://cdn/b.png', 'mine'],
  ])
})

it('Further web services are asked at their own URLs until they are steady, each at its health path', async () => {
  const plan = await wanted({
    ...{ url: 'https://api', 'expect-release': 'r2' },
    'service-urls': 'storefront=https://shop.example.com/\ndashboard=http://10.0.0.1:9000',
    'health-path': '/up/\nstorefront=/api/health',
  })
  expect(plan.steady.map(({ request, checks }) => [request.url, ...checks.map(({ name }) => name)])).toEqual([
    ['https://api/up/', 'health', 'health release'],
    ['https://api/graphql/', 'graphql', 'graphql release'],
    ['https://shop.example.com/api/health', 'service storefront', 'service storefront release'],
    ['http://10.0.0.1:9000/', 'service dashboard', 'service dashboard release'],
  ])
})

it('The log says which service has a health path and no URL', async () => {
  const runner = fakeRunner()
  const env = { INPUT_URL: 'https://api', 'INPUT_HEALTH-PATH': '/health/\nstorefront=/' }
  await smokePlanOf(readInputs(smokeTest, env), runner)
  expect(runner.log.lines.join()).toContain(
    'health-path has a line for storefront, and service-urls has none',
  )
})

it.each([
  [{ timeout: '2s' }, "Input 'timeout': 2 s can't hold 3 rounds, 1 s apart."],
  [{ host: 'a' }, "Input 'host' is given without 'user'."],
  [{ hosts: 'a', user: 'deploy' }, "Input 'hosts' is given without 'ssh-key'."],
  [{ host: 'a', hosts: 'b' }, "Inputs 'host' and 'hosts' are both given."],
  [
    { host: 'a', user: 'deploy', 'ssh-key': 'no key' },
    "Input 'ssh-key' is no private key: it has no BEGIN line.",
  ],
  [{ 'own-checks': 'x' }, "Input 'own-checks': line 1 is no list of checks, each with a name and a url"],
  [{ 'sentry-token': 't' }, "Input 'sentry-token' is given without all that it is for."],
  [{ severities: 'load=fatal' }, 'Input \'severities\': "load=fatal" is not lines such as'],
  [{ 'service-urls': 'storefront' }, 'Input \'service-urls\': "storefront" is not lines such as'],
  [{ 'service-urls': 'a=https://a\na=https://b' }, "Input 'service-urls' names a more than once."],
  [{ files: 'a.css' }, 'Input \'files\': "a.css" is not a list of paths that begin with /'],
])('The inputs are refused: %j', async (inputs, message) => {
  await expect(async () => await wanted({ url: 'https://shop', ...inputs })).rejects.toThrow(message)
})

it('Metric checks are asked from the hosts, and are refused without any', async () => {
  const checks = { url: 'https://shop', 'metric-checks': 'queue: max(q) < 10' }
  await expect(wanted(checks)).rejects.toThrow("'metric-checks' is given without 'host'")
  const login = {
    host: 'web-1',
    user: 'deploy',
    'ssh-key': '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----',
    'host-fingerprint': `SHA256:${'a'.repeat(43)}`,
  }
  const { inside } = await wanted({ ...checks, ...login })
  expect(inside?.metrics).toEqual({
    address: '127.0.0.1:9090',
    checks: [{ name: 'queue', query: 'max(q)', operator: '<', limit: 10 }],
  })
})

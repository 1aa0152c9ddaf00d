import { afterEach, describe, expect, it } from 'vitest'
import { nodeHttp } from '../../../src/runner/http/http.ts'
import { type Sentry, sentryResults } from '../../../src/smoke/sentry/sentry.ts'
import { fakeRunner } from '../../fakes/fakes.ts'
import { type Faults, type SentryStandIn, startSentry } from '../sentry-stand-in.ts'

const started: SentryStandIn[] = []
afterEach(() => started.splice(0).forEach((one) => one.close()))

async function start(faults: Faults = {}): Promise<SentryStandIn> {
  const standIn = await startSentry(faults)
  started.push(standIn)
  return standIn
}

const id = '0123456789abcdef0123456789abcdef'

/** Runs against the stand-in; the clock moves only when it waits. */
async function run(parts: Partial<Sentry> = {}, faults: Faults = {}) {
  const standIn = await start(faults)
  const { url, token, dsn } = standIn
  const sentry: Sentry = {
    ...{ url: `${url}/`, token, dsn, organization: 'shop', project: 'backend', release: '3.20.1+a/b' },
    ...{ environment: 'staging', runUrl: 'https://github.com/shop/backend/actions/runs/42', ...parts },
  }
  const runner = { ...fakeRunner(), http: nodeHttp }
  const results = await sentryResults(sentry, id, runner)
  return {
    said: results.map(({ name, passed, got }) => `${passed ? '' : '!'}${name}: ${got}`),
    slept: runner.clock.slept.length,
    standIn,
  }
}

describe('Sentry', () => {
  it('Sentry gets the release and its deploy, and receives the test event', async () => {
    const { said, standIn: sentry } = await run()
    expect(said).toEqual([
      'sentry release: 3.20.1+a/b is known to backend',
      'sentry deploy: 3.20.1+a/b is marked as deployed to staging',
      'sentry event: found after 0.0 s',
    ])
    const release = sentry.releases.get('3.20.1+a/b')
    expect(release?.projects).toEqual(['backend'])
    expect(release?.deploys).toMatchObject([
      {
        environment: 'staging',
        url: expect.stringContaining('/runs/42'),
        dateFinished: '2026-01-01T00:00:00.000Z',
      },
    ])
    expect(sentry.events.get(id)).toMatchObject({
      ...{ release: '3.20.1+a/b', environment: 'staging', level: 'info' },
      fingerprint: ['saleor-deploy-smoke-test'],
    })
  })

  it('Sentry may know the release already', async () => {
    const { standIn: sentry } = await run()
    const { said } = await run({ url: sentry.url })
    expect(said.slice(0, 2)).toEqual([
      'sentry release: 3.20.1+a/b is known to backend',
      'sentry deploy: 3.20.1+a/b is marked as deployed to staging',
    ])
  })

  it('Sentry may take a while to process an event', async () => {
    const { said, slept } = await run({}, { slow: 3 })
    expect(said[2]).toBe('sentry event: found after 3.0 s')
    expect(slept).toBe(3)
  })

  it('A Sentry that loses events is reported', async () => {
    const { said } = await run({}, { slow: Number.POSITIVE_INFINITY })
    expect(said[2]).toBe('!sentry event: 404: {"detail":"Event not found"}')
  })

  it('A Sentry that rejects events is not queried for them', async () => {
    const { said, standIn: sentry } = await run({}, { refuses: true })
    expect(said[2]).toBe('!sentry event: 429: {"detail":"rate limited"}')
    expect(sentry.events.size).toBe(0)
  })

  it.each([
    [{ token: 'other' }, ['!sentry release: 401: {"detail":"Invalid token"}']],
    [{ project: 'frontend' }, ['!sentry release: 400: {"projects":["Invalid project ids or slugs"]}']],
    [
      { url: 'http://127.0.0.1:12' },
      [
        '!sentry release: POST http://127.0.0.1:12/api/0/organizations/shop/releases/: connect ECONNREFUSED 127.0.0.1:12',
      ],
    ],
  ])('A Sentry with %j is reported with the reason', async (parts, expected) => {
    const { said } = await run({ ...parts, dsn: undefined })
    expect(said).toEqual(expected)
  })

  it('Sentry is not queried for events without a DSN, and the key of a DSN is recognized', async () => {
    expect((await run({ dsn: undefined })).said).toHaveLength(2)
    const { said } = await run({ dsn: (await start()).dsn.replace('abc123', 'wrong') })
    expect(said[2]).toBe('!sentry event: 403: {"detail":"bad sentry DSN public key"}')
  })
})

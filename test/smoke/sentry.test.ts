import { afterEach, describe, expect, it } from 'vitest'
import type { UserError } from '../../src/errors.ts'
import { nodeHttp } from '../../src/runner/http.ts'
import { type Sentry, type SentryInputs, sentryFrom, sentryResults } from '../../src/smoke/sentry.ts'
import { ingestOf } from '../../src/smoke/sentry-event.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { type Faults, type SentryStandIn, startSentry } from './sentry-stand-in.ts'

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
  it('is told of the release and its deploy, and has the test event', async () => {
    const { said, standIn: sentry } = await run()
    expect(said).toEqual(['sentry release: it is', 'sentry deploy: it is', 'sentry event: found after 0.0 s'])
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

  it('may know the release already', async () => {
    const { standIn: sentry } = await run()
    const { said } = await run({ url: sentry.url })
    expect(said.slice(0, 2)).toEqual(['sentry release: it is', 'sentry deploy: it is'])
  })

  it('needs a while to work an event up', async () => {
    const { said, slept } = await run({}, { slow: 3 })
    expect(said[2]).toBe('sentry event: found after 3.0 s')
    expect(slept).toBe(3)
  })

  it('that loses events is found out', async () => {
    const { said } = await run({}, { slow: Number.POSITIVE_INFINITY })
    expect(said[2]).toBe('!sentry event: 404: {"detail":"Event not found"}')
  })

  it('that refuses events is not asked for them', async () => {
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
  ])('with %j says why it did not work', async (parts, expected) => {
    const { said } = await run({ ...parts, dsn: undefined })
    expect(said).toEqual(expected)
  })

  it('is asked for no event without a DSN, and knows the key of one', async () => {
    expect((await run({ dsn: undefined })).said).toHaveLength(2)
    const { said } = await run({ dsn: (await start()).dsn.replace('abc123', 'wrong') })
    expect(said[2]).toBe('!sentry event: 403: {"detail":"bad sentry DSN public key"}')
  })
})

describe('inputs', () => {
  const inputs: SentryInputs = {
    ...{
      'sentry-url': 'https://sentry.io',
      'sentry-token': 't',
      'sentry-organization': 'o',
      'sentry-project': 'p',
    },
    ...{ 'sentry-dsn': undefined, 'sentry-release': undefined, 'sentry-environment': 'production' },
    'expect-version': '3.20.1',
  }

  it('are nothing without a token', () => {
    expect(sentryFrom({ ...inputs, 'sentry-token': undefined }, '')).toBeUndefined()
  })

  it("take Saleor's version for the release, unless it has a name", () => {
    expect(sentryFrom(inputs, '')?.release).toBe('3.20.1')
    const release = (version: string) => sentryFrom({ ...inputs, 'expect-version': version }, '')?.release
    expect(['v3.20.1', '3.20.1-0123456', '3.24.0-a.0'].map(release)).toEqual([
      '3.20.1',
      '3.20.1',
      '3.24.0-a.0',
    ])
    expect(sentryFrom({ ...inputs, 'sentry-release': 'shop@7' }, '')?.release).toBe('shop@7')
  })

  it.each(['sentry-organization', 'sentry-project', 'expect-version'])('need %s with a token', (name) => {
    expect(() => sentryFrom({ ...inputs, [name]: undefined }, '')).toThrow('without all that it is for')
  })

  it.each([
    ['https://k@o1.ingest.sentry.io/7', 'https://o1.ingest.sentry.io/api/7/envelope/'],
    ['https://k:old@sentry.example.com/below/7', 'https://sentry.example.com/below/api/7/envelope/'],
  ])('read the DSN %s', (dsn, url) => {
    expect(ingestOf(dsn)).toEqual({
      url,
      auth: 'Sentry sentry_version=7, sentry_client=saleor-deploy/1, sentry_key=k',
    })
  })

  it.each(['', 'secret', 'https://sentry.io/7', 'https://k@sentry.io/', 'https://k@sentry.io/x'])(
    'refuse the DSN %j without showing it',
    (dsn) => {
      let message = ''
      try {
        ingestOf(dsn)
      } catch (error) {
        message = (error as UserError).message
      }
      expect(message).toBe("Input 'sentry-dsn' is no DSN.")
    },
  )
})

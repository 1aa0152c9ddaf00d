import { describe, expect, it } from 'vitest'
import type { UserError } from '../../../src/errors.ts'
import { type SentryInputs, sentryFrom } from '../../../src/smoke/sentry/sentry.ts'
import { ingestOf } from '../../../src/smoke/sentry/sentry-event.ts'

describe('the inputs for Sentry', () => {
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

  it('Sentry is not used without a token', () => {
    expect(sentryFrom({ ...inputs, 'sentry-token': undefined }, '')).toBeUndefined()
  })

  it('The release for Sentry is Saleor’s version, unless it has a name', () => {
    expect(sentryFrom(inputs, '')?.release).toBe('3.20.1')
    const release = (version: string) => sentryFrom({ ...inputs, 'expect-version': version }, '')?.release
    expect(['v3.20.1', '3.20.1-0123456', '3.24.0-a.0'].map(release)).toEqual([
      '3.20.1',
      '3.20.1',
      '3.24.0-a.0',
    ])
    expect(sentryFrom({ ...inputs, 'sentry-release': 'shop@7' }, '')?.release).toBe('shop@7')
  })

  it.each(['sentry-organization', 'sentry-project', 'expect-version'])(
    'The inputs for Sentry need %s with a token',
    (name) => {
      expect(() => sentryFrom({ ...inputs, [name]: undefined }, '')).toThrow('without all that it is for')
    },
  )

  it.each([
    ['https://k@o1.ingest.sentry.io/7', 'https://o1.ingest.sentry.io/api/7/envelope/'],
    ['https://k:old@sentry.example.com/below/7', 'https://sentry.example.com/below/api/7/envelope/'],
  ])('The inputs for Sentry accept the DSN %s', (dsn, url) => {
    expect(ingestOf(dsn)).toEqual({
      url,
      auth: 'Sentry sentry_version=7, sentry_client=saleor-deploy/1, sentry_key=k',
    })
  })

  it.each(['', 'secret', 'https://sentry.io/7', 'https://k@sentry.io/', 'https://k@sentry.io/x'])(
    'The inputs for Sentry refuse the DSN %j without showing it',
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

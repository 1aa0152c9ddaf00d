import { UserError } from '../../errors.ts'

/**
 * The address and the header for events, from a DSN. https://develop.sentry.dev/sdk/overview/#parsing-the-dsn
 * @throws UserError `bad-input`, which doesn't show it
 */
export function ingestOf(dsn: string): { url: string; auth: string } {
  const url = URL.canParse(dsn) ? new URL(dsn) : undefined
  const [, prefix = '', project] = /^(.*)\/(\d+)\/?$/.exec(url?.pathname ?? '') ?? []
  if (url === undefined || url.username === '' || project === undefined)
    throw new UserError(
      'bad-input',
      "Input 'sentry-dsn' is no DSN.",
      'Copy it from the project in Sentry (Settings, Client Keys): https://key@host/number.',
    )
  return {
    url: `${url.protocol}//${url.host}${prefix}/api/${project}/envelope/`,
    auth: `Sentry sentry_version=7, sentry_client=saleor-deploy/1, sentry_key=${url.username}`,
  }
}

/** A test event in the format of Sentry's clients, one JSON per line. `now` in milliseconds. https://develop.sentry.dev/sdk/data-model/envelopes/ */
export function envelope(
  id: string,
  { release, environment, runUrl }: { release: string; environment: string; runUrl: string },
  now: number,
): string {
  const event = {
    ...{ event_id: id, timestamp: now / 1000, platform: 'other', level: 'info', release, environment },
    logger: 'saleor-deploy',
    message: { formatted: `Smoke test of ${release}: errors of ${environment} arrive here` },
    tags: { smoke_test: 'true' },
    // All test events are one issue, however many deploys there are.
    fingerprint: ['saleor-deploy-smoke-test'],
    extra: { run: runUrl },
  }
  return [{ event_id: id, sent_at: new Date(now).toISOString() }, { type: 'event' }, event]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
}

import { UserError } from '../../errors.ts'
import type { HttpResponse } from '../../runner/http/http.ts'
import type { Runner } from '../../runner/runner.ts'
import { type CheckResult, outside, statusOf } from '../check.ts'
import { excerpt } from '../outside/shop.ts'
import { envelope, ingestOf } from './sentry-event.ts'

/** The Sentry project, and the release to record there. */
export interface Sentry {
  /** `https://sentry.io` */
  url: string
  token: string
  organization: string
  project: string
  /** The DSN of the shop; without it no test event is sent. */
  dsn: string | undefined
  /** The shop's name for the release: Saleor's version. */
  release: string
  environment: string
  /** The page of this run. */
  runUrl: string
}

/** Seconds until an event must be found, because Sentry processes it in the background. */
const findWithin = 60

/**
 * Records the release and its deploy, sends a test event and finds it.
 * https://docs.sentry.io/api/releases/, https://docs.sentry.io/api/events/retrieve-an-event-for-a-project/
 */
export async function sentryResults(sentry: Sentry, eventId: string, runner: Runner): Promise<CheckResult[]> {
  const [marked, event] = await Promise.all([
    markRelease(sentry, runner),
    sentry.dsn === undefined ? undefined : findEvent(sentry, sentry.dsn, eventId, runner),
  ])
  return event === undefined ? marked : [...marked, event]
}

async function markRelease(sentry: Sentry, runner: Runner): Promise<CheckResult[]> {
  const { organization, project, release, environment, runUrl } = sentry
  const base = `/api/0/organizations/${organization}/releases/`
  const made = await ask(sentry, runner, base, { version: release, projects: [project], url: runUrl })
  const isThere = result('sentry release', `${release} is known to ${project}`, made, [201, 208])
  if (!isThere.passed) return [isThere]
  const path = `${base}${encodeURIComponent(release)}/deploys/`
  const dateFinished = new Date(runner.clock.now()).toISOString()
  const deployed = await ask(sentry, runner, path, {
    ...{ environment, projects: [project], url: runUrl, dateFinished },
  })
  return [
    isThere,
    result('sentry deploy', `${release} is marked as deployed to ${environment}`, deployed, [201]),
  ]
}

async function findEvent(sentry: Sentry, dsn: string, id: string, runner: Runner): Promise<CheckResult> {
  const { clock, cancelled } = runner
  const expected = 'a test event arrives and is found again'
  const ingest = ingestOf(dsn)
  const now = clock.now()
  const sent = await send(runner, {
    method: 'POST',
    url: ingest.url,
    headers: { 'content-type': 'application/x-sentry-envelope', 'x-sentry-auth': ingest.auth },
    body: envelope(id, sentry, now),
  })
  const arrived = result('sentry event', expected, sent, [200])
  if (!arrived.passed) return arrived
  const path = `/api/0/projects/${sentry.organization}/${sentry.project}/events/${id}/`
  for (;;) {
    const found = await ask(sentry, runner, path)
    const seconds = (clock.now() - now) / 1000
    const status = found instanceof Error ? undefined : found.status
    // An event is not found until it is processed; a wait changes nothing else.
    if (status !== 404 || seconds > findWithin) {
      const got = status === 200 ? `found after ${seconds.toFixed(1)} s` : undefined
      return { ...result('sentry event', expected, found, [200], got), seconds }
    }
    await clock.sleep(1, cancelled)
  }
}

async function ask(
  { url, token }: Sentry,
  runner: Runner,
  path: string,
  body?: object,
): Promise<HttpResponse | Error> {
  return await send(runner, {
    url: url.replace(/\/+$/, '') + path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
}

async function send(
  { http, cancelled }: Runner,
  request: Parameters<Runner['http']['request']>[0],
): Promise<HttpResponse | Error> {
  const answer = await http
    .request({ ...request, signal: cancelled })
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  cancelled.throwIfAborted()
  return answer
}

function result(
  name: string,
  expected: string,
  answer: HttpResponse | Error,
  right: readonly number[],
  well = expected,
): CheckResult {
  const common = { name, where: outside, severity: 'warning' as const, expected }
  if (answer instanceof Error) return { ...common, passed: false, got: answer.message, seconds: 0 }
  const passed = right.includes(answer.status)
  const got = passed ? well : `${statusOf(answer)}: ${excerpt(answer.body)}`
  return { ...common, passed, got, seconds: answer.seconds }
}

/** The inputs as they were read. */
export interface SentryInputs {
  'sentry-url': string
  'sentry-token': string | undefined
  'sentry-organization': string | undefined
  'sentry-project': string | undefined
  'sentry-dsn': string | undefined
  'sentry-release': string | undefined
  'sentry-environment': string
  'expect-version': string | undefined
}

/**
 * The Sentry project and release from the inputs; undefined without a token.
 * @throws UserError `bad-input` if an input beside the token is missing, or the DSN is invalid
 */
export function sentryFrom(inputs: SentryInputs, runUrl: string): Sentry | undefined {
  const { 'sentry-token': token, 'sentry-organization': organization, 'sentry-project': project } = inputs
  const release = inputs['sentry-release'] ?? saleorVersion(inputs['expect-version'])
  if (token === undefined) return undefined
  if (organization === undefined || project === undefined || release === undefined)
    throw new UserError(
      'bad-input',
      "Input 'sentry-token' is given without all that it is for.",
      "Give 'sentry-organization' and 'sentry-project' (their slugs), and 'sentry-release' or 'expect-version': Saleor names its releases by its version.",
    )
  if (inputs['sentry-dsn'] !== undefined) ingestOf(inputs['sentry-dsn'])
  return {
    ...{ token, organization, project, release, runUrl },
    ...{ url: inputs['sentry-url'], dsn: inputs['sentry-dsn'], environment: inputs['sentry-environment'] },
  }
}

/** Saleor's name for its release in Sentry: without the commit that may follow an image's version. */
function saleorVersion(version: string | undefined): string | undefined {
  return version?.replace(/^v/, '').replace(/-[0-9a-f]{7,}$/, '')
}

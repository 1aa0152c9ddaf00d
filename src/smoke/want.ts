import { createHash } from 'node:crypto'
import { split } from 'shlex'
import { UserError } from '../errors.ts'
import { addressesFrom } from '../host/address.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { smokeTest } from '../inputs/smoke-test.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import type { Probe } from './check.ts'
import type { Inside } from './inside/look-inside.ts'
import { baseOf, graphqlRequest, introspectionProbe, steadyProbes } from './outside.ts'
import { sentryFrom } from './sentry.ts'
import { readSeverities } from './severity.ts'
import { fileProbe, productionProbe, redirectProbe } from './site.ts'
import type { Wanted } from './together.ts'

type Inputs = InputsOf<typeof smokeTest>

/**
 * Turns the inputs into what is done.
 * @throws UserError `bad-input` for what doesn't fit together
 */
export async function want(inputs: Inputs, { context, clock }: Runner): Promise<Wanted> {
  const { timeout, interval, consecutive } = inputs
  refuseShortTimeout(inputs)
  const base = baseOf(inputs)
  const url = new URL(base)
  const inside = insideFrom(inputs)
  const sentry = sentryFrom(inputs, runUrl(context))
  // An id that no other run has; Sentry takes an event that comes twice only once.
  const eventId = createHash('sha256')
    .update(`${runUrl(context)} ${context.runAttempt} ${clock.now()}`)
    .digest('hex')
  return {
    steady: steadyProbes(inputs),
    repetition: { timeout, interval, consecutive },
    once: [
      introspectionProbe(inputs),
      ...redirectProbe(inputs),
      ...(inputs.production ? [productionProbe(inputs)] : []),
      ...inputs.files.map((file) => fileProbe(base, file)),
      ...(await ownChecks(inputs['own-checks'], base)),
    ],
    ...(url.protocol === 'https:'
      ? {
          certificate: {
            host: url.hostname,
            port: Number(url.port || 443),
            days: inputs['certificate-days'],
          },
        }
      : {}),
    ...(inputs['dashboard-url'] === undefined ? {} : { dashboard: inputs['dashboard-url'] }),
    ...(inputs['load-duration'] === 0
      ? {}
      : {
          load: {
            request: graphqlRequest(inputs, '{ shop { name } }'),
            rate: inputs['load-rate'],
            seconds: inputs['load-duration'],
            limits: inputs,
          },
        }),
    ...(inside === undefined ? {} : { inside }),
    ...(sentry === undefined ? {} : { sentry: { ...sentry, eventId: eventId.slice(0, 32) } }),
    severities: readSeverities(inputs.severities),
  }
}

function refuseShortTimeout({ timeout, interval, consecutive }: Inputs): void {
  const atLeast = (consecutive - 1) * interval
  if (timeout > atLeast) return
  throw new UserError(
    'bad-input',
    `Input 'timeout': ${timeout} s can't hold ${consecutive} rounds, ${interval} s apart.`,
    `Give a timeout above ${atLeast}s, or fewer consecutive rounds.`,
  )
}

/** A parser for YAML is loaded for those who have checks of their own. */
async function ownChecks(text: string | undefined, base: string): Promise<Probe[]> {
  if (text === undefined) return []
  const { readOwnChecks } = await import('./own-checks.ts')
  return readOwnChecks(text, base)
}

/** @throws UserError `bad-input` when there is a server and no way into it, or the other way round */
function insideFrom(inputs: Inputs): Inside | undefined {
  const { host, hosts, user, 'ssh-key': key } = inputs
  if (host === undefined && hosts.length === 0) return undefined
  if (host !== undefined && hosts.length > 0)
    throw new UserError('bad-input', "Inputs 'host' and 'hosts' are both given.", 'Give one of them.')
  if (user === undefined || key === undefined)
    throw new UserError(
      'bad-input',
      `Input '${host === undefined ? 'hosts' : 'host'}' is given without ${user === undefined ? "'user'" : "'ssh-key'"}.`,
      'Give both to look into the servers, or leave the servers out to ask from outside only.',
    )
  const { targets, jump } = addressesFrom({
    ...{ ...inputs, user, 'ssh-key': key },
    ...(host === undefined ? { hosts } : { host }),
  } as Parameters<typeof addressesFrom>[0])
  return {
    ...{ targets, jump, root: inputs.path, manage: wordsOf(inputs['manage-command']) },
    'expect-release': inputs['expect-release'],
    'expect-version': inputs['expect-version'],
    'max-queue': inputs['max-queue'],
  }
}

function wordsOf(command: string): string[] {
  try {
    return split(command)
  } catch {
    throw new UserError(
      'bad-input',
      `Input 'manage-command': "${command}" has a quote that nothing closes.`,
      'Write it as in a shell, such as python manage.py.',
    )
  }
}

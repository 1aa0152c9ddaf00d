import { createHash } from 'node:crypto'
import { split } from 'shlex'
import { assertSwarmInputs, smokeInSwarm } from '../desired/swarm.ts'
import { UserError } from '../errors.ts'
import { addressesFrom } from '../host/ssh/address.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { smokeTest } from '../inputs/smoke-test.ts'
import { readMetricChecks } from '../metrics/read.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import type { Probe } from './check.ts'
import type { Inside } from './inside/inspect.ts'
import { baseOf, graphqlRequest, introspectionProbe, steadyProbes } from './outside/probes.ts'
import { serviceProbes, withoutUrl } from './outside/services.ts'
import { fileProbe, productionProbe, redirectProbe } from './outside/site.ts'
import { sentryFrom } from './sentry/sentry.ts'
import { readSeverities } from './severity.ts'
import type { SmokePlan } from './together.ts'

type Inputs = InputsOf<typeof smokeTest>

/**
 * Turns the inputs into the plan of a smoke test.
 * @throws UserError `bad-input` for inputs that contradict each other
 */
export async function smokePlanOf(inputs: Inputs, { context, clock, log }: Runner): Promise<SmokePlan> {
  const { timeout, interval, consecutive } = inputs
  assertTimeoutFits(inputs)
  const base = baseOf(inputs)
  const url = new URL(base)
  const web = { ...inputs, 'health-path': inputs['health-path'].web }
  for (const name of withoutUrl(inputs))
    log.info(`health-path has a line for ${name}, and service-urls has none: it is not asked from outside.`)
  const inside = insideFrom(inputs)
  const sentry = sentryFrom(inputs, runUrl(context))
  // An id unique to this run; Sentry stores a repeated event only once.
  const eventId = createHash('sha256')
    .update(`${runUrl(context)} ${context.runAttempt} ${clock.now()}`)
    .digest('hex')
  return {
    steady: [...steadyProbes(web), ...serviceProbes(inputs)],
    repetition: { timeout, interval, consecutive },
    once: [
      introspectionProbe(web),
      ...redirectProbe(web),
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
            request: graphqlRequest(web, '{ shop { name } }'),
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

function assertTimeoutFits({ timeout, interval, consecutive }: Inputs): void {
  const atLeast = (consecutive - 1) * interval
  if (timeout > atLeast) return
  throw new UserError(
    'bad-input',
    `Input 'timeout': ${timeout} s can't hold ${consecutive} rounds, ${interval} s apart.`,
    `Give a timeout above ${atLeast}s, or fewer consecutive rounds.`,
  )
}

/** The YAML parser is loaded only for custom checks. */
async function ownChecks(text: string | undefined, base: string): Promise<Probe[]> {
  if (text === undefined) return []
  const { readOwnChecks } = await import('./outside/own-checks.ts')
  return readOwnChecks(text, base)
}

/** @throws UserError `bad-input` if there is a server without a login, or several forms of a server */
function insideFrom(inputs: Inputs): Inside | undefined {
  const { host, hosts, user, 'ssh-key': key } = inputs
  if (host === undefined && hosts.length === 0) {
    if (inputs['metric-checks'].length === 0) return undefined
    throw new UserError(
      'bad-input',
      "Input 'metric-checks' is given without 'host' or 'hosts'.",
      'Prometheus is asked from the hosts: name them, with user and ssh-key.',
    )
  }
  if (host !== undefined && hosts.length > 0)
    throw new UserError('bad-input', "Inputs 'host' and 'hosts' are both given.", 'Give one of them.')
  if (user === undefined || key === undefined)
    throw new UserError(
      'bad-input',
      `Input '${host === undefined ? 'hosts' : 'host'}' is given without ${user === undefined ? "'user'" : "'ssh-key'"}.`,
      'Give both to look into the servers, or leave the servers out to ask from outside only.',
    )
  if (inputs.engine === 'swarm') assertSwarmInputs(inputs, smokeInSwarm)
  const { targets, jump } = addressesFrom({
    ...{ ...inputs, user, 'ssh-key': key },
    ...(host === undefined ? { hosts } : { host }),
  } as Parameters<typeof addressesFrom>[0])
  return {
    ...{ targets, jump, hosts, root: inputs.path, manage: wordsOf(inputs['manage-command']) },
    'expect-release': inputs['expect-release'],
    'expect-version': inputs['expect-version'],
    'max-queue': inputs['max-queue'],
    metrics: { address: inputs['prometheus-address'], checks: readMetricChecks(inputs['metric-checks']) },
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

import pMap from 'p-map'
import type { Engine } from '../engine/engine.ts'
import { messageOf, UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { Address } from '../host/ssh/address.ts'
import { connect } from '../host/ssh/connect.ts'
import { assertAskable } from '../metrics/look.ts'
import { appServices } from '../model/desired.ts'
import {
  desiredOn,
  type Failure,
  type Fleet,
  type FleetHost,
  type FleetIntent,
  type FleetSettings,
} from '../model/fleet.ts'
import { serviceOf } from '../model/serving.ts'
import type { HostState } from '../model/step.ts'
import { allOf } from '../report/host-failures.ts'
import { details, duration, inlineCode, table } from '../report/markdown.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Runner } from '../runner/runner.ts'
import { missingPaths } from './host-paths.ts'
import { leftAccessories } from './left-accessories.ts'
import { preflight } from './preflight.ts'
import { assertNothingMissing } from './skipped.ts'

/** The state of one host's observation so far. */
interface HostObservation {
  name: string
  seconds: number
  host?: Host
  target?: HostState
  error?: unknown
}

/**
 * Connects to all hosts while the desired state is resolved, observes each, and refuses a run before anything changes.
 * @throws UserError with every problem on every host, and a table of all hosts
 */
export async function observeFleet(
  engine: Engine,
  addresses: readonly Address[],
  jump: Address | undefined,
  settings: FleetSettings,
  resolveDesired: ResolveDesired,
  runner: Runner,
): Promise<Fleet> {
  const connecting = connectAll(addresses, jump, settings, runner)
  const connected = connecting.then(connectedOf)
  // A login takes half a dozen round trips. When both fail, the error in the files counts.
  connected.catch(() => {})
  let intent: FleetIntent
  try {
    intent = await resolveDesired(connected)
  } catch (error) {
    void connecting.then((observations) => observations.forEach(({ host }) => host?.close()))
    throw error
  }
  const observations = await connecting
  await Promise.all(observations.map((observation) => observeOne(engine, observation, intent, runner)))
  try {
    runner.cancelled.throwIfAborted()
    return validate(observations, settings, intent, runner)
  } catch (error) {
    for (const { host } of observations) host?.close()
    throw error
  }
}

async function connectAll(
  addresses: readonly Address[],
  jump: Address | undefined,
  { parallel }: FleetSettings,
  { clock, cancelled, serving }: Runner,
): Promise<HostObservation[]> {
  const one = async (address: Address): Promise<HostObservation> => {
    const name = address.name ?? address.host
    const started = clock.now()
    const seconds = (): number => (clock.now() - started) / 1000
    try {
      return { name, host: await unlessCancelled(cancelled, connect(address, jump)), seconds: seconds() }
    } catch (error) {
      serving.note(name, { state: 'unknown' })
      return { name, error, seconds: seconds() }
    }
  }
  // sshd starts to drop unfinished logins at ten (MaxStartups), and a jump host sees all of them.
  return await pMap(addresses, one, { concurrency: jump === undefined ? parallel : Math.min(parallel, 5) })
}

/** @throws the cause when no host is connected */
function connectedOf(observations: readonly HostObservation[]): [Host, ...Host[]] {
  const [first, ...rest] = observations.flatMap(({ host }) => host ?? [])
  if (first === undefined) throw allOf(failuresOf(observations))
  return [first, ...rest]
}

async function observeOne(
  engine: Engine,
  observation: HostObservation,
  intent: FleetIntent,
  runner: Runner,
): Promise<void> {
  const { host } = observation
  if (host === undefined) return
  const started = runner.clock.now()
  runner.serving.note(host.name, { state: 'unknown' })
  try {
    const here = desiredOn(observation.name, intent)
    const observed = await unlessCancelled(runner.cancelled, engine.observe(host, here))
    runner.serving.note(host.name, serviceOf(observed, here))
    preflight(here, observed)
    if (here.metrics !== undefined) await unlessCancelled(runner.cancelled, assertAskable(host, here.metrics))
    for (const one of [...leftAccessories(here, observed), ...missingPaths(here, observed).warnings])
      runner.log.warning(one)
    observation.target = { desired: here, observed }
  } catch (error) {
    observation.error = error
  } finally {
    observation.seconds += (runner.clock.now() - started) / 1000
  }
}

function failuresOf(observations: readonly HostObservation[]): Failure[] {
  return observations.flatMap(({ name, error }) => (error === undefined ? [] : [{ host: name, error }]))
}

function validate(
  observations: readonly HostObservation[],
  settings: FleetSettings,
  intent: FleetIntent,
  { log }: Runner,
): Fleet {
  const failures = failuresOf(observations)
  const skipped = failures.filter((one) => mayBeSkipped(one, settings, intent.scheduler))
  const [first, ...rest] = primaryFirst(
    observations.flatMap(({ host, target }) =>
      host !== undefined && target !== undefined ? [{ host, ...target }] : [],
    ),
  )
  if (failures.length > skipped.length || first === undefined) {
    const error = allOf(failures)
    if (error instanceof UserError && observations.length > 1) error.report = observationTable(observations)
    throw error
  }
  assertNothingMissing(intent, skipped)
  for (const { host, error } of skipped) log.warning(`${host} is left out: ${messageOf(error)}`)
  return { members: [first, ...rest], skipped, settings }
}

/** Puts the first host that runs the app first: it touches the database. Others may run accessories alone. */
function primaryFirst(members: readonly FleetHost[]): FleetHost[] {
  const primary = members.find(({ desired }) => appServices(desired).length > 0)
  return primary === undefined ? [...members] : [primary, ...members.filter((one) => one !== primary)]
}

/** Whether a host may be skipped. Not the scheduler's: it may still run there, and a second one would start every task twice. */
function mayBeSkipped(
  { host, error }: Failure,
  { onUnreachable }: FleetSettings,
  scheduler: string,
): boolean {
  return (
    onUnreachable === 'skip' &&
    host !== scheduler &&
    error instanceof UserError &&
    error.reason === 'host-unreachable'
  )
}

/** A table of every host: which of them prevent a deploy and why, and which are slow. */
function observationTable(observations: readonly HostObservation[]): string {
  const rows = observations.map(({ name, seconds, error }) => [
    error === undefined ? '✅' : '❌',
    inlineCode(name),
    duration(seconds),
    error === undefined ? 'ready' : messageOf(error),
  ])
  return details(`All ${rows.length} hosts`, table(['', 'Host', 'Answered in', ''], rows))
}

/** Does the work with the fleet, then closes the connections and logs how few commands they carried. */
export async function withFleet<T>(
  opening: Promise<Fleet>,
  { log }: Runner,
  work: (fleet: Fleet) => Promise<T>,
): Promise<T> {
  const fleet = await opening
  const hosts = fleet.members.map(({ host }) => host)
  try {
    return await work(fleet)
  } finally {
    const count = hosts.reduce((sum, { commandCount }) => sum + commandCount, 0)
    log.info(
      `${count} commands over ${hosts.length === 1 ? 'one connection' : `${hosts.length} connections`}`,
    )
    for (const host of hosts) host.close()
  }
}

/** Resolves the desired state, from the runner's files or from what the connected hosts have. */
export type ResolveDesired = (hosts: Promise<readonly [Host, ...Host[]]>) => Promise<FleetIntent>

import pMap from 'p-map'
import { UserError } from '../errors.ts'
import type { Address } from '../host/connect.ts'
import { connect } from '../host/connect.ts'
import type { Host } from '../host/host.ts'
import { duration, inlineCode, table } from '../report/markdown.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Runner } from '../runner/runner.ts'
import { allOf, type Failure, messageOf } from './failures.ts'
import { observe } from './observe.ts'
import type { Target } from './plan.ts'
import { preflight } from './preflight.ts'
import type { Wanted } from './wanted.ts'

/** How a fleet is gone about, beside what is wanted on each host. */
export interface FleetSettings {
  /** How many hosts do a step at a time. */
  parallel: number
  /** Whether hosts that can't be reached may be left out. */
  onUnreachable: 'refuse' | 'skip'
}

/** What the fleet is to become. */
export interface Intent {
  wanted: Wanted
  /** The host that runs the scheduler. */
  scheduler: string
}

/** Decides what is wanted: from the runner's files, or from what the connected hosts have. */
export type Intend = (hosts: Promise<readonly [Host, ...Host[]]>) => Promise<Intent>

/** A host of the fleet, connected and looked at. */
export interface Member extends Target {
  host: Host
}

/** The hosts of one environment. The database is touched from the first. */
export interface Fleet {
  members: [Member, ...Member[]]
  skipped: Failure[]
  settings: FleetSettings
}

/** How it went on one host up to here. */
interface Look {
  name: string
  seconds: number
  host?: Host
  target?: Target
  error?: unknown
}

/**
 * Connects to all hosts while it is decided what is wanted, looks at each, and refuses before anything is changed.
 * @throws UserError with everything that is wrong on any host, and a table of all
 */
export async function survey(
  addresses: readonly Address[],
  jump: Address | undefined,
  settings: FleetSettings,
  intend: Intend,
  runner: Runner,
): Promise<Fleet> {
  const connecting = connectAll(addresses, jump, settings, runner)
  const connected = connecting.then(connectedOf)
  // Logging in is half a dozen round trips; when both fail, what is wrong in the files counts.
  connected.catch(() => {})
  let intent: Intent
  try {
    intent = await intend(connected)
  } catch (error) {
    void connecting.then((looks) => looks.forEach(({ host }) => host?.close()))
    throw error
  }
  const looks = await connecting
  await Promise.all(looks.map((look) => lookAt(look, intent, runner)))
  try {
    runner.cancelled.throwIfAborted()
    return judge(looks, settings, intent, runner)
  } catch (error) {
    for (const { host } of looks) host?.close()
    throw error
  }
}

async function connectAll(
  addresses: readonly Address[],
  jump: Address | undefined,
  { parallel }: FleetSettings,
  { clock, cancelled }: Runner,
): Promise<Look[]> {
  const one = async (address: Address): Promise<Look> => {
    const name = address.name ?? address.host
    const started = clock.now()
    const seconds = (): number => (clock.now() - started) / 1000
    try {
      return { name, host: await unlessCancelled(cancelled, connect(address, jump)), seconds: seconds() }
    } catch (error) {
      return { name, error, seconds: seconds() }
    }
  }
  // sshd begins to drop those who are still logging in at ten (MaxStartups), and a jump host sees them all.
  return await pMap(addresses, one, { concurrency: jump === undefined ? parallel : Math.min(parallel, 5) })
}

/** @throws what stood in the way, when not one host is connected */
function connectedOf(looks: readonly Look[]): [Host, ...Host[]] {
  const [first, ...rest] = looks.flatMap(({ host }) => host ?? [])
  if (first === undefined) throw allOf(failuresOf(looks))
  return [first, ...rest]
}

async function lookAt(look: Look, { wanted, scheduler }: Intent, runner: Runner): Promise<void> {
  const { host } = look
  if (host === undefined) return
  const started = runner.clock.now()
  try {
    const here = { ...wanted, schedules: look.name === scheduler }
    const seen = await unlessCancelled(runner.cancelled, observe(host, here))
    preflight(here, seen)
    look.target = { wanted: here, seen }
  } catch (error) {
    look.error = error
  } finally {
    look.seconds += (runner.clock.now() - started) / 1000
  }
}

function failuresOf(looks: readonly Look[]): Failure[] {
  return looks.flatMap(({ name, error }) => (error === undefined ? [] : [{ host: name, error }]))
}

function judge(
  looks: readonly Look[],
  settings: FleetSettings,
  { scheduler }: Intent,
  { log }: Runner,
): Fleet {
  const failures = failuresOf(looks)
  const skipped = failures.filter((one) => mayBeSkipped(one, settings, scheduler))
  const [first, ...rest] = looks.flatMap(({ host, target }) =>
    host !== undefined && target !== undefined ? [{ host, ...target }] : [],
  )
  if (failures.length > skipped.length || first === undefined) {
    const error = allOf(failures)
    if (error instanceof UserError && looks.length > 1) error.report = surveyTable(looks)
    throw error
  }
  for (const { host, error } of skipped) log.warning(`${host} is left out: ${messageOf(error)}`)
  return { members: [first, ...rest], skipped, settings }
}

/** Not the scheduler's: it may still run there, and a second one would start every task twice. */
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

/** Every host, well or not: who stands in the way of a deploy, why, and who is slow. */
function surveyTable(looks: readonly Look[]): string {
  return table(
    ['', 'Host', 'Answered in', ''],
    looks.map(({ name, seconds, error }) => [
      error === undefined ? '✅' : '❌',
      inlineCode(name),
      duration(seconds),
      error === undefined ? 'ready' : messageOf(error),
    ]),
  )
}

/** Does the work with the fleet, then ends the connections, and says how few commands they carried. */
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

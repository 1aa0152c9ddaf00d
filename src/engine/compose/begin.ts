import { messageOf, StepFailed, UserError } from '../../errors.ts'
import type { LockOwner, LockWait } from '../../host/lock-owner.ts'
import { Transaction } from '../../host/transaction.ts'
import type { Failure, FleetHost } from '../../model/fleet.ts'
import { allOf } from '../../report/host-failures.ts'
import { runUrl } from '../../runner/context.ts'
import type { Runner } from '../../runner/runner.ts'

/** What a run records about itself, besides who and when. */
type Operation = Pick<LockOwner, 'action'> & Partial<LockOwner>

/**
 * Takes the locks of all hosts. Every run starts with the host whose name sorts first, so that of two runs on one
 * fleet exactly one continues. A run that holds a lock waits for another one only in the order of the names, so there
 * is no deadlock.
 * @param locks receives the locks
 * @throws UserError `locked` or `not-ready`; then no lock is held
 */
export async function beginAll(
  members: readonly FleetHost[],
  locks: Map<string, Transaction>,
  runner: Runner,
): Promise<void> {
  const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1))
  if (first === undefined) return
  const { lockWait, rollback } = first.desired
  const takeOver = rollback?.takeOver === true
  const take = async (member: FleetHost, waitSeconds: number): Promise<void> => {
    locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner))
  }
  const unlock = async (): Promise<void> => {
    await Promise.all([...locks.values()].map((transaction) => transaction.abort()))
    locks.clear()
  }
  await take(first, lockWait)
  const failures: Failure[] = []
  await Promise.all(
    rest.map((member) =>
      take(member, 0).catch((error: unknown) => failures.push({ host: member.host.name, error })),
    ),
  )
  if (failures.length === 0) return
  await unlock()
  if (lockWait === 0 || !failures.every(({ error }) => isLocked(error))) throw allOf(failures)
  try {
    // Another run holds a part of the fleet: wait for each lock in turn.
    for (const member of [first, ...rest]) await take(member, lockWait)
  } catch (error) {
    await unlock()
    throw error
  }
}

/**
 * Takes the lock of one host, and undoes or finishes what an earlier run left there.
 * @throws UserError `locked` or `not-ready`
 */
export async function begin(member: FleetHost, lockWait: LockWait, runner: Runner): Promise<Transaction> {
  const { host, desired } = member
  try {
    return await Transaction.begin(host, desired.root, lockOwnerFor(member, runner), lockWait, runner)
  } catch (error) {
    // A guard that died while it took the lock has left its files: another guard removes them.
    if (error instanceof StepFailed && error.reason === 'guard-lost') await recover(member, runner)
    throw error
  }
}

/** What this run says about itself to others that want the lock. */
export function lockOwnerFor(member: FleetHost, runner: Runner): LockOwner {
  const operation = operationOf(member)
  return { ...lockOwnerOf(operation.action, member.desired.release.id, runner), ...operation }
}

function operationOf({ desired: { rollback, maintenance, task } }: FleetHost): Operation {
  if (task !== undefined) {
    const { action, reason, command, approval } = task
    return {
      ...{ action, reason },
      ...(command === undefined ? {} : { command: command.line }),
      ...(approval === undefined ? {} : { approval }),
    }
  }
  if (maintenance !== undefined)
    return { action: 'maintenance', state: maintenance.to === undefined ? 'off' : 'on' }
  return rollback === undefined
    ? { action: 'deploy' }
    : { action: 'rollback', from: rollback.from.id, database: rollback.database, reason: rollback.reason }
}

function lockOwnerOf(action: LockOwner['action'], release: string, { context, clock }: Runner): LockOwner {
  const since = new Date(clock.now()).toISOString()
  return { action, release, run: runUrl(context), actor: context.actor, since }
}

/** Seconds in which a lost host must be back, enough for a reboot. */
const recoverySeconds = 120

/**
 * Recovers a host after a lost connection: a new guard waits until the old one ends, plays its undo log, and releases
 * the lock. Returns the live release's folder afterwards; undefined when the host could not be reached in time.
 */
export async function recover(
  { host, desired }: Pick<FleetHost, 'host' | 'desired'>,
  runner: Runner,
): Promise<string | undefined> {
  const { clock, log, cancelled } = runner
  const deadline = clock.now() + (cancelled.aborted ? 5 : recoverySeconds) * 1000
  // A recovery must not stop half-way, and a cancelled job is killed soon.
  const steady = { log, cancelled: new AbortController().signal }
  for (;;) {
    try {
      await host.again()
      const lockOwner = lockOwnerOf('recover', desired.release.id, runner)
      const transaction = await Transaction.begin(host, desired.root, lockOwner, { waitSeconds: 60 }, steady)
      const { live } = transaction
      return (await transaction.abort()) ? live : undefined
    } catch (error) {
      if (clock.now() > deadline) return undefined
      log.info(`… ${host.name} does not answer yet: ${messageOf(error)}`)
      await clock.sleep(3)
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof UserError && error.reason === 'locked'
}

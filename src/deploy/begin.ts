import { StepFailed, UserError } from '../errors.ts'
import { type Holder, type Patience, Transaction } from '../host/transaction.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { allOf, type Failure } from './failures.ts'
import type { Member } from './survey.ts'

/** What a run says of itself, beside who and when. */
export type Doing = Pick<Holder, 'action'> & Partial<Holder>

/**
 * Takes the locks of all hosts. Everybody takes the first one by name first, so that of two runs on the same fleet
 * exactly one goes on. Nobody waits for one lock while holding another, but in the order of the names: no deadlock.
 * @param locks where they are put
 * @param doing what it is, when it is neither a deploy nor a rollback
 * @throws UserError `locked` or `not-ready`; then none is held
 */
export async function beginAll(
  members: readonly Member[],
  locks: Map<string, Transaction>,
  runner: Runner,
  doing?: Doing,
): Promise<void> {
  const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1))
  if (first === undefined) return
  const { lockWait, back } = first.wanted
  const takeOver = back?.takeOver === true
  const take = async (member: Member, waitSeconds: number): Promise<void> => {
    locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner, doing))
  }
  const letGo = async (): Promise<void> => {
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
  await letGo()
  if (lockWait === 0 || !failures.every(({ error }) => isLocked(error))) throw allOf(failures)
  try {
    // Another run holds a part of the fleet: each lock is waited for in turn.
    for (const member of [first, ...rest]) await take(member, lockWait)
  } catch (error) {
    await letGo()
    throw error
  }
}

async function begin(
  member: Member,
  patience: Patience,
  runner: Runner,
  doing = doingOf(member),
): Promise<Transaction> {
  const { host, wanted } = member
  const holder = { ...holderOf(doing.action, wanted.release.id, runner), ...doing }
  try {
    return await Transaction.begin(host, wanted.root, holder, patience, runner)
  } catch (error) {
    // A guard that died while it took the lock has left its files: another one removes them.
    if (error instanceof StepFailed && error.reason === 'guard-lost') await recover(member, runner)
    throw error
  }
}

function doingOf({ wanted: { back } }: Member): Doing {
  return back === undefined
    ? { action: 'deploy' }
    : { action: 'rollback', from: back.from.id, database: back.database, reason: back.reason }
}

function holderOf(action: Holder['action'], release: string, { context, clock }: Runner): Holder {
  const since = new Date(clock.now()).toISOString()
  return { action, release, run: runUrl(context), actor: context.actor, since }
}

/** Seconds in which a host that was lost must be back: a reboot takes that long. */
const patienceSeconds = 120

/**
 * After a lost connection: a new guard waits for the old one to end, plays what it left, and lets go. Returns the
 * live release's folder as it then is; undefined when the host could not be heard in time.
 */
export async function recover(
  { host, wanted }: Pick<Member, 'host' | 'wanted'>,
  runner: Runner,
): Promise<string | undefined> {
  const { clock, log, cancelled } = runner
  const deadline = clock.now() + (cancelled.aborted ? 5 : patienceSeconds) * 1000
  // What is made well here must not be stopped half-way, and the job's own end is near when it was cancelled.
  const steady = { log, cancelled: new AbortController().signal }
  for (;;) {
    try {
      await host.again()
      const holder = holderOf('recover', wanted.release.id, runner)
      const transaction = await Transaction.begin(host, wanted.root, holder, { waitSeconds: 60 }, steady)
      const { live } = transaction
      return (await transaction.abort()) ? live : undefined
    } catch (error) {
      if (clock.now() > deadline) return undefined
      log.info(
        `… ${host.name} does not answer yet: ${error instanceof Error ? error.message : String(error)}`,
      )
      await clock.sleep(3)
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof UserError && error.reason === 'locked'
}

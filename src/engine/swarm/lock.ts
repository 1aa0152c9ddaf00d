import { StepFailed, UserError } from '../../errors.ts'
import { readHolder } from '../../host/lock-owner.ts'
import type { Transaction } from '../../host/transaction.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { nonce } from '../../runner/chance.ts'
import { allWords, lastWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import type { Runner } from '../../runner/runner.ts'
import { begin, lockOwnerFor, recover } from '../compose/begin.ts'
import { recordsNow } from './observe.ts'
import { noteOwner } from './owner.ts'

/** Seconds besides `lock-wait` for a look at another run's lease: one that stands still for a minute has ended. */
const leaseSeconds = 180

/** The exit code of the guard's `lock_swarm` when another run owns the lock. */
const held = 75

/**
 * Takes the lock of the manager, as on any host, and then that of the cluster. When a dead run owned it, the cluster
 * converges to the live release first.
 * @param locks receives the manager's lock
 * @throws UserError `locked` or `not-ready`; then no lock is held
 */
export async function lock(
  [manager]: readonly FleetHost[],
  locks: Map<string, Transaction>,
  runner: Runner,
): Promise<void> {
  if (manager === undefined) return
  const { host, desired } = manager
  const transaction = await begin(manager, { waitSeconds: desired.lockWait }, runner)
  locks.set(host.name, transaction)
  try {
    await lockCluster(manager, transaction, runner)
  } catch (error) {
    locks.delete(host.name)
    // A guard that died meanwhile has left its log, and perhaps the cluster's lock: another guard removes them.
    if (!(await transaction.abort()) && !transaction.isLeft) await recover(manager, runner)
    throw error
  }
}

async function lockCluster(manager: FleetHost, transaction: Transaction, runner: Runner): Promise<void> {
  const { host, desired } = manager
  const project = desired.model.name
  const owner = nonce()
  noteOwner(transaction, owner)
  const told = JSON.stringify(lockOwnerFor(manager, runner))
  const ran = await transaction.attempt({
    undo: [['unlock_swarm', project, owner]],
    run: [['lock_swarm', project, owner, String(desired.lockWait), told]],
    seconds: desired.lockWait + leaseSeconds,
  })
  if (ran.code === held) throw isHeld(host.name, ran)
  if (ran.code !== 0)
    throw new UserError(
      'not-ready',
      `${host.name}: the lock of the cluster could not be taken: ${lastWords(ran)}`,
      'On a manager: docker node ls. The cluster needs most of its managers.',
    )
  if (ran.stdout.includes('recovered')) {
    runner.log.info(`${host.name}: a run that is gone owned the cluster; it converges to the live release`)
    await transaction.change(
      { run: [['converge_swarm', project, owner]] },
      (failed) =>
        new StepFailed(
          'start-failed',
          `${host.name}: the cluster could not be put back: ${allWords(failed)}`,
        ),
    )
    transaction.recovered = true
  }
  const { live } = await recordsNow(host, project)
  transaction.live = live === undefined ? '' : `releases/${live.release}`
  transaction.history = live?.number ?? 0
}

function isHeld(host: string, ran: Ran): UserError {
  const line = ran.stdout.split('\n').find((one) => one.startsWith('held ')) ?? ''
  const {
    run = 'another run',
    since = 'just now',
    actor = 'somebody',
  } = readHolder(line.slice('held '.length))
  return new UserError(
    'locked',
    `${host}: the cluster is being changed by ${run} (${actor}), since ${since}.`,
    'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.',
  )
}

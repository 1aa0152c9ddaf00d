import { StepFailed, UserError } from '../errors.ts'
import type { Log } from '../runner/log.ts'
import type { Ran } from '../runner/ran.ts'
import type { Runner } from '../runner/runner.ts'
import { Dialogue } from './dialogue.ts'
import { guardScript } from './guard.ts'
import type { Host } from './host.ts'
import { changeSeconds } from './limits.ts'
import { type LockOwner, type LockWait, readHolder } from './lock-owner.ts'
import { type Command, shellLine } from './quote.ts'
import { changeTookTooLong, engineHangs, leftForLater, namesOf, stillHangs } from './unresponsive.ts'

/** One change, made only after its undo is synced to the host's disk. */
export interface Change {
  /** Run backwards when the transaction aborts, the last one first. Each may run twice. */
  undo?: readonly Command[]
  /** Run forwards after the commit. */
  afterCommit?: readonly Command[]
  /** Run now, one after the other, until one fails. */
  run?: readonly Command[]
  /** The timeout in seconds; default half an hour. */
  seconds?: number
}

/** Seconds without a heartbeat after which the guard aborts; the dialogue sends one every three. */
const silenceSeconds = 15

/** The timeout for the commit record of the guard in seconds. */
const commitSeconds = 120

/** The timeout for one line of the undo log in seconds: some stop containers, each with its own grace period. */
const playSeconds = 1800

/** All changes of a run on one host, between begin and commit. The guard is its counterpart on the host. */
export class Transaction {
  readonly host: Host
  /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
  live = ''
  /** The size of the host's history in bytes when the lock was taken: each change adds to it. */
  history = 0
  /** Whether the guard had to undo or finish an earlier run. */
  recovered = false
  /** Whether the engine hung during the undo or clean-up: the rest is left for the next run. */
  isLeft = false
  private readonly guard: Dialogue
  private readonly log: Log
  private readonly cancelled: AbortSignal
  private lockOwner: string | undefined

  private constructor(host: Host, guard: Dialogue, log: Log, cancelled: AbortSignal) {
    this.host = host
    this.guard = guard
    this.log = log
    this.cancelled = cancelled
    cancelled.addEventListener('abort', () => guard.giveUp())
  }

  /**
   * Takes the host's lock, and undoes or finishes an earlier run.
   * @throws UserError `locked` or `not-ready`
   */
  static async begin(
    host: Host,
    root: string,
    lockOwner: LockOwner,
    { waitSeconds, takeOver = false }: LockWait,
    runner: Pick<Runner, 'log' | 'cancelled'>,
  ): Promise<Transaction> {
    const argv = [
      ...['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(lockOwner)],
      ...(takeOver ? ['take'] : []),
    ]
    const guard = new Dialogue(await host.converse(['bash', '-c', guardScript(), 'guard', ...argv]))
    const transaction = new Transaction(host, guard, runner.log, runner.cancelled)
    try {
      await transaction.ready(root, waitSeconds)
    } catch (error) {
      guard.end()
      throw error
    }
    return transaction
  }

  /**
   * Like {@link attempt}, but throws if a command fails.
   * @throws StepFailed `host-unresponsive` if it does not end, because the engine hangs or for another reason
   */
  async change(change: Change, failure: (ran: Ran) => Error): Promise<Ran> {
    const ran = await this.attempt(change)
    if (ran.code !== 0) throw failure(ran)
    return ran
  }

  /** Records the undo, runs the commands and returns the result, with both outputs in one. */
  async attempt({ undo = [], afterCommit = [], run = [], seconds = changeSeconds }: Change): Promise<Ran> {
    this.cancelled.throwIfAborted()
    for (const command of undo) this.guard.say(`undo ${shellLine(command)}`)
    for (const command of afterCommit) this.guard.say(`then ${shellLine(command)}`)
    if (run.length === 0) return { code: 0, stdout: '', stderr: '' }
    const result = await this.guard.ask(run.map(shellLine).join(' && '), seconds)
    this.cancelled.throwIfAborted()
    if (result === undefined) throw this.lost()
    if (result === 'late') throw changeTookTooLong(this.host.name, namesOf(run), seconds)
    if ('hung' in result) throw engineHangs(this.host.name, namesOf(run), result.hung)
    return result
  }

  /**
   * The point of no return. Returns once the new release is committed.
   * @throws StepFailed `guard-lost` if the guard did not confirm; then the host has undone or will undo everything
   */
  async commit(): Promise<void> {
    this.guard.say('commit')
    const receive = () => this.guard.receive(commitSeconds)
    for (let line = await receive(); line !== 'committed'; line = await receive())
      if (line === undefined || line === 'undone') throw this.lost()
  }

  /** Waits for the clean-up after the commit; false if some of it is left for the next run. */
  async finish(): Promise<boolean> {
    return (await this.played('finished', 'unfinished')) === 'finished'
  }

  /** Undoes everything. Returns false if the guard did not answer; it then undoes by itself. */
  async abort(): Promise<boolean> {
    this.guard.say('abort')
    return (await this.played('undone', 'undo-failed')) === 'undone'
  }

  /** Waits until the guard has played its log, and returns what it could not do. */
  private async played(...ends: readonly string[]): Promise<string | undefined> {
    const receive = () => this.guard.receive(playSeconds)
    let line = await receive()
    for (; line !== undefined && !ends.includes(line); line = await receive()) {
      const seconds = hangingSince(line)
      if (seconds === undefined) this.log.warning(`${this.host.name}: ${line}`)
      else {
        this.isLeft = true
        this.log.warning(leftForLater(this.host.name, seconds))
      }
    }
    this.guard.end()
    return line
  }

  private async ready(root: string, waitSeconds: number): Promise<void> {
    for (;;) {
      const line = await this.guard.receive(waitSeconds + playSeconds)
      const seconds = hangingSince(line)
      if (seconds !== undefined) throw stillHangs(this.host.name, seconds)
      const [word, ...rest] = line?.split(' ') ?? []
      const text = rest.join(' ')
      if (word === 'ready') {
        const [bytes, live = ''] = rest
        this.history = Number(bytes)
        this.live = live
        return
      }
      if (word === 'undoing' || word === 'finishing') {
        this.recovered = true
        this.log.info(`${this.host.name}: ${word} what an earlier run left half-done`)
      } else if (word === 'held') {
        this.lockOwner = text
        this.log.info(`${this.host.name}: ${this.locked().message}`)
      } else if (word === 'refused') throw refused(this.host.name, root, text)
      else if (word === undefined)
        throw this.lockOwner !== undefined
          ? this.locked()
          : this.guard.problems() === ''
            ? this.lost()
            : refused(this.host.name, root, this.guard.problems())
    }
  }

  private locked(): UserError {
    const { run = 'another run', since = 'just now', actor = 'somebody' } = readHolder(this.lockOwner ?? '')
    return new UserError(
      'locked',
      `${this.host.name} is being changed by ${run} (${actor}), since ${since}.`,
      'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.',
    )
  }

  private lost(): StepFailed {
    const taker = this.guard.taker
    if (taker !== undefined) {
      const { run = 'another run', actor = 'somebody' } = readHolder(taker)
      return new StepFailed(
        'taken-over',
        `${this.host.name}: ${run} (${actor}) took over; everything was put back.`,
      )
    }
    const why = this.guard.problems()
    return new StepFailed(
      'guard-lost',
      `${this.host.name}: lost contact with the guard. The host rolls this run back on its own.`,
      why,
    )
  }
}

/** The seconds without an answer of a hung engine, from the guard's message. */
function hangingSince(line = ''): number | undefined {
  const [word, seconds] = line.split(' ')
  return word === 'engine-hangs' ? Number(seconds) : undefined
}

function refused(host: string, root: string, why: string): UserError {
  const isLeft = why.includes('could not be undone')
  return new UserError(
    'not-ready',
    `${host}: ${why.trim() || 'the guard could not be started'}.`,
    isLeft
      ? `Read ${root}/guard.log on the server: it names each command that failed. Remove the cause, then run the job again.`
      : `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`,
  )
}

import { StepFailed, UserError } from '../errors.ts'
import type { Log } from '../runner/log.ts'
import type { Ran } from '../runner/process.ts'
import type { Runner } from '../runner/runner.ts'
import { Dialogue } from './dialogue.ts'
import { guardScript } from './guard.ts'
import type { Host } from './host.ts'
import { type Command, shellLine } from './quote.ts'

/** Who holds a host's lock: for those who come second, and for the host's `events.log`. */
export interface Holder {
  action: 'deploy' | 'rollback' | 'maintenance' | 'recover'
  run: string
  actor: string
  release: string
  /** ISO time. */
  since: string
  /** Of a rollback: the release that is left, what becomes of the database, and why. */
  from?: string
  database?: string
  reason?: string
  /** Of a maintenance: whether the shop is closed or opened. */
  state?: 'on' | 'off'
}

/** What is done about another run that holds the lock. */
export interface Patience {
  /** Seconds to wait until it lets go; 0 refuses at once. */
  waitSeconds: number
  /** Whether it is ended: it undoes what it did and lets go. One that is past its commit is waited for. */
  takeOver?: boolean
}

/** One change: done only after what undoes it is safe on the host's disk. */
export interface Change {
  /** Played backwards when the transaction aborts: the last one here first. Each may be played twice. */
  undo?: readonly Command[]
  /** Played forwards after the commit. */
  afterCommit?: readonly Command[]
  /** Done now, one after the other until one fails. */
  run?: readonly Command[]
}

/** Seconds without a sign of life after which the guard aborts; the dialogue gives one every three. */
const silenceSeconds = 15

/** All that a run changes on one host, between begin and commit. The guard on the host is its other half. */
export class Transaction {
  readonly host: Host
  /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
  live = ''
  /** Bytes of the host's history when the lock was taken: whoever changes anything adds to it. */
  history = 0
  /** Whether the guard had to undo or finish what an earlier run left. */
  recovered = false
  private readonly guard: Dialogue
  private readonly log: Log
  private readonly cancelled: AbortSignal
  private holder: string | undefined

  private constructor(host: Host, guard: Dialogue, log: Log, cancelled: AbortSignal) {
    this.host = host
    this.guard = guard
    this.log = log
    this.cancelled = cancelled
    cancelled.addEventListener('abort', () => guard.giveUp())
  }

  /**
   * Takes the host's lock and finishes what an earlier run left half-done.
   * @throws UserError `locked` or `not-ready`
   */
  static async begin(
    host: Host,
    root: string,
    holder: Holder,
    { waitSeconds, takeOver = false }: Patience,
    runner: Pick<Runner, 'log' | 'cancelled'>,
  ): Promise<Transaction> {
    const words = [
      ...['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(holder)],
      ...(takeOver ? ['take'] : []),
    ]
    const guard = new Dialogue(await host.converse(['bash', '-c', guardScript(), 'guard', ...words]))
    const transaction = new Transaction(host, guard, runner.log, runner.cancelled)
    try {
      await transaction.ready(root)
    } catch (error) {
      guard.end()
      throw error
    }
    return transaction
  }

  /** Like {@link attempt}, and throws when the command fails. */
  async change(change: Change, failure: (ran: Ran) => Error): Promise<Ran> {
    const ran = await this.attempt(change)
    if (ran.code !== 0) throw failure(ran)
    return ran
  }

  /** Notes the undo, runs the commands and returns how it went; both outputs come as one. */
  async attempt({ undo = [], afterCommit = [], run = [] }: Change): Promise<Ran> {
    this.cancelled.throwIfAborted()
    for (const command of undo) this.guard.say(`undo ${shellLine(command)}`)
    for (const command of afterCommit) this.guard.say(`then ${shellLine(command)}`)
    if (run.length === 0) return { code: 0, stdout: '', stderr: '' }
    const result = await this.guard.ask(run.map(shellLine).join(' && '))
    this.cancelled.throwIfAborted()
    if (result === undefined) throw this.lost()
    return result
  }

  /**
   * The point of no return. Returns once the new release is the one that stays.
   * @throws StepFailed `guard-lost` when the guard did not confirm; then the host has undone or will undo everything
   */
  async commit(): Promise<void> {
    this.guard.say('commit')
    for (let line = await this.guard.hear(); line !== 'committed'; line = await this.guard.hear())
      if (line === undefined || line === 'undone') throw this.lost()
  }

  /** Waits until the guard has done what was noted for after the commit; false when it had to leave some of it. */
  async finish(): Promise<boolean> {
    let line = await this.guard.hear()
    while (line !== undefined && line !== 'finished' && line !== 'unfinished') {
      this.log.warning(`${this.host.name}: ${line}`)
      line = await this.guard.hear()
    }
    this.guard.end()
    return line === 'finished'
  }

  /** Undoes everything. Returns false when the guard could not be heard; it then undoes by itself. */
  async abort(): Promise<boolean> {
    this.guard.say('abort')
    let line = await this.guard.hear()
    while (line !== undefined && line !== 'undone' && line !== 'undo-failed') {
      this.log.warning(`${this.host.name}: ${line}`)
      line = await this.guard.hear()
    }
    this.guard.end()
    return line === 'undone'
  }

  private async ready(root: string): Promise<void> {
    for (;;) {
      const [word, ...rest] = (await this.guard.hear())?.split(' ') ?? []
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
        this.holder = text
        this.log.info(`${this.host.name}: ${this.locked().message}`)
      } else if (word === 'refused') throw refused(this.host.name, root, text)
      else if (word === undefined)
        throw this.holder !== undefined
          ? this.locked()
          : this.guard.complaints() === ''
            ? this.lost()
            : refused(this.host.name, root, this.guard.complaints())
    }
  }

  private locked(): UserError {
    const { run = 'another run', since = 'just now', actor = 'somebody' } = readHolder(this.holder ?? '')
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
    const why = this.guard.complaints()
    return new StepFailed(
      'guard-lost',
      `${this.host.name}: the guard on the host fell silent; the host undoes this run by itself.`,
      why,
    )
  }
}

function refused(host: string, root: string, why: string): UserError {
  return new UserError(
    'not-ready',
    `${host}: ${why.trim() || 'the guard could not be started'}.`,
    `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`,
  )
}

function readHolder(json: string): Partial<Holder> {
  try {
    return JSON.parse(json) as Partial<Holder>
  } catch {
    return {}
  }
}

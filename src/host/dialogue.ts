import type { Ran } from '../runner/ran.ts'
import { after } from './deadline.ts'
import type { Conversation } from './host.ts'

/** Why a command has no result: its engine has hung for some seconds, or it took too long. */
export type Unanswered = { hung: number } | 'late'

/** Seconds between two heartbeats. */
const heartbeatSeconds = 3

/**
 * The lines between a run and the guard. The answer to a command goes to its caller; all other lines are
 * received in order. It sends heartbeats until it ends.
 */
export class Dialogue {
  private readonly guard: Conversation
  private readonly heartbeat: NodeJS.Timeout
  private readonly pending = new Map<number, (ran: Ran | Unanswered | undefined) => void>()
  private readonly lines: string[] = []
  private wake: () => void = () => {}
  private count = 0
  private isOver = false
  /** The run that took over, as the guard reported it; undefined without one. */
  taker: string | undefined

  constructor(guard: Conversation) {
    this.guard = guard
    this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000)
    void this.listen()
  }

  say(line: string): void {
    this.guard.say(line)
  }

  /** Runs a line and waits for its result; undefined if the guard is gone or {@link giveUp} was called. */
  async ask(line: string, seconds: number): Promise<Ran | Unanswered | undefined> {
    if (this.isOver) return undefined
    const number = ++this.count
    const ran = new Promise<Ran | Unanswered | undefined>((resolve) => this.pending.set(number, resolve))
    const callOff = after(seconds, () => this.answer(number, 'late'))
    this.guard.say(`run ${number} ${line}`)
    return await ran.finally(callOff)
  }

  /**
   * The next line that is no answer to a command; undefined if the guard has ended, the connection is gone, or no line came
   * in time.
   */
  async receive(seconds: number): Promise<string | undefined> {
    const until = performance.now() + seconds * 1000
    const callOff = after(seconds, () => this.wake())
    while (this.lines.length === 0 && !this.isOver && performance.now() < until)
      await new Promise<void>((resolve) => (this.wake = resolve))
    callOff()
    return this.lines.shift()
  }

  /** The guard's standard error. */
  problems(): string {
    return this.guard.problems().trim()
  }

  /** Ends all waits for results of commands. */
  giveUp(): void {
    for (const resolve of this.pending.values()) resolve(undefined)
    this.pending.clear()
  }

  /** Ends the heartbeats. */
  end(): void {
    clearInterval(this.heartbeat)
  }

  private answer(number: number, ran: Ran | Unanswered): void {
    this.pending.get(number)?.(ran)
    this.pending.delete(number)
  }

  private async listen(): Promise<void> {
    for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
      const [word, number, code, output = ''] = line.split(' ')
      if (word === 'ran') {
        const stdout = Buffer.from(output, 'base64').toString()
        this.answer(Number(number), { code: Number(code), stdout, stderr: '' })
      } else if (word === 'hung') this.answer(Number(number), { hung: Number(code) })
      else if (word === 'taken-over') this.taker = line.slice('taken-over '.length)
      else {
        this.lines.push(line)
        this.wake()
      }
    }
    this.isOver = true
    this.giveUp()
    this.wake()
  }
}

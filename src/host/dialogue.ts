import type { Ran } from '../runner/process.ts'
import type { Conversation } from './host.ts'

/** Seconds between two signs of life. */
const heartbeatSeconds = 3

/**
 * The lines between a run and the guard: what the guard answers to a command goes to whoever asked for it, all else is
 * heard in order. Says that the run is alive until it is ended.
 */
export class Dialogue {
  private readonly guard: Conversation
  private readonly heartbeat: NodeJS.Timeout
  private readonly pending = new Map<number, (ran: Ran | undefined) => void>()
  private readonly said: string[] = []
  private wake: () => void = () => {}
  private count = 0
  private isOver = false
  /** Who had the guard give way, as it said it; undefined while nobody has. */
  taker: string | undefined

  constructor(guard: Conversation) {
    this.guard = guard
    this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000)
    void this.listen()
  }

  say(line: string): void {
    this.guard.say(line)
  }

  /** Has a line run and waits for its result; undefined when the guard is gone or {@link giveUp} was called. */
  async ask(line: string): Promise<Ran | undefined> {
    if (this.isOver) return undefined
    const number = ++this.count
    const ran = new Promise<Ran | undefined>((resolve) => this.pending.set(number, resolve))
    this.guard.say(`run ${number} ${line}`)
    return await ran
  }

  /** The next line that is no answer to a command; undefined when the guard has ended or the connection is gone. */
  async hear(): Promise<string | undefined> {
    while (this.said.length === 0 && !this.isOver) await new Promise<void>((resolve) => (this.wake = resolve))
    return this.said.shift()
  }

  /** What the guard wrote to standard error. */
  complaints(): string {
    return this.guard.complaints().trim()
  }

  /** Whoever waits for a command's result gets none. */
  giveUp(): void {
    for (const resolve of this.pending.values()) resolve(undefined)
    this.pending.clear()
  }

  /** No more signs of life. */
  end(): void {
    clearInterval(this.heartbeat)
  }

  private async listen(): Promise<void> {
    for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
      const [word, number, code, output = ''] = line.split(' ')
      if (word === 'ran') {
        const stdout = Buffer.from(output, 'base64').toString()
        this.pending.get(Number(number))?.({ code: Number(code), stdout, stderr: '' })
        this.pending.delete(Number(number))
      } else if (word === 'taken-over') this.taker = line.slice('taken-over '.length)
      else {
        this.said.push(line)
        this.wake()
      }
    }
    this.isOver = true
    this.giveUp()
    this.wake()
  }
}

import { UserError } from '../../../src/errors.ts'
import type { Conversation, Host } from '../../../src/host/host.ts'
import type { LockOwner } from '../../../src/host/lock-owner.ts'
import type { Command } from '../../../src/host/quote.ts'
import type { Ran } from '../../../src/runner/ran.ts'
import { commandsIn } from '../shell-words.ts'
import { answersLine } from './answers.ts'
import { briefly, changes } from './brief.ts'
import { type Answer, perform } from './commands.ts'
import { Faults } from './faults.ts'
import { Machine } from './machine.ts'
import { ScriptedGuard } from './scripted-guard.ts'
import type { World } from './world.ts'

/**
 * A host that has no engine, no disk and no network, and behaves as if: what is done to it shows when it is looked at,
 * and what is undone is gone. Any command can be made to fail, to take long, to hang, or to be where the line is cut.
 */
export class ScriptedHost implements Host {
  readonly name: string
  readonly world: World
  readonly machine: Machine
  readonly faults = new Faults()
  /** What a transaction on this host would undo: there is one while it is open, or after its guard was killed. */
  undoLog: string[] | undefined
  /** The lock: what tells the next one that it is free. */
  lock: Promise<void> | undefined
  /** Who holds the lock, for those who come second. */
  lockOwner = ''
  /** Until then nobody can connect, milliseconds. */
  awayUntil = 0
  /** How many commands had changed the host when its guard was told to commit. */
  changesAtCommit = 0
  commandCount = 0
  isConnected = true
  private guard: ScriptedGuard | undefined

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
    this.machine = new Machine(world)
  }

  async run(command: Command, input = ''): Promise<Ran> {
    this.commandCount++
    this.refuseIfGone()
    const [shell, , , program] = command
    if (shell === 'bash' && program === 'pull') return await this.done(command.slice(3))
    if (shell !== 'bash' || program !== 'inspect') return await this.done(command, input)
    return { ...(await this.look(input)), stderr: '' }
  }

  async converse(command: Command): Promise<Conversation> {
    this.commandCount++
    this.refuseIfGone()
    const [, , wait = '', lockOwner = '', take] = command.slice(command.indexOf('transaction') + 1)
    this.guard = new ScriptedGuard(this, lockOwner, Number(wait), take === 'take')
    return this.guard
  }

  async again(): Promise<void> {
    this.isConnected = this.world.clock.now() >= this.awayUntil
    this.refuseIfGone()
  }

  /** The line is cut, and with it the guard's; or the guard alone is killed. */
  lose(what: 'cut' | 'kill'): void {
    if (what === 'cut') this.isConnected = false
    this.guard?.lose(what)
  }

  close(): void {
    this.isConnected = false
  }

  /** Another run holds the lock for so long. */
  heldFor(seconds: number, lockOwner: Partial<LockOwner> = { run: 'run 7', actor: 'bob' }): void {
    this.lockOwner = JSON.stringify(lockOwner)
    this.lock = this.world.clock.sleep(seconds).then(() => void (this.lock = undefined))
  }

  /** Does a command, or what was scripted to come of it, and writes it down. */
  async done(command: readonly string[], input = ''): Promise<Ran> {
    const line = briefly(command)
    const answer = (await this.faults.met(line, changes(command), this)) ?? this.perform(command, input)
    return { code: 0, stdout: '', stderr: '', ...answer }
  }

  private perform(command: readonly string[], input: string): Answer {
    if (command[0] === 'pull') {
      for (const image of command.slice(1)) this.machine.images.add(image)
      this.world.note(this, briefly(command))
      return {}
    }
    const answer = perform(this.machine, command, input)
    if (changes(command)) this.world.note(this, briefly(command))
    return answer
  }

  private async look(lines: string): Promise<Omit<Ran, 'stderr'>> {
    const questions = commandsIn(lines.trim().split('\n').join(' && '))
    const answers = await Promise.all(questions.map((one) => this.done(one)))
    return { code: 0, stdout: answersLine(answers) }
  }

  private refuseIfGone(): void {
    if (!this.isConnected)
      throw new UserError('host-unreachable', `${this.name} can't be reached.`, 'See that it runs.')
  }
}

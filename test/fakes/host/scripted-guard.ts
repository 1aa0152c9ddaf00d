import type { Conversation } from '../../../src/host/host.ts'
import { commandsIn } from '../shell-words.ts'
import { refusal } from './log-verbs.ts'
import type { ScriptedHost } from './scripted-host.ts'

const root = '/opt/shop'

/**
 * The guard's side of a transaction on a scripted host: takes the lock, notes what undoes and what follows, runs commands,
 * and plays its log backwards when it is told to, or when the line is cut.
 */
export class ScriptedGuard implements Conversation {
  private readonly host: ScriptedHost
  private readonly said: string[] = []
  private readonly later: string[] = []
  private wake: () => void = () => {}
  private isOver = false
  private isUndoing = false
  private isCut = false
  /** Why no more is changed: something may not stand in the log. */
  private refused: string | undefined
  private unlock: (() => void) | undefined
  /** What is being done one after the other; a command that hangs does not stand in the way of an abort. */
  private turn: Promise<void>

  constructor(host: ScriptedHost, lockOwner: string, wait: number, take: boolean) {
    this.host = host
    this.turn = this.begin(lockOwner, wait, take)
  }

  say(line: string): void {
    if (line === 'beat') return
    if (line === 'abort') void this.rollBack()
    else this.turn = this.turn.then(() => this.receive(line))
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      if (this.isCut) return undefined
      if (this.said.length > 0) return this.said.shift()
      if (this.isOver) return undefined
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  /** Whoever it talked to is gone, so it undoes everything; or it is gone itself, and its log stays. */
  lose(what: 'cut' | 'kill'): void {
    this.isCut = true
    if (what === 'cut') void this.rollBack()
    else this.end()
    this.wake()
  }

  problems(): string {
    return ''
  }

  private async begin(lockOwner: string, wait: number, take: boolean): Promise<void> {
    const { host } = this
    if (host.lock !== undefined) {
      this.tell(`held ${host.lockOwner}`)
      if (wait === 0 && !take) return this.end()
      const patience = host.world.clock.sleep(take ? 180 : wait).then(() => 'too late')
      if ((await Promise.race([host.lock.then(() => 'free'), patience])) === 'too late') return this.end()
    }
    host.lock = new Promise((resolve) => {
      this.unlock = resolve
    })
    host.lockOwner = lockOwner
    host.world.journal.push(`${host.name}: lock`)
    if (host.undoLog !== undefined) {
      this.tell('undoing')
      await this.playUndo(host.undoLog)
    }
    host.undoLog = []
    const history = host.machine.files.get(`${root}/events.log`)?.length ?? 0
    this.tell(`ready ${history} ${host.machine.links.get('live') ?? ''}`)
  }

  private async receive(line: string): Promise<void> {
    if (this.isOver || this.isUndoing) return
    const [word = ''] = line.split(' ')
    const rest = line.slice(word.length + 1)
    if (word === 'undo' || word === 'then') this.refused ??= refusal(rest)
    if (word === 'undo') this.host.undoLog?.push(rest)
    else if (word === 'then') this.later.push(rest)
    else if (word === 'commit') await this.commit()
    else if (word === 'run') await this.run(rest)
  }

  private async run(numbered: string): Promise<void> {
    const [number = ''] = numbered.split(' ')
    let [code, output] = this.refused === undefined ? [0, ''] : [1, `${this.refused}: not done.`]
    for (const command of commandsIn(numbered.slice(number.length + 1))) {
      if (this.refused !== undefined) break
      const ran = await this.host.done(command)
      // It was ended as a whole.
      if (this.isOver || this.isUndoing) return
      output += ran.stdout
      code = ran.code
      if (code !== 0) break
    }
    this.tell(`ran ${number} ${code} ${Buffer.from(output).toString('base64')}`)
  }

  private async commit(): Promise<void> {
    const { host } = this
    host.changesAtCommit = host.faults.changes
    await host.faults.met('commit', false, host)
    if (this.isOver || this.isUndoing) return
    host.undoLog = undefined
    host.world.journal.push(`${host.name}: commit`)
    this.event('live')
    this.tell('committed')
    await host.faults.met('committed', false, host)
    const failed = await this.play(this.later)
    this.tell(failed ? 'unfinished' : 'finished')
    this.end()
  }

  private async rollBack(): Promise<void> {
    if (this.isOver || this.isUndoing) return
    this.isUndoing = true
    const log = this.host.undoLog ?? []
    if (log.length > 0) this.event('undone')
    const failed = await this.playUndo(log)
    this.tell(failed ? 'undo-failed' : 'undone')
    this.end()
  }

  private async playUndo(log: readonly string[]): Promise<boolean> {
    this.host.world.journal.push(`${this.host.name}: undo`)
    const failed = await this.play(log.toReversed())
    if (!failed) this.host.undoLog = undefined
    return failed
  }

  /** Whether any of the lines failed; those after it are played all the same. */
  private async play(lines: readonly string[]): Promise<boolean> {
    let failed = false
    for (const line of lines) {
      const [command = []] = commandsIn(line)
      const { code, stdout } = await this.host.done(command)
      failed ||= code !== 0
      if (code !== 0) this.tell(`stuck ${stdout.trim()}`)
    }
    return failed
  }

  private event(result: string): void {
    const path = `${root}/events.log`
    const { files } = this.host.machine
    files.set(path, `${files.get(path) ?? ''}{"result":"${result}",${this.host.lockOwner.slice(1)}\n`)
  }

  private tell(line: string): void {
    this.said.push(line)
    this.wake()
  }

  private end(): void {
    this.isOver = true
    if (this.unlock !== undefined) this.host.lock = undefined
    this.unlock?.()
    this.wake()
  }
}

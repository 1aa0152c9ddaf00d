import type { Answer } from './commands.ts'
import type { ScriptedHost } from './scripted-host.ts'

/**
 * What comes of a command in place of what would: it fails with these words, or does something first (take its time, cancel the
 * job). `cut`: the connection breaks before it is done, `kill`: the guard dies with its log unplayed. `hangs`: it never ends, from when this was done on.
 */
export type Fault =
  | { fails: string }
  | { first: () => void | Promise<void> }
  | { hangs: () => void }
  | 'cut'
  | 'kill'

interface Rule {
  fits: (line: string, isChange: boolean) => boolean
  /** How many of these go well before. */
  spared: number
  fault: Fault
}

/** What is scripted to go wrong on a host. Each goes wrong once. */
export class Faults {
  /** How many commands have changed the host, or were to. */
  changes = 0
  /** The command that went wrong last. */
  hit = ''
  private rules: Rule[] = []

  /** The command that contains this text, or the one after so many of them. */
  at(text: string, fault: Fault, spared = 0): void {
    this.rules.push({ fits: (line) => line.includes(text), spared, fault })
  }

  /** The nth command that changes the host, from 0; any. */
  atChange(index: number, fault: Fault): void {
    this.rules.push({ fits: (_, isChange) => isChange, spared: index, fault })
  }

  /** What a command that was scripted so answers; undefined when it is to be done as usual. */
  async met(line: string, isChange: boolean, host: ScriptedHost): Promise<Answer | undefined> {
    if (isChange) this.changes++
    const fault = this.take(line, isChange)
    if (fault === undefined) return undefined
    this.hit = line
    if (fault === 'cut' || fault === 'kill') {
      host.lose(fault)
      return { code: 255 }
    }
    if ('fails' in fault) return { code: 1, stdout: `${fault.fails}\n` }
    if ('hangs' in fault) {
      fault.hangs()
      return await new Promise<never>(() => {})
    }
    await fault.first()
    return undefined
  }

  private take(line: string, isChange: boolean): Fault | undefined {
    for (const rule of this.rules.filter((one) => one.fits(line, isChange))) {
      if (rule.spared-- > 0) continue
      this.rules = this.rules.filter((one) => one !== rule)
      return rule.fault
    }
    return undefined
  }
}

import type { Ran } from '../../../src/runner/ran.ts'
import { ScriptedHost } from '../host/scripted-host.ts'
import type { FakeSwarm } from './swarm.ts'
import { changesSwarm, perform } from './verbs.ts'

/** A manager of a Swarm in memory: a host with a guard, where `docker` and the guard's verbs act on what all managers share. */
export class Manager extends ScriptedHost {
  readonly swarm: FakeSwarm

  constructor(name: string, swarm: FakeSwarm) {
    super(name, swarm.world)
    this.swarm = swarm
  }

  /** Does a command, or what was scripted to come of it. */
  override async done(command: readonly string[]): Promise<Ran> {
    const [verb = '', second = '', third = ''] = command
    const line = `${verb} ${second.length > 40 ? '…' : second} ${third.length > 40 ? '…' : third}`.trim()
    const answer =
      (await this.faults.met(line, changesSwarm(command), this)) ?? (await perform(this, command))
    return { code: 0, stdout: '', stderr: '', ...answer }
  }
}

import type { Migration } from '../../../src/model/database.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { ScriptedHost } from './scripted-host.ts'

/** How the containers of a release behave on any host, from the moment on that they start. */
export interface Behaviour {
  /** Seconds until web answers; `Infinity` for never. */
  answersAfter?: number
  /** Seconds until a container exits. */
  fallsAfter?: number
  /** Percent of the requests that web answers with 5xx. */
  failsPercent?: number
}

/** The one database of a fleet. */
export interface FakeDatabase {
  pending: Migration[]
  applied: string[]
  schema: Record<string, string>
  /** `live`, or `restored` once a restore has swapped it in. */
  data: 'live' | 'restored'
  /** What the migration command says when it fails. */
  failure?: string
}

/** Some hosts, their database and their clock: what a run can see and change. */
export class World {
  readonly clock = new VirtualClock()
  readonly hosts: ScriptedHost[]
  readonly database: FakeDatabase = { pending: [], applied: [], schema: { core: '0001' }, data: 'live' }
  /** All that changed anything on any host, in order: `a: docker start shop-web-2`. */
  readonly journal: string[] = []
  /** Moments at which there was no web for customers, or more than one scheduler, as the line that made it so. */
  readonly mishaps: string[] = []
  private readonly behaviours = new Map<string, Behaviour>()

  constructor(...names: string[]) {
    this.hosts = names.map((name) => new ScriptedHost(name, this))
  }

  host(name: string): ScriptedHost {
    const host = this.hosts.find((one) => one.name === name)
    if (host === undefined) throw new Error(`no host ${name}`)
    return host
  }

  /** Sets how a release's containers behave; of one service, or of all. */
  behave(release: string, behaviour: Behaviour, service = ''): void {
    this.behaviours.set(`${release} ${service}`, behaviour)
  }

  behaviourOf(release: string, service: string): Behaviour {
    return this.behaviours.get(`${release} ${service}`) ?? this.behaviours.get(`${release} `) ?? {}
  }

  /** Writes down what was done, and whether customers or tasks suffered by it. */
  note(host: ScriptedHost, line: string): void {
    this.journal.push(`${host.name}: ${line}`)
    const schedulers = this.hosts.flatMap(({ machine }) => machine.running('beat'))
    if (schedulers.length > 1) this.mishaps.push(`two schedulers after ${host.name}: ${line}`)
    if (host.machine.wasServing && !host.machine.serves()) {
      this.mishaps.push(`no web after ${host.name}: ${line}`)
      host.machine.wasServing = false
    }
    host.machine.wasServing ||= host.machine.serves()
  }
}

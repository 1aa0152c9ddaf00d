import { definitionLabel, releaseLabel } from '../../../src/compose/labels.ts'
import { labels, liveConfig } from '../../../src/engine/swarm/records.ts'
import type { Stack } from '../../../src/model/swarm.ts'
import { World } from '../host/world.ts'
import { Manager } from './manager.ts'

/** A config or secret of the cluster. */
export interface FakeObject {
  kind: string
  labels: Record<string, string>
  data: string
}

/** A service as it was declared last, and since when. */
export interface FakeService {
  definition: string
  /** Empty for what is of no release. */
  release: string
  image: string
  replicas: number | 'global'
  /** What it was before, while that is being replaced. */
  before: { definition: string; release: string } | undefined
  since: number
}

/** Seconds until new tasks run in place of the old ones. */
const replacing = 4

/** What the managers of a Swarm agree on: it is the same, whichever of them is asked. */
export class FakeSwarm {
  readonly world = new World()
  readonly managers: Manager[]
  readonly objects = new Map<string, FakeObject>()
  readonly services = new Map<string, FakeService>()
  /** Releases whose web is never healthy. */
  readonly unhealthy = new Set<string>()
  /** The status with which each edge answers; `none` when it can't be asked. */
  edgeAnswers = (): string => '200'
  /** The nonce of the run whose lease each node carries. */
  readonly leases = new Map<string, string>()

  constructor(...names: string[]) {
    this.managers = names.map((name) => new Manager(name, this))
  }

  manager(name: string): Manager {
    const manager = this.managers.find((one) => one.name === name)
    if (manager === undefined) throw new Error(`no manager ${name}`)
    return manager
  }

  /** Puts a release there that serves. */
  serve(project: string, id: string, record: unknown, stack: Stack): void {
    const own = { [labels.project]: project, [labels.root]: '/opt/shop', [labels.release]: id }
    const data = JSON.stringify(stack)
    this.objects.set(`${project}.${id}`, {
      ...{ kind: 'config', data },
      labels: { ...own, [labels.record]: JSON.stringify(record), [labels.objects]: '' },
    })
    this.objects.set(liveConfig(project, 1), { kind: 'config', data, labels: own })
    this.declare(stack, false)
    for (const service of this.services.values()) service.before = undefined
  }

  /** `docker stack deploy`: what is as it was declared is left alone, as Swarm does it. */
  declare({ services }: Stack, prune: boolean): void {
    if (prune) for (const name of this.services.keys()) if (!(name in services)) this.services.delete(name)
    for (const [name, { labels: own = {}, deploy, image = '' }] of Object.entries(services)) {
      const wanted = { definition: own[definitionLabel] ?? '', release: own[releaseLabel] ?? '', image }
      const now = this.services.get(name)
      const replicas = deploy?.mode === 'global' ? 'global' : (deploy?.replicas ?? 1)
      if (now?.definition === wanted.definition && now.replicas === replicas) continue
      const before = now === undefined ? undefined : { definition: now.definition, release: now.release }
      this.services.set(name, { ...wanted, replicas, before, since: this.world.clock.now() })
    }
  }

  /** How far Swarm is with a service. */
  stateOf(
    name: string,
    { release, before, since }: FakeService,
  ): 'none' | 'updating' | 'paused' | 'completed' {
    const isStuck = name === 'web' && this.unhealthy.has(release)
    const age = (this.world.clock.now() - since) / 1000
    if (before === undefined) return 'none'
    if (isStuck) return age > 20 ? 'paused' : 'updating'
    return age < replacing ? 'updating' : 'completed'
  }

  /** All that people would find, to be compared. */
  picture(): Record<string, unknown> {
    return {
      objects: [...this.objects.keys()].toSorted(),
      services: [...this.services]
        .map(([name, { definition, release, replicas }]) => `${name} ${definition} ${release} ${replicas}`)
        .toSorted(),
      leases: [...this.leases.keys()],
      logs: this.managers.flatMap(({ name, undoLog }) => (undoLog === undefined ? [] : [name])),
    }
  }
}

import { readMaintenance, readUpstreams } from '../../../src/edge/config.ts'
import { slotOf } from '../../../src/edge/upstreams.ts'
import type { Behaviour, World } from './world.ts'

/** A container as an engine has it. */
export interface FakeContainer {
  name: string
  labels: Record<string, string>
  image: string
  /** Whether it was started and not stopped since; it may have fallen. */
  started: boolean
  startedAt: number
  /** Whether it was ever started. */
  isNew: boolean
  address: string
}

/** A server of the edge, and where it leads. */
interface Slot {
  container: string
  state: 'ready' | 'drain' | 'maint'
  /** When HAProxy has found the container's address: a name that is set at run time takes two seconds. */
  knownAt: number
}

const labels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  oneOff: 'com.docker.compose.oneoff',
  release: 'saleor-deploy.release',
}

/** What is on one host: files, containers, and what the edge has in memory. It only changes by commands. */
export class Machine {
  readonly files = new Map<string, string>()
  readonly links = new Map<string, string>()
  readonly images = new Set<string>()
  readonly networks = new Set<string>()
  containers: FakeContainer[] = []
  slots = new Map<string, Slot>()
  /** Whether the edge lets customers to web. */
  isOpen = true
  /** Whether a balancer in front may send requests here. */
  isWanted = true
  /** Whether customers had web a moment ago. */
  wasServing = false
  /** How often the edge was asked what it has counted. */
  looks = 0
  /** What Prometheus says of every query; nothing where none runs. */
  metric: number | undefined
  readonly world: World
  /** Containers that others don't find by the name of their service. */
  readonly unnamed = new Set<string>()
  /** Containers that do not end when they are asked to, and are killed. */
  readonly stubborn = new Set<string>()
  /** Containers with requests in flight. */
  readonly busy = new Set<string>()
  private addresses = 1

  constructor(world: World) {
    this.world = world
  }

  container(name: string): FakeContainer | undefined {
    return this.containers.find((one) => one.name === name)
  }

  /** The containers of a service that run, but for one-off ones. */
  running(service: string): FakeContainer[] {
    return this.containers.filter(
      (one) =>
        one.labels[labels.service] === service &&
        one.labels[labels.oneOff] !== 'True' &&
        this.stateOf(one) === 'running',
    )
  }

  stateOf(one: FakeContainer): 'created' | 'running' | 'exited' {
    if (one.isNew) return 'created'
    const { fallsAfter = Number.POSITIVE_INFINITY } = this.behaviourOf(one)
    return one.started && this.age(one) < fallsAfter ? 'running' : 'exited'
  }

  answers(one: FakeContainer | undefined): boolean {
    if (one === undefined || this.stateOf(one) !== 'running') return false
    return this.age(one) >= (this.behaviourOf(one).answersAfter ?? 0)
  }

  behaviourOf({ labels: own }: FakeContainer): Behaviour {
    return this.world.behaviourOf(own[labels.release] ?? '', own[labels.service] ?? '')
  }

  add(name: string, own: Record<string, string>, image = ''): FakeContainer {
    const address = `10.0.0.${++this.addresses}`
    const made = { name, labels: own, image, started: false, startedAt: 0, isNew: true, address }
    this.containers.push(made)
    return made
  }

  start(one: FakeContainer): void {
    if (this.stateOf(one) === 'running') return
    Object.assign(one, { started: true, isNew: false, startedAt: this.world.clock.now() })
    if (one.labels[labels.service] === 'edge' && one.labels[labels.oneOff] !== 'True') this.loadEdge()
  }

  /** Requests that are there are cut off. */
  stop(one: FakeContainer): void {
    if (this.busy.delete(one.name) && this.stateOf(one) === 'running')
      this.world.mishaps.push(`requests on ${one.name} were cut off`)
    one.started = false
  }

  remove(names: readonly string[]): void {
    for (const one of this.containers) if (names.includes(one.name)) this.stop(one)
    this.containers = this.containers.filter(({ name }) => !names.includes(name))
  }

  /** The name of its service, by which others find a container until it joins its networks without. */
  aliasOf(name: string): string {
    const service = this.container(name)?.labels[labels.service] ?? ''
    return this.unnamed.has(name) ? '' : service
  }

  rename([from = '', to = '']: readonly string[]): { code?: number; stdout?: string } {
    const one = this.container(from)
    if (one === undefined || this.container(to) !== undefined)
      return { code: 1, stdout: `Error response from daemon: cannot rename ${from} to ${to}` }
    one.name = to
    return {}
  }

  /** What HAProxy does when it starts or reloads: all that was said to it at run time is forgotten. */
  loadEdge(): void {
    const config = this.edgeFile()
    this.slots = new Map(
      readUpstreams(config).map((one) => [
        slotOf(one),
        { container: one.container, state: one.warm === true ? 'maint' : 'ready', knownAt: 0 },
      ]),
    )
    for (const { container, state } of this.slots.values()) if (state === 'ready') this.busy.add(container)
    this.isOpen = readMaintenance(config) === undefined
    this.isWanted = true
  }

  /** The web that customers get to: behind the edge, or started by hand on the public port. */
  traffic(): string[] {
    const byHand = this.running('web').filter((one) => one.labels[labels.release] === '')
    const reached =
      this.running('edge').length === 0
        ? byHand.map(({ name }) => name)
        : [...this.slots.values()].flatMap(({ container, state, knownAt }) =>
            state === 'ready' && knownAt <= this.world.clock.now() ? [container] : [],
          )
    return reached.filter((name) => this.answers(this.container(name)))
  }

  serves(): boolean {
    return this.isOpen && this.traffic().length > 0
  }

  /** All that people would find here, to be compared. */
  picture(): Record<string, unknown> {
    return {
      live: this.links.get('live') ?? 'nothing',
      previous: this.links.get('previous') ?? 'nothing',
      staticFiles: ['live', 'next', 'before'].map((name) => this.links.get(`static/${name}`)),
      containers: this.containers.map((one) => `${one.name} ${this.stateOf(one)}`).toSorted(),
      traffic: this.traffic().toSorted(),
      trafficAfterRestart: this.upstreamsInFile(),
      shop: this.isOpen ? 'open' : 'closed',
      balancer: this.isWanted ? 'sends' : 'sends nothing',
      files: [...this.files.keys()].filter((path) => !/\/(events|migrations)\.log$/.test(path)).toSorted(),
      networks: [...this.networks].toSorted(),
    }
  }

  private edgeFile(): string {
    return [...this.files].find(([path]) => path.endsWith('/edge/haproxy.cfg'))?.[1] ?? ''
  }

  private upstreamsInFile(): string[] {
    return readUpstreams(this.edgeFile()).flatMap(({ container, warm }) => (warm === true ? [] : [container]))
  }

  private age({ startedAt }: FakeContainer): number {
    return (this.world.clock.now() - startedAt) / 1000
  }
}

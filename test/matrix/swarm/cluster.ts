import assert from 'node:assert/strict'
import {
  assertClusterServes,
  type ClusterFootprint,
  clusterFootprint,
  formCluster,
  swarmInputs,
} from '../../e2e/cluster.ts'
import { type ProductionShop, productionShop, schedulerRuns, twoAtOnce } from '../../e2e/production.ts'
import type { DistRun } from '../../e2e/run-dist.ts'
import { withoutMasks } from '../../e2e/shop-on-server.ts'
import type { Sandbox, Server } from '../../sandbox/sandbox.ts'
import type { Armed } from '../faults.ts'
import type { Plan, Wish } from '../plans.ts'
import { fileOf, mountedBy } from '../project.ts'

const quick = { 'health-timeout': '20s', 'drain-timeout': '5s', bake: '1s' }

/** How a run is started. */
interface Start {
  /** The manager that it uses, by its place, and whether others are named after it. */
  through?: { manager: number; alone: boolean }
  armed?: Armed
  rollback?: boolean
}

/** The Swarm that a series is run on, and what serves there. */
export class Cluster {
  readonly servers: readonly Server[]
  readonly shop: ProductionShop
  /** What serves; undefined while nothing does. */
  live: Wish | undefined
  release = ''
  /** What served before it, and would be gone back to; undefined when nothing did. */
  previous: { wish: Wish; release: string } | undefined
  private readonly sandbox: Sandbox

  private constructor(sandbox: Sandbox, shop: ProductionShop) {
    this.sandbox = sandbox
    this.servers = shop.servers
    this.shop = shop
  }

  static async open(sandbox: Sandbox): Promise<Cluster> {
    const shop = await productionShop(sandbox, sandbox.servers, { name: 'matrix_swarm' })
    const cluster = new Cluster(sandbox, shop)
    await cluster.empty()
    return cluster
  }

  /** A new Swarm with nothing in it. */
  async empty(): Promise<void> {
    await formCluster(this.servers)
    this.live = undefined
    this.release = ''
    this.previous = undefined
    await this.forgetTicks()
  }

  /** Brings about what a plan starts from. */
  async prepare(plan: Plan): Promise<void> {
    if (plan.startsFrom({ live: undefined, previous: undefined, isWarm: false })) await this.empty()
    if (!plan.startsFrom({ live: this.live, previous: this.previous?.wish, isWarm: false }))
      for (const { wish } of plan.start(this.live)) await this.deploy(wish)
    const { name } = this.shop.database
    if (plan.pending === 'everything')
      await this.sandbox.data.psql('DROP TABLE IF EXISTS core_note, django_migrations;', name)
    if (plan.pending === 'last migration')
      await this.sandbox.data.psql(
        `ALTER TABLE core_note DROP COLUMN IF EXISTS colour;
        DELETE FROM django_migrations WHERE app = 'core' AND name > '0002';`,
        name,
      )
    await this.forgetTicks()
  }

  /** Starts a deploy, or the way back, through one manager; through a relay to it if a fault needs one. */
  async start(
    wish: Wish,
    inputs: Record<string, string>,
    { through = { manager: 0, alone: false }, armed, rollback = false }: Start = {},
  ): Promise<DistRun> {
    const { servers } = this
    const order = servers.map((_, place) => (through.manager + place) % servers.length)
    const places = order.flatMap((place, turn) => {
      const server = servers[place]
      if (server === undefined || (through.alone && turn > 0)) return []
      const { address, knownHosts } = server
      return [turn === 0 && armed?.through !== undefined ? armed.through : { host: address, knownHosts }]
    })
    const at = {
      hosts: places.map(({ host }) => host).join('\n'),
      'known-hosts': places.map(({ knownHosts }) => knownHosts).join('\n'),
    }
    if (rollback) return await this.shop.startRollback({ ...quick, engine: 'swarm', ...inputs, ...at })
    return await this.shop.start(wish.variant, {
      compose: fileOf(wish),
      files: mountedBy(wish),
      inputs: { ...quick, ...inputs, ...swarmInputs, replicas: `web=${wish.replicas + 1}`, ...at },
    })
  }

  /** Deploys without any fault. @throws Error with the log when the job is red */
  async deploy(wish: Wish): Promise<void> {
    const { code, log, outputs } = await (await this.start(wish, {})).finished
    if (code !== 0 || outputs.release === undefined)
      throw new Error(`a deploy without a fault failed:\n${withoutMasks(log)}`)
    await this.assertServes(outputs.release, wish)
  }

  /** This release serves everywhere, alone, and is from now on what the series goes on from. */
  async assertServes(release: string, wish: Wish): Promise<ClusterFootprint> {
    if (release !== this.release && this.live !== undefined)
      this.previous = { wish: this.live, release: this.release }
    const footprint = await assertClusterServes(this.servers, { release, webs: wish.replicas + 1 })
    assert.deepEqual(
      twoAtOnce(await schedulerRuns(this.sandbox, this.shop.database)),
      [],
      'two schedulers at the same time',
    )
    this.live = wish
    this.release = release
    return footprint
  }

  async footprint(): Promise<ClusterFootprint> {
    return await clusterFootprint(this.servers)
  }

  /** What schedulers have left: the next case counts its own. */
  private async forgetTicks(): Promise<void> {
    await this.sandbox.data.redis(this.shop.database.brokerUrl, 'DEL', 'ticks')
  }
}

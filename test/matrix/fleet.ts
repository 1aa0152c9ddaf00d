import assert from 'node:assert/strict'
import { type ProductionShop, productionShop, schedulerRuns, twoAtOnce } from '../e2e/production.ts'
import type { DistRun } from '../e2e/run-dist.ts'
import { assertFleetServesAlone, type Footprint, footprintOf } from '../e2e/serves-alone.ts'
import { withoutMasks } from '../e2e/shop-on-server.ts'
import type { Sandbox, Server } from '../sandbox/sandbox.ts'
import { type Armed, ownDisk } from './faults.ts'
import type { Plan, Wish } from './plans.ts'
import { fileOf, imagesOf, mountedBy } from './project.ts'
import { writeRows } from './rows.ts'

const quick = { 'health-timeout': '20s', 'drain-timeout': '5s', bake: '1s', 'keep-releases': '3' }

/** The fleet that a series is run on, and what serves there. */
export class Fleet {
  readonly sandbox: Sandbox
  readonly servers: readonly Server[]
  readonly shop: ProductionShop
  /** What serves; undefined while nothing does. */
  live: Wish | undefined
  release = ''
  /** What served before it, and would be gone back to; undefined when nothing did. */
  previous: { wish: Wish; release: string } | undefined
  /** Whether that stands by. */
  isWarm = false
  private hasOwnDisk = false

  private constructor(sandbox: Sandbox, servers: readonly Server[], shop: ProductionShop) {
    this.sandbox = sandbox
    this.servers = servers
    this.shop = shop
  }

  /** Its database is named after its first server, so that two series on one sandbox do not meet in it. */
  static async open(sandbox: Sandbox, servers: readonly Server[]): Promise<Fleet> {
    const name = `matrix_${servers.length}_${servers[0]?.name.split('-').at(-1)}`
    const fleet = new Fleet(sandbox, servers, await productionShop(sandbox, servers, { name }))
    await fleet.empty(false)
    return fleet
  }

  /** Nothing is there afterwards, on a disk of its own if asked for. */
  async empty(hasOwnDisk: boolean): Promise<void> {
    await this.each(async (server) => {
      await server.wipe()
      if (hasOwnDisk) await ownDisk(server)
    })
    await this.forgetTicks()
    this.hasOwnDisk = hasOwnDisk
    this.live = undefined
    this.release = ''
    this.previous = undefined
    this.isWarm = false
  }

  /** Brings about what a plan starts from. */
  async prepare(plan: Plan, hasOwnDisk: boolean): Promise<void> {
    const fromNothing = plan.startsFrom({ live: undefined, previous: undefined, isWarm: false })
    if (fromNothing || hasOwnDisk !== this.hasOwnDisk) await this.empty(hasOwnDisk)
    const { live, isWarm } = this
    if (!plan.startsFrom({ live, previous: this.previous?.wish, isWarm })) {
      const start = plan.start(live)
      // A proxy of the project before keeps its port.
      const leavesProxy = live?.project === 'front' && start[0]?.wish.project !== 'front'
      if (leavesProxy || plan.data !== undefined) await this.empty(hasOwnDisk)
      if (plan.data !== undefined) await writeRows(this, 'nothing')
      for (const { wish, inputs } of start) {
        await this.deploy(wish, { backup: 'never', ...inputs })
        if (plan.data !== undefined) await writeRows(this, wish.variant)
      }
    }
    await this.unmigrate(plan)
    if (plan.rollback !== true) await this.forgetImage(plan.wish(this.live))
    await this.forgetTicks()
  }

  /** What schedulers have left: the next case counts its own. */
  private async forgetTicks(): Promise<void> {
    await this.sandbox.data.redis(this.shop.database.brokerUrl, 'DEL', 'ticks')
  }

  /** Starts a deploy, or the way back, through a relay to one host if a fault needs one. */
  async start(
    wish: Wish,
    inputs: Record<string, string>,
    { host = 0, armed, rollback = false }: { host?: number; armed?: Armed; rollback?: boolean } = {},
  ): Promise<DistRun> {
    const through = armed?.through
    const places = this.servers.map((server, index) =>
      through !== undefined && index === host
        ? through
        : { host: server.address, knownHosts: server.knownHosts },
    )
    const at = {
      hosts: places.map((place) => place.host).join('\n'),
      'known-hosts': places.map(({ knownHosts }) => knownHosts).join('\n'),
    }
    if (rollback) {
      const { 'keep-releases': _, ...settings } = quick
      return await this.shop.startRollback({ ...settings, ...inputs, ...at })
    }
    const images =
      wish.storefront === undefined
        ? {}
        : imagesOf(wish, (await this.sandbox.buildShop(wish.storefront)).reference)
    return await this.shop.start(wish.variant, {
      compose: fileOf(wish),
      files: mountedBy(wish),
      inputs: { ...quick, ...images, ...inputs, replicas: `web=${this.webs(wish)}`, ...at },
    })
  }

  /** Deploys without any fault. @throws Error with the log when the job is red */
  async deploy(wish: Wish, inputs: Record<string, string>): Promise<void> {
    const { code, log, outputs } = await (await this.start(wish, inputs)).finished
    if (code !== 0 || outputs.release === undefined)
      throw new Error(`a deploy without a fault failed:\n${withoutMasks(log)}`)
    await this.assertServes(outputs.release, wish, inputs['keep-warm'] === 'true')
  }

  /**
   * This release serves on all hosts, alone, and is from now on what the fleet starts from.
   * @param isWarm whether the one before stands by
   */
  async assertServes(release: string, wish: Wish, isWarm = false): Promise<Footprint[]> {
    if (release !== this.release && this.live !== undefined)
      this.previous = { wish: this.live, release: this.release }
    const warm = isWarm ? this.previous?.release : undefined
    const footprints = await assertFleetServesAlone(this.servers, release, warm)
    for (const { containers } of footprints)
      assert.equal(
        containers.filter((one) => one.role === 'web' && one.release === release).length,
        this.webs(wish) + (wish.storefront === undefined ? 0 : 1),
        'web containers',
      )
    const runs = await schedulerRuns(this.sandbox, this.shop.database)
    assert.deepEqual(twoAtOnce(runs), [], 'two schedulers at the same time')
    this.live = wish
    this.release = release
    this.isWarm = isWarm
    return footprints
  }

  /** A fleet has one less on each server than a server that is alone: what several on one are like is seen there. */
  private webs({ replicas }: Wish): number {
    return this.servers.length === 1 ? replicas : replicas - 1
  }

  async footprints(): Promise<Footprint[]> {
    return await Promise.all(this.servers.map(footprintOf))
  }

  async each(work: (server: Server) => Promise<unknown>): Promise<void> {
    await Promise.all(this.servers.map(work))
  }

  /** Takes back what the migrations of a plan have done before. */
  private async unmigrate({ pending }: Plan): Promise<void> {
    const { name } = this.shop.database
    const sql = {
      everything: 'DROP TABLE IF EXISTS core_note, django_migrations;',
      'last migration': `ALTER TABLE core_note DROP COLUMN IF EXISTS colour;
        DELETE FROM django_migrations WHERE app = 'core' AND name > '0002';`,
    }
    if (pending !== undefined) await this.sandbox.data.psql(sql[pending], name)
  }

  /** So that each run has something to pull; an image that is in use stays. */
  private async forgetImage({ variant }: Wish): Promise<void> {
    const { reference } = await this.sandbox.buildShop(variant)
    await this.each((server) => server.docker(['image', 'rm', reference]))
  }
}

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { DistResult } from '../e2e/run-dist.ts'
import { type Footprint, footprintOf } from '../e2e/serves-alone.ts'
import { green, withoutMasks } from '../e2e/shop-on-server.ts'
import { startTraffic } from '../e2e/traffic.ts'
import { redisIp } from '../sandbox/names.ts'
import { openSandbox, type Sandbox, type Server } from '../sandbox/sandbox.ts'
import { withFailingMigration } from './failing-migration.ts'
import { hasSaleorSources, type SaleorImage, saleorImage, saleorRepository, saleorSources } from './images.ts'
import { type SaleorDeploy, type SaleorShop, saleorShop } from './shop.ts'
import {
  ask,
  type Checkout,
  checkoutOf,
  createCheckout,
  get,
  logIn,
  products,
  uploadPicture,
} from './shopping.ts'

/** Saleor itself through its life: one shop on one server, each test where the one before has left it. */

/** Oldest first: each one is updated to the next. `SALEOR_VERSIONS` has others, at least two. */
const wanted = (process.env.SALEOR_VERSIONS ?? '3.22.67 3.23.28').split(' ')
const absent: string[] = []
for (const version of wanted) if (!(await hasSaleorSources(version))) absent.push(version)
const versions = wanted.filter((version) => !absent.includes(version))
const [oldest = '', newest = '', before = ''] = [0, -1, -2].map((index) => versions.at(index))
const updates = versions.slice(1).map((to, index): [string, string] => [versions[index] as string, to])
const minor = (version: string): string => version.split('.').slice(0, 2).join('.')

const isMissing = versions.length < 2
for (const version of absent)
  console.error(`✘ SKIPPED: Saleor ${version}, as ${saleorRepository} has no such tag or can't be reached.`)
if (isMissing)
  console.error('✘ SKIPPED: all tests with Saleor itself, as they need two versions. Set SALEOR_REPOSITORY.')

let sandbox: Sandbox
let server: Server
let shop: SaleorShop
const images = new Map<string, SaleorImage>()
let checkout: Checkout
let picture: string

beforeAll(async () => {
  if (isMissing) return
  sandbox = await openSandbox({ servers: 1, data: true })
  server = sandbox.servers[0] as Server
  for (const version of versions) images.set(version, await saleorImage(version))
  await server.wipe()
  shop = await saleorShop(sandbox, server)
})

function image(version: string): SaleorImage {
  const found = images.get(version)
  if (found === undefined) throw new Error(`there is no image of ${version}`)
  return found
}

/** Where the time of a run went, for whoever reads the log. */
function tell(what: string, { seconds, log }: DistResult): void {
  const steps = log.match(/^[✔✘] .+ s\)$/gm) ?? []
  console.error([`${what}: ${seconds.toFixed(1)} s`, ...steps].join('\n  '))
}

/** Asks what people ask of a shop while a run goes on, and requires that none of it fails. */
async function underLoad(work: () => Promise<DistResult>, atLeast = 1): Promise<DistResult> {
  const paths = ['/health/', '/graphql/', picture, '/health/']
  const traffic = await startTraffic({ origin: server.url(8000), rate: 8, connections: 8, long: 0, paths })
  try {
    return await work()
  } finally {
    const { sent, firstFailures } = await traffic.stop()
    expect.soft(sent).toBeGreaterThanOrEqual(atLeast)
    expect.soft(firstFailures).toEqual([])
  }
}

async function schemaVersion(): Promise<string> {
  const { shop: answer } = await ask<{ shop: { schemaVersion: string } }>(
    server,
    '{ shop { schemaVersion } }',
  )
  return answer.schemaVersion
}

const count = (text: string, part: string): number => text.split(part).length - 1

/** Everything that customers have put into the shop is there. */
async function expectTheData(): Promise<void> {
  expect(await checkoutOf(server, checkout.id)).toEqual(checkout)
  expect((await products(server)).length).toBeGreaterThan(5)
  const answer = await get(server, picture)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
}

// A version that is left out shows here as skipped, which in CI is a failure.
test.for(wanted)('Saleor %s is built by its own Dockerfile, and pushed', (version, { skip }) => {
  skip(isMissing || absent.includes(version))
  expect(image(version).reference).toMatch(/@sha256:/)
})

describe.skipIf(isMissing)('Saleor itself', () => {
  test('The first deploy creates the whole schema in an empty database and serves', async () => {
    const deployed = await green(shop.deploy(image(oldest)))
    tell(`first deploy of ${oldest}`, deployed)
    expect(await schemaVersion()).toBe(minor(oldest))
  })

  test('A customer sees the products that populatedb, run by run-command, has put into the shop', async () => {
    const { finished } = await shop.command('python3 manage.py populatedb --createsuperuser')
    const filled = await green(finished)
    tell('populatedb', filled)
    const [first] = await products(server)
    expect(first?.name).toMatch(/\w/)
    checkout = await createCheckout(server, first?.variant ?? '')
    expect(checkout.totalPrice.gross.amount).toBeGreaterThan(0)
    expect(await logIn(server)).toMatch(/^ey/)
  })

  test('A picture that is uploaded through the edge is served from the volume, as a thumbnail too', async () => {
    const [first] = await products(server)
    const file = join(await saleorSources(oldest), 'saleor/static/placeholders/saleor-apple-drink.png')
    const thumbnail = await uploadPicture(server, await logIn(server), first?.id ?? '', file)
    const answer = await get(server, thumbnail)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    picture = new URL(answer.url).pathname
    expect(picture).toMatch(/^\/media\//)
    await expectTheData()
  })

  test.each(updates)(
    'The update from %s to %s migrates under load and loses neither data nor a request',
    async (from, to) => {
      const updated = await underLoad(() => shop.deploy(image(to)), 21)
      tell(`${from} to ${to}`, updated)
      expect(updated.code, withoutMasks(updated.log)).toBe(0)
      expect(await schemaVersion()).toBe(minor(to))
      await expectTheData()
    },
  )

  test('The smoke test passes without a warning, measured times apart', async () => {
    // How fast Saleor answers says more about the machine of the tests.
    const result = await green(shop.smokeTest({ 'load-duration': '0' }))
    tell('smoke test', result)
    expect(result.outputs.warnings ?? '').toBe('')
    expect(JSON.parse(result.outputs.checks ?? '[]').length).toBeGreaterThan(15)
  })

  test('A Celery task that runs when a deploy begins ends in the old worker, and runs once', async () => {
    const name = 'saleor.warehouse.tasks.update_stocks_quantity_allocated_task'
    const sql = (text: string): Promise<string> => sandbox.data.psql(text, shop.database.name)
    const stock = await sql('SELECT min(id) FROM warehouse_stock')
    const allocated = () => sql(`SELECT quantity_allocated FROM warehouse_stock WHERE id = ${stock}`)
    const right = await allocated()
    await sql(`UPDATE warehouse_stock SET quantity_allocated = quantity_allocated + 1000 WHERE id = ${stock}`)
    const old = await workerName()
    // The task waits for this lock, until the old worker has been told to stop.
    const lock = sql(
      `BEGIN; SELECT id FROM warehouse_stock WHERE id = ${stock} FOR UPDATE; SELECT pg_sleep(3600)`,
    ).catch(() => 'the session was ended')
    await green((await shop.command(`celery --app saleor.celeryconf:app call ${name}`)).finished)
    const isWaiting = `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%warehouse_stock%'`
    await vi.waitFor(async () => expect(await sql(isWaiting)).not.toBe('0'), {
      timeout: 60_000,
      interval: 500,
    })
    // Followed to its end, as the deploy removes the container.
    const oldLog = logOf(old, '--follow')
    let wasToldToStop = false
    const deployed = await underLoad(async () => {
      const deploy = shop.deploy(image(newest), { variables: { DEFAULT_FROM_EMAIL: 'ada@example.com' } })
      const over = deploy.then(() => true)
      while (!wasToldToStop && !(await Promise.race([over, sleep(500, false)])))
        wasToldToStop = (await logOf(old)).includes('Warm shutdown')
      await sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)' AND pid <> pg_backend_pid()`,
      )
      return await deploy
    })
    tell('a deploy without migrations, a task in flight', deployed)
    await lock
    expect(deployed.code, withoutMasks(deployed.log)).toBe(0)
    expect(wasToldToStop).toBe(true)
    expect(await allocated()).toBe(right)
    const [mine, next] = [await oldLog, await logOf(await workerName())]
    const [, id = ''] = /quantity_allocated_task\[([\w-]+)\] received/.exec(mine) ?? []
    expect(count(mine, `Task ${name}[${id}] received`)).toBe(1)
    expect(count(mine, `Task ${name}[${id}] succeeded`)).toBe(1)
    expect(count(next, id)).toBe(0)
  })

  test.each<[string, SaleorDeploy, string, RegExp]>([
    [
      'without RSA_PRIVATE_KEY',
      { variables: { RSA_PRIVATE_KEY: undefined } },
      'bad-input',
      /RSA_PRIVATE_KEY is missing/,
    ],
    [
      'with an RSA_PRIVATE_KEY in one line',
      {
        variables: {
          RSA_PRIVATE_KEY: String.raw`-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----`,
        },
      },
      'bad-input',
      /RSA_PRIVATE_KEY/,
    ],
    [
      'without ALLOWED_CLIENT_HOSTS',
      { variables: { ALLOWED_CLIENT_HOSTS: undefined } },
      'bad-input',
      /ALLOWED_CLIENT_HOSTS is missing/,
    ],
    [
      'with a database host that does not exist',
      { variables: { DATABASE_URL: 'postgres://saleor:secret@postgres.invalid:5432/saleor' } },
      'migration-failed',
      /A host name does not resolve/,
    ],
    [
      'with a broker that refuses its connections',
      // The data host, where no Redis listens at this port.
      { variables: { CELERY_BROKER_URL: `redis://${redisIp}:6390/0` } },
      'unhealthy',
      /can't reach its Celery broker.*:6390.*refused/,
    ],
  ])('A release %s is refused or undone, and nobody notices', async (_, options, reason, words) => {
    const served = await whatServes()
    const failed = await underLoad(() => shop.deploy(image(newest), options))
    tell(`broken: ${_}, ${failed.outputs['reason-code']}`, failed)
    expect(failed.code).not.toBe(0)
    expect(failed.outputs['reason-code']).toBe(reason)
    expect(failed.log).toMatch(words)
    expect(await whatServes()).toEqual(served)
  })

  test('A release whose migration the database refuses is undone, and nobody notices', async () => {
    const broken = await withFailingMigration(image(newest))
    const served = await whatServes()
    const failed = await underLoad(() => shop.deploy(broken))
    tell(`broken: a migration, ${failed.outputs['reason-code']}`, failed)
    expect(failed.outputs['reason-code']).toBe('migration-failed')
    expect(failed.log).toContain('relation "nowhere" does not exist')
    expect(await whatServes()).toEqual(served)
    await expectTheData()
  })

  test('A rollback to the minor version before leaves the data, and a rollback of it goes forward again', async () => {
    // Two releases of the newest are there: the one before both is named.
    const back = await underLoad(() => shop.rollback({ to: before }))
    tell(`rollback to ${before}`, back)
    expect(back.code, withoutMasks(back.log)).toBe(0)
    expect(await schemaVersion()).toBe(minor(before))
    await expectTheData()
    tell('and forward', await green(shop.rollback()))
    expect(await schemaVersion()).toBe(minor(newest))
    await expectTheData()
  })

  test('A rollback takes the schema back to the minor version before with Saleor’s own migrations', async () => {
    const back = await underLoad(() => shop.rollback({ to: before, database: 'migrate' }))
    tell(`rollback to ${before} with the schema`, back)
    expect(back.code, withoutMasks(back.log)).toBe(0)
    expect(await schemaVersion()).toBe(minor(before))
    await expectTheData()
  })

  /** The container that takes tasks now. */
  async function workerName(): Promise<string> {
    const { live, containers } = await whatServes()
    return containers.find(({ role, release }) => role === 'worker' && release === live)?.name ?? ''
  }

  /** What a container printed; Celery says that it stops on the one stream, and logs its tasks to the other. */
  async function logOf(container: string, ...options: string[]): Promise<string> {
    const { stdout, stderr } = await server.docker(['logs', ...options, container])
    return `${stdout}\n${stderr}`
  }

  /** The live release and its containers: equal as long as a failed run has replaced none of them. */
  async function whatServes(): Promise<Pick<Footprint, 'live' | 'containers'>> {
    const { live, containers } = await footprintOf(server)
    return { live, containers }
  }
})

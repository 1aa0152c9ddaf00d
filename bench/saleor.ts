/**
 * Runs Saleor itself: deploys, updates, rolls back in each way and updates again under load, on one server, with the
 * example's Compose file. `npm run bench -- saleor <image of a version> <image of the next one>`, both in this
 * machine's engine: from `npm run saleor -- 3.22.67 3.23.28`, or after `docker pull ghcr.io/saleor/saleor:3.22`.
 */
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { table } from '../src/report/markdown.ts'
import { connectionInputs, productionInputs } from '../test/e2e/production.ts'
import { type DistResult, runDist } from '../test/e2e/run-dist.ts'
import { green, withoutMasks } from '../test/e2e/shop-on-server.ts'
import { saleorDatabase } from '../test/saleor/shop.ts'
import { docker } from '../test/sandbox/docker.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { askSteadily } from './stage/steady.ts'
import { stepsOf } from './stage/steps.ts'

const [older, newer] = process.argv.slice(2)
if (older === undefined || newer === undefined) {
  // When all benchmarks run in turn, missing images are no failure of the others.
  console.log(
    'NOT RUN: it needs two images. npm run bench -- saleor <image> <image of the next minor version>',
  )
  process.exit()
}

const example = join(import.meta.dirname, '../workflows-examples/docker-compose.production.yml')
const rate = 20
const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
await server.wipe()
const { environment } = await saleorDatabase(sandbox)
const settings = { 'health-timeout': '4m', replicas: 'web=2\ncelery=1' }

interface Observed {
  sent: number
  failed: number
  /** Responses that the shop is closed, as expected while its data are restored. */
  closed: number
  /** Failed health checks, which are right while the shop is closed and nothing serves. */
  unwell: number
  /** Seconds until the last response of the first release. */
  last: number
}

/** The actions and their measurements. */
const rows: { what: string; seconds: number; starts: number; observed?: Observed }[] = []

const first = await pushed(older)
const second = await pushed(newer)
const names = [first, second].map(({ version }) => version)
await measure(`first deploy of ${names[0]}`, () => deploy(first), false)
await measure(`update to ${names[1]}`, () => deploy(second))
await smoke()
await measure('rollback, cold, the data left', () => rollback())
await smoke()
await measure('forward by a rollback of the rollback', () => rollback())
await measure('rollback, the schema taken back', () => rollback({ database: 'migrate' }))
await measure(`update to ${names[1]}, the one before kept warm`, () =>
  deploy(second, { 'keep-warm': 'true' }),
)
await smoke()
await measure('rollback, warm', () => rollback())
await measure(`update to ${names[1]}`, () => deploy(second))
await measure('rollback, the data restored', () => rollback({ database: 'restore' }))
await smoke()

console.log(
  table(
    ['', 'Seconds', 'of which web starts', 'Old release’s last answer, s', 'Requests', 'Failed'],
    rows.map(({ what, seconds, starts, observed }) => [
      what,
      seconds.toFixed(0),
      starts.toFixed(1),
      observed === undefined ? '' : observed.last.toFixed(1),
      observed === undefined ? '' : observed.sent.toLocaleString('en'),
      observed === undefined ? '' : failures(observed),
    ]),
  ),
)
console.log(
  `\n${rate} requests/s, every second one GraphQL that asks the database. ${await machineLine(server)}`,
)
await server.wipe()

function failures({ failed, closed, unwell }: Observed): string {
  if (closed === 0) return `**${failed + unwell}**`
  return `**${failed}**; ${closed} told that it is closed, ${unwell} health checks that nothing serves`
}

/** The image as the servers pull it, and its Saleor version. */
async function pushed(image: string): Promise<{ reference: string; version: string }> {
  const ask = ['run', '--rm', image, 'python3', '-c', 'import saleor; print(saleor.__version__)']
  const version = (await docker(ask)).trim()
  const repository = `${sandbox.registry.address}/shop/saleor-itself`
  const name = `${repository}:${version}`
  await docker(['tag', image, name])
  const digest = /sha256:[0-9a-f]{64}/.exec(await docker(['push', name]))?.[0] ?? ''
  return { reference: `${repository}@${digest}`, version }
}

async function deploy(
  { reference, version }: { reference: string; version: string },
  more: Record<string, string> = {},
): Promise<DistResult> {
  const cwd = await mkdtemp(join(tmpdir(), 'saleor-'))
  await cp(example, join(cwd, 'docker-compose.production.yml'))
  const own = { bake: '10s', version, ...settings, ...more }
  return await runDist('deploy-production', {
    cwd,
    inputs: productionInputs([server], sandbox, reference, environment, own),
  })
}

async function rollback(more: Record<string, string> = {}): Promise<DistResult> {
  const { replicas: _, ...rest } = settings
  return await runDist('rollback', {
    inputs: { ...connectionInputs([server]), ...rest, reason: 'a measurement', ...more },
  })
}

async function smoke(): Promise<void> {
  const inputs = { ...connectionInputs([server]), url: server.url(8000), introspection: 'true' }
  const { outputs } = await green(runDist('smoke-test', { inputs }))
  console.error(
    `smoke test: ${JSON.parse(outputs.checks ?? '[]').length} checks, warnings: ${outputs.warnings || 'none'}`,
  )
}

async function measure(what: string, work: () => Promise<DistResult>, isServing = true): Promise<void> {
  const watching = isServing ? watch() : undefined
  const { code, log, seconds } = await work()
  const observed = await watching?.stop()
  if (code !== 0) throw new Error(`${what}:\n${withoutMasks(log)}`)
  const starts = stepsOf(log).find(({ name }) => /^(Start|See that) \d+ web/.test(name))?.seconds ?? 0
  rows.push({ what, seconds, starts, ...(observed === undefined ? {} : { observed }) })
  console.error(
    `${what}: ${seconds.toFixed(1)} s${observed === undefined ? '' : `, ${JSON.stringify(observed)}`}`,
  )
}

/** Sends requests all the time, and records which release responds. */
function watch(): { stop(): Promise<Observed> } {
  const pool = new Pool(server.url(8000), { connections: 10, pipelining: 1, headersTimeout: 30_000 })
  const observed: Observed = { sent: 0, failed: 0, closed: 0, unwell: 0, last: 0 }
  const started = performance.now()
  let before: string | undefined
  const ask = async (isQuery: boolean): Promise<void> => {
    observed.sent++
    try {
      const { statusCode, headers, body } = await (isQuery
        ? pool.request({
            ...{ method: 'POST', path: '/graphql/', body: '{"query":"{ shop { name } }"}' },
            headers: { 'content-type': 'application/json' },
          })
        : pool.request({ method: 'GET', path: '/health/' }))
      const text = await body.text()
      const release = String(headers['x-saleor-release'] ?? '')
      if (statusCode === 503 && headers['retry-after'] !== undefined) observed.closed++
      else if (statusCode !== 200 || text.includes('"errors"')) count(isQuery)
      else if (release === (before ??= release)) observed.last = (performance.now() - started) / 1000
    } catch {
      count(isQuery)
    }
  }
  const count = (isQuery: boolean): void => {
    if (isQuery) observed.failed++
    else observed.unwell++
  }
  const asking = askSteadily(rate, (number) => ask(number % 2 === 1))
  return {
    async stop() {
      await asking.stop()
      await pool.close()
      return observed
    },
  }
}

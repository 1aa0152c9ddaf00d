/**
 * Ends runs in the worst ways at random moments, and measures how soon the host is free, whether exactly one healthy
 * release serves, and whether the next run converges.
 * `npm run bench -- kills [killed] [of each other kind] [seed] [20-second requests in flight]`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../src/report/markdown.ts'
import { assertServesAlone, footprintOf, untilFree, untilServing } from '../test/e2e/serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from '../test/e2e/shop-on-server.ts'
import { startTraffic } from '../test/e2e/traffic.ts'
import { randomFrom } from '../test/matrix/random.ts'
import { startRelay } from '../test/sandbox/relay.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { median } from './stage/steps.ts'

const [kills = 30, others = 3, seed = Date.now() % 1_000_000, long = 0] = process.argv.slice(2).map(Number)
const random = randomFrom(seed)
const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]

/** How a run is ended; the promise resolves once that has happened. */
type Ending = (
  run: Awaited<ReturnType<ShopOnServer['start']>>,
  relay: Awaited<ReturnType<typeof startRelay>>,
) => Promise<unknown>

const endings: Record<string, { times: number; end: Ending; keepsServing: boolean }> = {
  'runner killed (SIGKILL)': {
    times: kills,
    keepsServing: true,
    end: async ({ child }) => child.kill('SIGKILL'),
  },
  'job cancelled (SIGINT, SIGTERM after 7.5 s)': {
    times: others,
    keepsServing: true,
    end: async ({ child, finished }) => {
      child.kill('SIGINT')
      const timer = setTimeout(() => child.kill('SIGTERM'), 7500)
      await finished.finally(() => clearTimeout(timer))
    },
  },
  'SIGTERM alone': {
    times: others,
    keepsServing: true,
    end: async ({ child, finished }) => child.kill('SIGTERM') && (await finished),
  },
  'network cut, runner killed 5 s later': {
    times: others,
    keepsServing: true,
    end: async ({ child }, relay) => {
      relay.cut()
      await sleep(5000)
      child.kill('SIGKILL')
    },
  },
  'guard killed on the host': {
    times: others,
    keepsServing: true,
    end: async ({ finished }) => {
      await server.run(['sh', '-c', 'kill -9 "$(pgrep -o -f "guard transaction /opt/saleor")"'])
      await finished
    },
  },
  'server loses power': { times: others, keepsServing: false, end: () => server.reboot('power-cut') },
}

await server.wipe()
const shop = await shopOnServer(sandbox, server)
let current: 'v1' | 'v2' = 'v1'
await shop.release('v1')
await shop.release('v2')
const typical = await timed(() => shop.release('v1'))
console.error(`a deploy takes ${typical.toFixed(1)} s; seed ${seed}`)

const rows: string[][] = []
const problems: string[] = []
for (const [name, { times, end, keepsServing }] of Object.entries(endings)) {
  const free: number[] = []
  let [alone, converged, failed, sent] = [0, 0, 0, 0]
  for (let count = 0; count < times; count++) {
    const traffic = keepsServing
      ? await startTraffic({ origin: server.url(8000), rate: 25, connections: 5, long })
      : undefined
    const after = random() * typical
    const moment = `${name} ${count + 1}, after ${after.toFixed(1)} s`
    const relay = await startRelay({ to: { host: server.address, port: server.port }, delayMs: 0 })
    const next: 'v1' | 'v2' = current === 'v1' ? 'v2' : 'v1'
    try {
      const run = await shop.start(next, { inputs: through(relay.port) })
      await Promise.race([sleep(after * 1000), run.finished])
      await end(run, relay)
      const seconds = await freeAgain(keepsServing)
      if (keepsServing) free.push(seconds)
      // A server without power can't undo anything: the next run does.
      if (keepsServing) await assertServesAlone(server, (await footprintOf(server)).live)
      else await untilServing(server, 60)
      alone++
      const { code, log, outputs } = await shop.deploy(next)
      if (code !== 0) throw new Error(`the next run: ${withoutMasks(log)}`)
      await assertServesAlone(server, outputs.release ?? '')
      converged++
      current = next
      console.error(`${moment}: free after ${seconds.toFixed(1)} s; at “${stepIn(run.log())}”`)
    } catch (error) {
      problems.push(`${moment}: ${error instanceof Error ? error.message : String(error)}`)
      console.error(problems.at(-1))
      current = next
      await shop.deploy(next)
    } finally {
      await relay.close()
      const report = await traffic?.stop()
      failed += report?.failed ?? 0
      sent += report?.sent ?? 0
      for (const failure of report?.firstFailures.slice(0, 3) ?? []) console.error(`  ${failure}`)
    }
  }
  rows.push([
    name,
    String(times),
    free.length === 0 ? '' : `${median(free).toFixed(1)} / ${Math.max(...free).toFixed(1)}`,
    `${alone} of ${times}`,
    `${converged} of ${times}`,
    keepsServing ? `${failed} of ${sent.toLocaleString('en')}` : '',
  ])
}

console.log(
  table(
    [
      'How the run ends',
      'Times',
      'Host free after, s (median / longest)',
      'One healthy release serves',
      'The next run converges',
      'Failed requests',
    ],
    rows,
  ),
)
for (const problem of problems) console.log(`\n- ${problem}`)
console.log(
  `\nAt random moments of a deploy of ${typical.toFixed(0)} s, seed ${seed}. ${await machineLine(server)}`,
)
if (problems.length > 0) process.exitCode = 1

/** Seconds from the ending until nobody holds the lock and nothing is left to undo. */
async function freeAgain(keepsServing: boolean): Promise<number> {
  return keepsServing ? await untilFree(server, 60) : 0
}

function through(port: number): Record<string, string> {
  const [, ...key] = server.knownHosts.split(' ')
  return { host: '127.0.0.1', port: String(port), 'known-hosts': `[127.0.0.1]:${port} ${key.join(' ')}` }
}

function stepIn(log: string): string {
  return [...log.matchAll(/^::debug::▶ (.*)$/gm)].at(-1)?.[1] ?? 'before the first step'
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

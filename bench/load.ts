/**
 * Counts failed requests during deploys of good releases and of releases that never become healthy, compared with
 * `docker compose up -d` of the same file. `npm run bench -- load [deploys] [requests a second]`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../src/report/markdown.ts'
import { assertServesAlone, untilServing } from '../test/e2e/serves-alone.ts'
import { shopOnServer, withoutMasks } from '../test/e2e/shop-on-server.ts'
import { startTraffic, type TrafficReport } from '../test/e2e/traffic.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { byHand } from './stage/by-hand.ts'
import { machineLine } from './stage/machine.ts'

const [deploys = 24, rate = 150] = process.argv.slice(2).map(Number)
const atLeast = 100_000

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const settings = { origin: server.url(8000), rate, connections: 30, long: 3 }

/** Every fourth deploy never becomes healthy. The load continues until enough requests have been sent. */
async function withTheSuite(): Promise<{ report: TrafficReport; good: number; bad: number }> {
  await server.wipe()
  // The guide's unchanged file, as for the comparison.
  const shop = await shopOnServer(sandbox, server, (text) => text)
  let live = await shop.release('v1')
  let [good, bad] = [0, 0]
  const traffic = await startTraffic(settings)
  const until = Date.now() + (atLeast / rate) * 1050
  while (good + bad < deploys || Date.now() < until) {
    if ((good + bad) % 4 === 3) {
      const { code, log } = await shop.deploy('never-healthy', { inputs: { 'health-timeout': '8s' } })
      if (code !== 1) throw new Error(withoutMasks(log))
      bad++
    } else {
      live = await shop.release(good % 2 === 0 ? 'v2' : 'v1')
      good++
    }
    await assertServesAlone(server, live)
    console.error(`${new Date().toISOString()} ${good} good, ${bad} bad`)
  }
  return { report: await traffic.stop(), good, bad }
}

async function withComposeUp(times: number): Promise<TrafficReport> {
  const up = await byHand(sandbox, server)
  await up('v1')
  await untilServing(server, 120)
  await sleep(5000)
  const traffic = await startTraffic(settings)
  for (let count = 0; count < times; count++) {
    await up(count % 2 === 0 ? 'v2' : 'v1')
    await untilServing(server, 120)
    await sleep(10_000)
  }
  return await traffic.stop()
}

const { report, good, bad } = await withTheSuite()
const compareTimes = 5
const compared = await withComposeUp(compareTimes)

function row(name: string, count: number, one: TrafficReport): string[] {
  const share = ((100 * one.failed) / one.sent).toFixed(one.failed === 0 ? 0 : 2)
  return [
    name,
    String(count),
    one.sent.toLocaleString('en'),
    String(one.long),
    `**${one.failed.toLocaleString('en')}** (${share} %)`,
    (one.secondsWithFailures / count).toFixed(1),
    `${one.p50} / ${one.p99}`,
  ]
}

console.log(
  table(
    [
      '',
      'Deploys',
      'Requests',
      'of 20 s',
      'Failed',
      'Seconds with failures, each deploy',
      'ms, median / p99',
    ],
    [
      row(`deploy-staging (${good} good, ${bad} never healthy)`, good + bad, report),
      row('`docker compose up -d`', compareTimes, compared),
    ],
  ),
)
for (const failure of [...report.firstFailures, ...compared.firstFailures.slice(0, 5)])
  console.log(`- ${failure}`)
console.log(
  `\n${await machineLine(server)}; ${rate} requests/s on 30 keep-alive connections, 3 of 20 s in flight`,
)
if (report.failed > 0 || report.sent < atLeast) process.exitCode = 1

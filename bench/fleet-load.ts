/**
 * Counts failed requests on three servers behind one balancer during deploys to all of them: good releases, releases
 * that never become healthy, and killed runs. `npm run bench -- fleet-load [deploys] [requests a second] [seed]`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../src/report/markdown.ts'
import { lightFile, productionShop } from '../test/e2e/production.ts'
import { answering, untilFree } from '../test/e2e/serves-alone.ts'
import { withoutMasks } from '../test/e2e/shop-on-server.ts'
import { startTraffic } from '../test/e2e/traffic.ts'
import { randomFrom } from '../test/matrix/random.ts'
import { openBalancer } from '../test/sandbox/balancer.ts'
import { openSandbox } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { median } from './stage/steps.ts'

const [deploys = 30, rate = 150, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number)
const atLeast = 100_000
const random = randomFrom(seed)

const sandbox = await openSandbox({ servers: 3, data: true })
const { servers } = sandbox
await Promise.all(servers.map((server) => server.wipe()))
// The real shop with one web container on each server: three of Django's size fit on two cores beside the load.
const shop = await productionShop(sandbox, servers, {
  name: 'fleet_load',
  file: () => lightFile('').replace('replicas: 2', 'replicas: 1'),
})
const balancer = await openBalancer(servers, { readinessPath: '/saleor-deploy/ready' })

/** The release in all servers' responses; any other result is a failure of its own. */
async function served(): Promise<string> {
  const answers = new Set((await Promise.all(servers.map((server) => answering(server)))).flat())
  const [answer = ''] = answers
  if (answers.size !== 1 || !answer.startsWith('200 ')) throw new Error(`served: ${[...answers].join(', ')}`)
  return answer.slice(4)
}

const counts = { good: 0, 'never healthy': 0, killed: 0 }
const seconds: number[] = []
const kinds = ['good', 'killed', 'good', 'never healthy'] as const
let live = await shop.release('v1')
const traffic = await startTraffic({ origin: balancer.url, rate, connections: 30, long: 3 })
const until = Date.now() + (atLeast / rate) * 1050
for (let count = 0; count < deploys || Date.now() < until; count++) {
  const kind = kinds[count % kinds.length] ?? 'good'
  const started = performance.now()
  if (kind === 'never healthy') {
    const { code, log } = await shop.deploy('never-healthy', { inputs: { 'health-timeout': '8s' } })
    if (code !== 1) throw new Error(withoutMasks(log))
    if ((await served()) !== live) throw new Error('the release before does not serve')
  } else if (kind === 'killed') {
    const run = await shop.start(counts.good % 2 === 0 ? 'v2' : 'v1')
    await Promise.race([sleep(2000 + random() * 20_000), run.finished])
    run.child.kill('SIGKILL')
    await Promise.all(servers.map((server) => untilFree(server, 120)))
    live = await served()
  } else {
    live = await shop.release(count % 4 === 0 ? 'v2' : 'v1', { inputs: { bake: '5s' } })
    seconds.push((performance.now() - started) / 1000)
    if ((await served()) !== live) throw new Error('the new release does not serve')
  }
  counts[kind]++
  console.error(`${new Date().toISOString()} ${JSON.stringify(counts)}`)
}
const report = await traffic.stop()
await balancer.close()

console.log(
  table(
    ['Deploys to three servers', 'Requests', 'of 20 s', 'Failed', 'ms, median / p99', 'A good deploy, s'],
    [
      [
        Object.entries(counts)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(', '),
        report.sent.toLocaleString('en'),
        String(report.long),
        `**${report.failed.toLocaleString('en')}**`,
        `${report.p50} / ${report.p99}`,
        median(seconds).toFixed(0),
      ],
    ],
  ),
)
for (const failure of report.firstFailures) console.log(`- ${failure}`)
const [server] = servers
if (server !== undefined)
  console.log(`\n${await machineLine(server)}; ${rate} requests/s on 30 connections, 3 of 20 s; seed ${seed}`)
if (report.failed > 0 || report.sent < atLeast) process.exitCode = 1

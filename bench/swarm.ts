/**
 * Counts failed requests on a Swarm of three managers behind one balancer: good releases, releases that never become
 * healthy, killed runs, and rollbacks with the images on the nodes and without; then the same with `docker stack deploy` alone.
 * `npm run bench -- swarm [good] [never healthy] [killed] [rollbacks of each kind] [requests a second] [requests at least] [seed]`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../src/report/markdown.ts'
import {
  assertClusterServes,
  clusterFootprint,
  formCluster,
  swarmInputs,
  untilClusterFree,
} from '../test/e2e/cluster.ts'
import { lightFile, productionShop } from '../test/e2e/production.ts'
import type { DistResult } from '../test/e2e/run-dist.ts'
import { withoutMasks } from '../test/e2e/shop-on-server.ts'
import { startTraffic, type TrafficReport } from '../test/e2e/traffic.ts'
import { randomFrom } from '../test/matrix/random.ts'
import { openBalancer } from '../test/sandbox/balancer.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { type Publishing, stackByHand } from './stage/stack-by-hand.ts'
import { median } from './stage/steps.ts'

const [
  good = 12,
  bad = 6,
  killed = 6,
  rollbacks = 2,
  rate = 150,
  atLeast = 100_000,
  seed = Date.now() % 1_000_000,
] = process.argv.slice(2).map(Number)
const random = randomFrom(seed)
const webs = 3

const sandbox = await openSandbox({ servers: 3, data: true })
const { servers } = sandbox
const [first] = servers as [Server, ...Server[]]
const load = { rate, connections: 30, long: 3 }

type Variant = 'light-1' | 'light-2'
const other = (variant: Variant): Variant => (variant === 'light-1' ? 'light-2' : 'light-1')

/** What was done, each kind with the seconds that it took: until a red run ended, until the cluster was free of a killed one. */
type Seconds = Record<
  'good' | 'never healthy' | 'killed' | 'rollback, images there' | 'rollback, images pulled',
  number[]
>

async function withTheSuite(): Promise<{ report: TrafficReport; seconds: Seconds; wentOn: number }> {
  await formCluster(servers)
  const shop = await productionShop(sandbox, servers, { name: 'swarm_bench', file: lightFile })
  const inputs = { ...swarmInputs, replicas: String(webs) }
  const seconds: Seconds = {
    ...{ good: [], 'never healthy': [], killed: [] },
    ...{ 'rollback, images there': [], 'rollback, images pulled': [] },
  }
  let variant: Variant = 'light-1'
  let wentOn = 0
  let live = await shop.release(variant, { inputs })
  const serves = async (): Promise<unknown> => await assertClusterServes(servers, { release: live, webs })
  await serves()
  const must = ({ code, log, outputs }: DistResult, wanted: number): string => {
    if (code !== wanted) throw new Error(`exit code ${code}, not ${wanted}:\n${withoutMasks(log)}`)
    return outputs['serving-release'] ?? ''
  }
  const turns: Record<keyof Seconds, () => Promise<number>> = {
    async good() {
      variant = other(variant)
      const run = await shop.deploy(variant, { inputs })
      live = must(run, 0)
      return run.seconds
    },
    async 'never healthy'() {
      const run = await shop.deploy('light-unhealthy', { inputs: { ...inputs, 'health-timeout': '8s' } })
      if (must(run, 1) !== live) throw new Error('the report names another release')
      return run.seconds
    },
    async killed() {
      const run = await shop.start(other(variant), { inputs })
      await Promise.race([sleep(2000 + random() * 18_000), run.finished])
      run.child.kill('SIGKILL')
      const free = await untilClusterFree(servers, 180)
      const now = (await clusterFootprint(servers)).live
      if (now !== live) {
        wentOn++
        variant = other(variant)
      }
      live = now
      return free
    },
    'rollback, images there': async () => await back(),
    'rollback, images pulled': async () => {
      const { reference } = await sandbox.buildShop(other(variant))
      await Promise.all(servers.map((server) => server.docker(['image', 'rm', '--force', reference])))
      return await back()
    },
  }
  const back = async (): Promise<number> => {
    const run = await shop.rollback({ engine: 'swarm' })
    live = must(run, 0)
    variant = other(variant)
    return run.seconds
  }
  const counts: [keyof Seconds, number][] = [
    ['good', good],
    ['killed', killed],
    ['never healthy', bad],
    ['rollback, images there', rollbacks],
    ['rollback, images pulled', rollbacks],
  ]
  const balancer = await openBalancer(servers, { readinessPath: '/saleor-deploy/ready' })
  const traffic = await startTraffic({ ...load, origin: balancer.url, atLeast })
  for (const [index, kind] of inTurn(counts).entries()) {
    seconds[kind].push(await turns[kind]())
    await serves()
    console.error(`${new Date().toISOString()} ${index + 1} ${kind}: ${seconds[kind].at(-1)?.toFixed(1)} s`)
  }
  const report = await traffic.stop()
  await balancer.close()
  return { report, seconds, wentOn }
}

interface ByHand {
  report: TrafficReport
  /** The exit codes for releases that never become healthy. */
  codes: number[]
  /** Whether the services were of two releases a minute after a client was killed, and whether the release went on. */
  mixed: number
  wentOn: number
}

/** Three good ones, then some that never become healthy, then some whose client is killed. */
async function withStackDeploy(publishing: Publishing, times: number): Promise<ByHand> {
  await formCluster(servers)
  const { databaseUrl, brokerUrl } = await sandbox.data.createDatabase('swarm_by_hand')
  const environment = { DATABASE_URL: databaseUrl, CELERY_BROKER_URL: brokerUrl }
  const stack = await stackByHand(sandbox, first, environment, publishing)
  const settled = async (): Promise<void> => {
    for (let tries = 0; tries < 90 && !(await stack.isSettled()); tries++) await sleep(1000)
    await sleep(5000)
  }
  if ((await stack.deploy('light-1')) !== 0) throw new Error('the first docker stack deploy failed')
  await settled()
  const balancer = await openBalancer(servers, { readinessPath: '/health/' })
  await sleep(5000)
  const traffic = await startTraffic({ ...load, origin: balancer.url })
  let variant: Variant = 'light-1'
  for (let count = 0; count < times; count++) {
    variant = other(variant)
    await stack.deploy(variant)
    await settled()
  }
  const codes: number[] = []
  for (let count = 0; count < times; count++) {
    codes.push(await stack.deploy('light-unhealthy'))
    await settled()
    console.error(
      `${publishing}: a bad release ended with ${codes.at(-1)}, and ${(await stack.variants()).join(' and ')} run`,
    )
    await stack.deploy(variant)
    await settled()
  }
  let [mixed, wentOn] = [0, 0]
  for (let count = 0; count < times; count++) {
    const next = other(variant)
    await stack.deploy(next, { killAfter: 0.2 + random() })
    await settled()
    const now = await stack.variants()
    console.error(`${publishing}: after a killed client ${now.join(' and ')} run`)
    if (now.length > 1) mixed++
    else if (now[0] === next) wentOn++
    await stack.deploy(next)
    await settled()
    variant = next
  }
  const report = await traffic.stop()
  await balancer.close()
  return { report, codes, mixed, wentOn }
}

/** One of each kind after the other, as long as there are any. Pure. */
function inTurn<T>(counts: readonly [T, number][]): T[] {
  const most = Math.max(...counts.map(([, count]) => count))
  return Array.from({ length: most }).flatMap((_, turn) =>
    counts.flatMap(([kind, count]) => {
      // Spread over the series, so that kinds of which there are few do not come all at its begin.
      const due = Math.floor(((turn + 1) * count) / most) - Math.floor((turn * count) / most)
      return Array.from({ length: due }, () => kind)
    }),
  )
}

function row(name: string, { sent, long, failed, secondsWithFailures, p50, p99 }: TrafficReport): string[] {
  const share = ((100 * failed) / sent).toFixed(failed === 0 ? 0 : 2)
  return [
    ...[name, sent.toLocaleString('en'), String(long), `**${failed.toLocaleString('en')}** (${share} %)`],
    ...[String(secondsWithFailures), `${p50} / ${p99}`],
  ]
}

const suite = await withTheSuite()
console.log(
  table(
    ['With engine: swarm', 'Times', 'Seconds, median / longest'],
    Object.entries(suite.seconds).map(([kind, all]) => [
      ...[kind, String(all.length)],
      all.length === 0 ? '' : `${median(all).toFixed(0)} / ${Math.max(...all).toFixed(0)}`,
    ]),
  ),
)
console.log(`\nOf the killed runs ${suite.wentOn} had committed.\n`)
for (const failure of suite.report.firstFailures) console.log(`- ${failure}`)

const times = Math.min(3, Math.ceil(good / 4))
const publishings: Publishing[] = times === 0 ? [] : ['host port', 'nginx']
const compared: [Publishing, ByHand][] = []
for (const publishing of publishings) compared.push([publishing, await withStackDeploy(publishing, times)])

console.log(
  table(
    ['', 'Requests', 'of 20 s', 'Failed', 'Seconds with failures', 'ms, median / p99'],
    [
      row('engine: swarm, all of the above', suite.report),
      ...compared.map(([publishing, { report }]) =>
        row(
          `\`docker stack deploy\`, ${publishing}: ${times} good, ${times} never healthy, ${times} killed`,
          report,
        ),
      ),
    ],
  ),
)
for (const [publishing, { codes, mixed, wentOn, report }] of compared) {
  console.log(
    `\n\`docker stack deploy\`, ${publishing}: releases that never became healthy ended with exit code ${codes.join(', ')}; ` +
      `of ${times} killed clients ${mixed} left services of two releases, ${wentOn} went on to the new one.`,
  )
  for (const failure of report.firstFailures.slice(0, 3)) console.log(`- ${failure}`)
}
console.log(
  `\n${await machineLine(first)}; ${rate} requests/s on ${load.connections} connections, ${load.long} of 20 s; seed ${seed}`,
)
if (suite.report.failed > 0 || suite.report.sent < atLeast) process.exitCode = 1
await Promise.all(servers.map((server) => server.wipe()))

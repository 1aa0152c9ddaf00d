/**
 * Measures how long clients still get the bad release, from the action's start to that release's last response: warm,
 * cold, and, for comparison, the old version deployed again by `docker compose up -d`.
 * `npm run bench -- rollback [runs] [requests a second]`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { table } from '../src/report/markdown.ts'
import { startDist } from '../test/e2e/run-dist.ts'
import { type DeployOptions, green, quickStart, shopOnServer } from '../test/e2e/shop-on-server.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { byHand } from './stage/by-hand.ts'
import { machineLine } from './stage/machine.ts'
import { askSteadily } from './stage/steady.ts'
import { median } from './stage/steps.ts'

const [runs = 20, rate = 50] = process.argv.slice(2).map(Number)
const sandbox = await openSandbox({ servers: 2 })
const [ours, theirs] = sandbox.servers as [Server, Server]

interface Watched {
  /** Seconds until the bad release's last response. */
  bad: number
  requests: number
  failed: number
}

/** Seconds that a slow app needs to start. The sample shop starts in a moment; an app with many imports, such as Saleor, does not. */
const bootSeconds = 8

const rows: [string, Watched[]][] = [
  ['rollback, warm', []],
  ['rollback, cold', []],
  [`rollback, cold, web takes ${bootSeconds} s more to start`, []],
  ['`docker compose up -d` of the old version', []],
]
const [warm, cold, coldSlow, compose] = rows.map(([, all]) => all) as [
  Watched[],
  Watched[],
  Watched[],
  Watched[],
]

await ours.wipe()
const shop = await shopOnServer(sandbox, ours)
await shop.release('v1', blueGreen())
const own: number[] = []
for (let run = 0; run < runs; run++) {
  await shop.release('v2', blueGreen({ 'keep-warm': 'true' }))
  warm.push(await watch(ours, '3.20.1', rollback))
  await shop.release('v2', blueGreen())
  own.push(await timeToHealthy())
  cold.push(await watch(ours, '3.20.1', rollback))
  console.error(`${run + 1}: ${warm.at(-1)?.bad.toFixed(2)} s warm, ${cold.at(-1)?.bad.toFixed(2)} s cold`)
}
await ours.wipe()
const slowShop = await shopOnServer(sandbox, ours, (text) => slowToBoot(quickStart(text)))
await slowShop.release('v1', blueGreen())
const ownSlow: number[] = []
for (let run = 0; run < Math.max(1, Math.floor(runs / 4)); run++) {
  await slowShop.release('v2', blueGreen())
  ownSlow.push(await timeToHealthy())
  coldSlow.push(await watch(ours, '3.20.1', rollback))
}
await ours.wipe()
const up = await byHand(sandbox, theirs)
await up('v1')
for (let run = 0; run < Math.max(1, Math.floor(runs / 4)); run++) {
  await up('v2')
  await sleep(8000)
  compose.push(await watch(theirs, '3.20.1', () => up('v1')))
}
await theirs.wipe()

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0)
console.log(
  table(
    ['', 'Runs', 'Bad release still answers, s (median / longest)', 'Requests', 'Failed'],
    rows.map(([name, all]) => [
      name,
      String(all.length),
      `${median(all.map(({ bad }) => bad)).toFixed(2)} / ${Math.max(...all.map(({ bad }) => bad)).toFixed(2)}`,
      sum(all.map(({ requests }) => requests)).toLocaleString('en'),
      `**${sum(all.map(({ failed }) => failed)).toLocaleString('en')}**`,
    ]),
  ),
)
const ratio = (all: readonly Watched[], times: readonly number[]): string =>
  median(all.map(({ bad }, index) => bad / (times[index] ?? Number.NaN))).toFixed(2)
console.log(
  `\nThe container's own time from \`docker compose run\` to healthy: ${median(own).toFixed(2)} s (median), of which cold is ${ratio(cold, own)} times; ${median(ownSlow).toFixed(2)} s where it starts slowly, ${ratio(coldSlow, ownSlow)} times.`,
)
console.log(`${rate} requests/s. ${await machineLine(ours)}`)

function blueGreen(more: Record<string, string> = {}): DeployOptions {
  return { inputs: { strategy: 'blue-green', ...more } }
}

/** The Compose file with a web container that is busy for a while before it starts the image's server. */
function slowToBoot(text: string): string {
  const own = ['uvicorn', 'saleor.asgi:application', '--host=0.0.0.0', '--port=8000', '--lifespan=off']
  const command = ['sh', '-c', `sleep ${bootSeconds}; exec "$@"`, 'sh', ...own]
  return text.replace(
    '  web:\n',
    `  web:\n    command: ${JSON.stringify(command).replaceAll('$', '$$$$$$$$')}\n`,
  )
}

async function rollback(): Promise<void> {
  const { address, port, user, privateKey, knownHosts } = ours
  const run = await startDist('rollback', {
    inputs: {
      ...{ hosts: address, port: String(port), user, 'ssh-key': privateKey, 'known-hosts': knownHosts },
      reason: 'a measurement',
      'drain-timeout': '5s',
    },
  })
  await green(run.finished)
}

/** Sends requests and records which release responds, until the work is done. */
async function watch(server: Server, badVersion: string, work: () => Promise<void>): Promise<Watched> {
  const pool = new Pool(server.url(8000), { connections: 10, pipelining: 1, headersTimeout: 10_000 })
  const watched: Watched = { bad: 0, requests: 0, failed: 0 }
  const started = performance.now()
  const ask = async (): Promise<void> => {
    watched.requests++
    try {
      const { statusCode, body } = await pool.request({ method: 'GET', path: '/whoami/' })
      const text = await body.text()
      if (statusCode !== 200) watched.failed++
      else if (text.includes(badVersion))
        watched.bad = Math.max(watched.bad, (performance.now() - started) / 1000)
    } catch {
      watched.failed++
    }
  }
  const asking = askSteadily(rate, ask)
  try {
    await work()
  } finally {
    await asking.stop()
  }
  await pool.close()
  return watched
}

/** Seconds that a container of the rollback's target needs to become healthy, started by Compose beside the live release. */
async function timeToHealthy(): Promise<number> {
  const script = `
cd /opt/saleor; start=$(date +%s%N)
docker compose --progress quiet -p saleor --project-directory /opt/saleor --env-file /dev/null -f previous/compose.json \\
  run --detach --no-deps --name measured web >/dev/null 2>&1
ip=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' measured)
until (exec 3<>/dev/tcp/$ip/8000 && printf 'GET /health/ HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 &&
  read -r _ status _ <&3 && [ "$status" = 200 ]) 2>/dev/null; do sleep 0.05; done
echo $(( ($(date +%s%N) - start) / 1000000 ))
docker rm -f measured >/dev/null`
  const { stdout, stderr } = await ours.run(['timeout', '60', 'bash', '-c', script], { user: 'deploy' })
  const milliseconds = Number(stdout.trim())
  if (!(milliseconds > 0)) throw new Error(`the container was not healthy in time: ${stderr}`)
  return milliseconds / 1000
}

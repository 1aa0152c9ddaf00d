/**
 * Measures tasks and the schedule during deploys: a stream of tasks runs while releases are deployed, then every task
 * and every tick of beat is looked up in the database. `npm run bench -- celery [deploys] [tasks a second]`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../src/report/markdown.ts'
import { quickStart, shopOnServer } from '../test/e2e/shop-on-server.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'

const [deploys = 30, rate = 3] = process.argv.slice(2).map(Number)
const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const origin = server.url(8000)

/** The duration of each task in seconds, so that some always run when a worker gets its stop signal. */
const taskSeconds = 0.5
const names: string[] = []
const streaming = new AbortController()

async function stream(): Promise<void> {
  while (!streaming.signal.aborted) {
    const name = `task-${names.length}`
    const { status } = await fetch(`${origin}/tasks/?id=${name}&seconds=${taskSeconds}`, { method: 'POST' })
    if (status >= 300) throw new Error(`a task could not be given: ${status}`)
    names.push(name)
    await sleep(1000 / rate)
  }
}

await server.wipe()
// Workers need time to finish their current tasks.
const shop = await shopOnServer(sandbox, server, (text) =>
  quickStart(text).replaceAll(
    '    restart: unless-stopped\n',
    '    restart: unless-stopped\n    stop_grace_period: 60s\n',
  ),
)
await shop.release('v1')
const started = Date.now() / 1000
const streamed = stream()
for (let count = 0; count < deploys; count++) {
  await shop.release(count % 2 === 0 ? 'v2' : 'v1')
  console.error(`${count + 1} deploys, ${names.length} tasks given`)
}
streaming.abort()
await streamed

const until = Date.now() + 120_000
let times: number[]
do {
  await sleep(3000)
  const { runs } = (await (await fetch(`${origin}/tasks/?id=task-`)).json()) as {
    runs: Record<string, number>
  }
  times = names.map((name) => runs[name] ?? 0)
} while (times.includes(0) && Date.now() < until)

const { schedulers } = (await (await fetch(`${origin}/ticks/?since=${started}`)).json()) as {
  schedulers: { scheduler: string; first: number; last: number; count: number }[]
}
const inOrder = schedulers.toSorted((one, other) => one.first - other.first)
const overlaps = inOrder.filter((one, index) => (inOrder[index - 1]?.last ?? 0) > one.first)
const lost = times.filter((count) => count === 0).length
const twice = times.filter((count) => count > 1).length
console.log(
  table(
    ['Deploys', 'Tasks', 'Lost', 'Run twice', 'Schedulers, one after the other', 'Two at once', 'Ticks'],
    [
      [
        String(deploys),
        String(names.length),
        `**${lost}**`,
        `**${twice}**`,
        String(inOrder.length),
        `**${overlaps.length}**`,
        String(inOrder.reduce((sum, { count }) => sum + count, 0)),
      ],
    ],
  ),
)
console.log(`\n${await machineLine(server)}; ${rate} tasks/s of ${taskSeconds} s`)
if (lost + twice + overlaps.length > 0) process.exitCode = 1

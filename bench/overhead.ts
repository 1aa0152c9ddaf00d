/**
 * Measures a deploy's overhead beyond the engine's own work, on a short and on a long line: connections, commands, and
 * seconds outside of pulling, creating, starting and waiting for health. `npm run bench -- overhead [runs]`, after
 * `npm run build`.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { table } from '../src/report/markdown.ts'
import { green, shopOnServer } from '../test/e2e/shop-on-server.ts'
import { startRelay } from '../test/sandbox/relay.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { median, stepsOf } from './stage/steps.ts'

/** Steps whose time belongs to the engine and the shop: it would be the same with any tool. */
const theirs = /^(Pull|The image|Apply|Create|Start|Stop|Hand over|Watch|Let requests)/

const [runs = 5] = process.argv.slice(2).map(Number)
const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]

interface Measured {
  connections: number
  commands: number
  seconds: number
  steps: { name: string; seconds: number }[]
}

await server.wipe()
const shop = await shopOnServer(sandbox, server)
await shop.release('v1')
await shop.release('v2')
const measured = new Map<number, Measured[]>([
  [0, []],
  [50, []],
])
// Runs are interleaved, so that a busy moment of the machine affects both.
for (let run = 0; run < runs; run++)
  for (const [delayMs, all] of measured) all.push(await measure(delayMs, all.length % 2 === 0 ? 'v1' : 'v2'))
report()

async function measure(delayMs: number, variant: 'v1' | 'v2'): Promise<Measured> {
  // Each run changes a setting of the Compose project, so that there is always something to deploy.
  const compose = (text: string): string =>
    text.replace('  web:\n', `  web:\n    labels: { run: "${Date.now()}" }\n`)
  const relay = await startRelay({ to: { host: server.address, port: server.port }, delayMs })
  const door = await countingProxy(relay.port)
  try {
    const [, ...key] = server.knownHosts.split(' ')
    const inputs = {
      host: '127.0.0.1',
      port: String(door.port),
      'known-hosts': `[127.0.0.1]:${door.port} ${key.join(' ')}`,
    }
    const { log, seconds } = await green(shop.deploy(variant, { inputs, compose }))
    const commands = Number(/^(\d+) commands? over one connection$/m.exec(log)?.[1])
    return { connections: door.count(), commands, seconds, steps: stepsOf(log) }
  } finally {
    door.close()
    await relay.close()
  }
}

/** A proxy that forwards everything and counts. */
async function countingProxy(
  port: number,
): Promise<{ port: number; count: () => number; close: () => void }> {
  let count = 0
  const door = createServer({ noDelay: true }, (near) => {
    count++
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    near.on('error', () => far.destroy()).pipe(far)
    far.on('error', () => near.destroy()).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  return { port: (door.address() as AddressInfo).port, count: () => count, close: () => void door.close() }
}

function report(): void {
  const columns = [...measured]
  const cells = (value: (one: Measured) => number, digits = 2): string[] =>
    columns.map(([, all]) => median(all.map(value)).toFixed(digits))
  const kinds = (columns[0]?.[1][0]?.steps ?? []).map(({ name }) => shortName(name))
  const inSteps = ({ steps }: Measured, which: (name: string) => boolean): number =>
    steps.filter(({ name }) => which(name)).reduce((sum, { seconds }) => sum + seconds, 0)
  const ours = (one: Measured): number => one.seconds - inSteps(one, (name) => theirs.test(name))
  console.log(
    table(
      ['', ...columns.map(([delay]) => `${delay} ms round trip`)],
      [
        ['SSH connections', ...cells(({ connections }) => connections, 0)],
        ['Commands sent', ...cells(({ commands }) => commands, 0)],
        ['**Seconds not pulling, starting or waiting**', ...cells(ours).map((one) => `**${one}**`)],
        [
          '· outside of steps: Node, Compose file, login, look',
          ...cells((one) => one.seconds - inSteps(one, () => true)),
        ],
        ...kinds
          .filter((name) => !theirs.test(name))
          .map((name) => [`· ${name}`, ...cells((one) => inSteps(one, (step) => shortName(step) === name))]),
        ['Seconds of the engine and the shop', ...cells((one) => inSteps(one, (name) => theirs.test(name)))],
        ...kinds
          .filter((name) => theirs.test(name))
          .map((name) => [`· ${name}`, ...cells((one) => inSteps(one, (step) => shortName(step) === name))]),
        ['Seconds in all', ...cells(({ seconds }) => seconds)],
      ],
    ),
  )
}

function shortName(name: string): string {
  return name.split(/ (?:release|localhost|and wait|in flight) ?/)[0]?.slice(0, 60) ?? ''
}
console.log(`\nMedians of ${runs} deploys each. ${await machineLine(server)}`)

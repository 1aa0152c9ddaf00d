/**
 * Compares the time of a full smoke test with its slowest single check, as all checks run at the same time. It runs
 * each check alone, then all, several times. `npm run bench -- smoke [runs]`, after `npm run build`.
 */
import { table } from '../src/report/markdown.ts'
import { runDist } from '../test/e2e/run-dist.ts'
import { green, shopOnServer } from '../test/e2e/shop-on-server.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { startSentry } from '../test/smoke/sentry-stand-in.ts'
import { machineLine } from './stage/machine.ts'
import { median } from './stage/steps.ts'

const [runs = 7] = process.argv.slice(2).map(Number)
const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
await server.wipe()
const shop = await shopOnServer(sandbox, server)
const release = await shop.release('v1')
const sentry = await startSentry({ slow: 1 })

const url = server.url(8000)
const base = { url, 'load-duration': '0', severities: 'introspection=off' }
const inside = {
  ...{ host: server.address, user: server.user, 'ssh-key': server.privateKey },
  'known-hosts': server.knownHosts,
}
const marked = {
  ...{ 'sentry-url': sentry.url, 'sentry-token': sentry.token, 'sentry-dsn': sentry.dsn },
  ...{ 'sentry-organization': 'shop', 'sentry-project': 'backend', 'sentry-release': '3.20.0' },
}
const own = '- { name: version, url: /whoami/, json: { version: 3.20.0 } }'

/** Inputs of a smoke test with a single check, besides the check that the shop is stable. */
const singles: Record<string, Record<string, string>> = {
  'three good rounds, 1 s apart': base,
  introspection: { url, 'load-duration': '0' },
  'load, 10 requests a second for 3 s': { ...base, 'load-duration': '3s' },
  'inside, 17 checks': { ...base, ...inside },
  'own check': { ...base, 'own-checks': own },
  'Sentry, the event found at the second look': { ...base, ...marked },
}
const full = {
  url,
  ...inside,
  ...marked,
  'own-checks': own,
  'expect-release': release,
  'expect-version': '3.20.0',
}

interface Measured {
  seconds: number
  /** The longest of the checks that run at the same time. */
  slowest: number
  checks: number
}
const measured = new Map<string, Measured[]>([...Object.keys(singles), 'full'].map((name) => [name, []]))
// Runs are interleaved, so that a busy moment of the machine affects all.
for (let run = 0; run < runs; run++)
  for (const [name, all] of measured) all.push(await measure(singles[name] ?? full))

async function measure(inputs: Record<string, string>): Promise<Measured> {
  const { outputs, seconds } = await green(runDist('smoke-test', { inputs }))
  const checks = JSON.parse(outputs.checks ?? '[]') as { seconds: number }[]
  return {
    seconds,
    slowest: Math.max(...checks.map((check) => check.seconds)),
    checks: checks.length,
  }
}

const middle = (name: string, value: (one: Measured) => number): number =>
  median((measured.get(name) ?? []).map(value))
const slowest = Object.keys(singles).reduce((one, other) =>
  middle(other, ({ seconds }) => seconds) > middle(one, ({ seconds }) => seconds) ? other : one,
)
const sum = Object.keys(singles).reduce((total, name) => total + middle(name, ({ seconds }) => seconds), 0)
const row = (name: string, label = name): string[] => [
  label,
  String(middle(name, ({ checks }) => checks)),
  middle(name, ({ seconds }) => seconds).toFixed(2),
]
console.log(
  table(
    ['', 'Checks', 'Seconds of the job step'],
    [
      ...Object.keys(singles).map((name) => row(name, name === slowest ? `${name} (the slowest)` : name)),
      row('full', '**full: all of these**'),
    ],
  ),
)
const added = middle('full', ({ seconds }) => seconds) - middle(slowest, ({ seconds }) => seconds)
console.log(
  `\nMedians of ${runs} runs each. The full one takes ${added.toFixed(2)} s more than the slowest single one; one after ` +
    `the other they would take ${sum.toFixed(1)} s. ${await machineLine(server)}`,
)
sentry.close()

/**
 * Compares the checks' results with the truth in random states of a shop: which containers run, which release is live,
 * whether database and Redis are up. `npm run bench -- smoke-states [states] [seed] [servers]`, after `npm run build`.
 */
import { table } from '../src/report/markdown.ts'
import { shopOnServer } from '../test/e2e/shop-on-server.ts'
import {
  fix,
  type LiveShop,
  lineOf,
  put,
  type ShopState,
  statesOf,
  truthOf,
  verdictOf,
} from '../test/e2e/shop-states.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'

const [count = 100, seed = 4711, servers = 3] = process.argv.slice(2).map(Number)
const sandbox = await openSandbox({ servers })
const waiting = statesOf(count, seed)
const tried: { state: ShopState; failed: string[]; agrees: boolean; seconds: number }[] = []

/** One server tries states until none is left; half of them with another release. */
async function work(server: Server): Promise<void> {
  await server.wipe()
  const shop = await shopOnServer(sandbox, server)
  const deploy = async (variant: 'v1' | 'v2', version: string): Promise<LiveShop> => {
    const release = await shop.release(variant)
    await fix(server)
    return { server, release, version }
  }
  let live = await deploy('v1', '3.20.0')
  for (let state = waiting.shift(); state !== undefined; state = waiting.shift()) {
    if (live.version === '3.20.0' && waiting.length < count / 2) live = await deploy('v2', '3.20.1')
    await put(server, state)
    const { failed, ran } = await verdictOf(live, state)
    const truth = truthOf(state)
    const agrees = failed.join() === truth.join()
    tried.push({ state, failed, agrees, seconds: ran.seconds })
    console.error(`${tried.length}: ${agrees ? 'agrees' : 'DIFFERS'}: ${lineOf(state)}`)
    if (!agrees) console.error(`truth: ${truth.join(', ')}\nchecks: ${failed.join(', ')}\n${ran.summary}`)
    await fix(server, state)
  }
}

await Promise.all(sandbox.servers.map(work))
const well = tried.filter(({ state }) => lineOf(state) === 'well')
const ill = tried.filter((one) => !well.includes(one))
const row = (name: string, some: typeof tried): string[] => [
  name,
  String(some.length),
  `**${some.filter(({ agrees }) => agrees).length}**`,
  String(some.reduce((sum, { failed }) => sum + failed.length, 0)),
  (some.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, some.length)).toFixed(1),
]
console.log(
  table(
    ['Shop', 'States', 'Checks agree with the truth', 'Failed checks, all named beforehand', 'Seconds each'],
    [row('well', well), row('something is wrong', ill)],
  ),
)
console.log(`\nSeed ${seed}. ${await machineLine(sandbox.servers[0] as Server)}`)
if (tried.some(({ agrees }) => !agrees) || tried.length !== count) process.exitCode = 1

/**
 * Runs two deploys to one fleet of three at the same time and checks that they never work together or deadlock, and
 * that the second one names the first, or waits. `npm run bench -- races [races] [seed]`.
 */

import { table } from '../src/report/markdown.ts'
import { productionShop } from '../test/e2e/production.ts'
import { race, racesOf } from '../test/e2e/race.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { median } from './stage/steps.ts'

const [count = 200, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number)
const sandbox = await openSandbox({ servers: 3, data: true })
const servers = sandbox.servers as [Server, Server, Server]
const wipe = async (): Promise<unknown> => await Promise.all(servers.map((server) => server.wipe()))
await wipe()
const shop = await productionShop(sandbox, servers, { name: 'races' })

const kinds = { 'is refused': [] as number[], 'waits, then deploys': [] as number[] }
const wonBy = { ada: 0, grace: 0 }
const problems: string[] = []
for (const [index, one] of racesOf(count, servers.length, seed).entries()) {
  const what = `race ${index + 1}, ${one.between} ms apart, hosts ${one.orders.map((order) => order.join('')).join(' and ')}`
  try {
    const { winner, loser } = await race(shop, one, `${seed} ${index}`)
    kinds[one.waits ? 'waits, then deploys' : 'is refused'].push(loser.seconds)
    wonBy[winner.name as keyof typeof wonBy]++
    console.error(
      `${what}: ${winner.name} was first, ${loser.name} ended after ${loser.seconds.toFixed(1)} s`,
    )
  } catch (error) {
    problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    console.error(problems.at(-1))
    await wipe()
  }
}

console.log(
  table(
    ['The one that comes second', 'Races as they should be', 'Ended after, s (median / longest)'],
    Object.entries(kinds).map(([kind, seconds]) => [
      kind,
      String(seconds.length),
      seconds.length === 0 ? '' : `${median(seconds).toFixed(1)} / ${Math.max(...seconds).toFixed(1)}`,
    ]),
  ),
)
console.log(
  `\n${count} races, ${problems.length} not as they should be; won by the one that started first: ${wonBy.ada}.`,
)
for (const problem of problems) console.log(`\n- ${problem}`)
console.log(`\nSeed ${seed}. ${await machineLine(servers[0])}`)
if (problems.length > 0) process.exitCode = 1
await wipe()

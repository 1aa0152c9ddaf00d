/**
 * Measures a deploy's wall time as the fleet grows: 1, 2, 4 and 8 servers on this machine. The shop starts almost at
 * once, so that the result shows the suite and not the app. `npm run bench -- fleet-cost [runs]`.
 */
import { table } from '../src/report/markdown.ts'
import { lightFile, productionShop } from '../test/e2e/production.ts'
import { openSandbox } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { median } from './stage/steps.ts'

const [runs = 5] = process.argv.slice(2).map(Number)
const sizes = [1, 2, 4, 8]
const sandbox = await openSandbox({ servers: Math.max(...sizes), data: true })
await Promise.all(sandbox.servers.map((server) => server.wipe()))

const medians: number[] = []
for (const size of sizes) {
  const servers = sandbox.servers.slice(0, size)
  const shop = await productionShop(sandbox, servers, { name: `fleet_cost_${size}`, file: lightFile })
  await Promise.all(servers.map((server) => server.wipe()))
  await shop.release('light-1')
  await shop.release('light-2')
  const seconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    await shop.release(run % 2 === 0 ? 'light-1' : 'light-2')
    seconds.push((performance.now() - started) / 1000)
  }
  medians.push(median(seconds))
  console.error(`${size}: ${seconds.map((one) => one.toFixed(1)).join(' ')}`)
}
const [one = Number.NaN] = medians
console.log(
  table(
    ['Servers', 'A deploy, s (median)', 'times one server', 'for each server, s'],
    sizes.map((size, index) => {
      const seconds = medians[index] ?? Number.NaN
      return [String(size), seconds.toFixed(1), (seconds / one).toFixed(2), (seconds / size).toFixed(1)]
    }),
  ),
)
const [server] = sandbox.servers
if (server !== undefined)
  console.log(`\n${await machineLine(server)}; ${runs} runs each, images pulled before`)

/**
 * Measures the disk over a long series of deploys: the images, containers, volumes, releases and backups after each.
 * Each release has its own image. `npm run bench -- disk [deploys]`.
 */
import { table } from '../src/report/markdown.ts'
import { lightFile, productionShop } from '../test/e2e/production.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { buildFresh } from '../test/sandbox/shop.ts'
import { machineLine } from './stage/machine.ts'

const [deploys = 100] = process.argv.slice(2).map(Number)
const keep = 3
const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
await server.wipe()
await server.docker(['image', 'prune', '--all', '--force'])

const command = `du -sk /opt/saleor | cut -f1
du -sk /var/lib/docker/overlay2 2>/dev/null | cut -f1
docker image ls -q | sort -u | wc -l
docker ps -aq | wc -l
docker volume ls -q | wc -l
ls /opt/saleor/releases | wc -l
ls /opt/saleor/backups/*.dump 2>/dev/null | wc -l`

async function footprint(): Promise<number[]> {
  const { stdout } = await server.run(['bash', '-c', command])
  return stdout.trim().split('\n').map(Number)
}

const shop = await productionShop(sandbox, [server], { name: 'disk', file: lightFile })
const inputs = {
  backup: 'always',
  'verify-backup': 'list',
  'keep-backups': '5',
  'keep-releases': String(keep),
}
const after: number[][] = []
for (let count = 0; count < deploys; count++) {
  const { reference: image } = await buildFresh('light-1', 5_000_000)
  await shop.release('light-1', { inputs: { ...inputs, image } })
  after.push(await footprint())
  if (count % 10 === 9) console.error(`${count + 1}: ${after.at(-1)?.join(' ')}`)
}

// The first deploys fill up what is kept.
const settled = after.slice(Math.min(keep + 7, Math.floor(deploys / 2)))
const names = [
  '/opt/saleor, kB',
  "Docker's layers, kB",
  'Images',
  'Containers',
  'Volumes',
  'Releases',
  'Backups',
]
const column = (index: number): number[] => settled.map((row) => row[index] ?? 0)
console.log(
  table(
    [`Over the last ${settled.length} of ${deploys} deploys`, 'Least', 'Most', 'At the end'],
    names.map((name, index) => {
      const all = column(index)
      return [
        name,
        ...[Math.min(...all), Math.max(...all), all.at(-1) ?? 0].map((one) => one.toLocaleString('en')),
      ]
    }),
  ),
)
console.log(`\n${await machineLine(server)}; keep-releases ${keep}, keep-backups 5`)
// events.log grows by a line per deploy; during a deploy there is one release more than is kept.
const grown = names.flatMap((name, index) => {
  const all = column(index)
  const allowed = index < 2 ? 1.05 * Math.min(...all) + 8_000 : Math.min(...all) + 1
  return Math.max(...all) > allowed ? [name] : []
})
if (grown.length > 0) {
  console.log(`\n- grows: ${grown.join(', ')}`)
  process.exitCode = 1
}

import { expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { deployedVariants, leftHost } from '../version-before/left-host.ts'
import { putOnServer } from '../version-before/on-server.ts'
import { lightFile, type ProductionShop, productionShop } from './production.ts'
import { answering, assertServesAlone } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]

/** Makes the server what a deploy of the version before left that was killed with its guard after the switch. */
async function leaveSwitched({ database }: ProductionShop): Promise<{ live: string; killed: string }> {
  const [one, two] = await Promise.all(deployedVariants.map((variant) => sandbox.buildShop(variant)))
  const bare = (digest = ''): string => digest.slice('sha256:'.length)
  const left = leftHost('switched', {
    ...{ root: '/opt/saleor', host: server.address, registry: sandbox.registry.address },
    digests: { 'light-1': bare(one?.digest), 'light-2': bare(two?.digest) },
    environment: {
      ...{ SECRET_KEY: 'the-secret-of-that-time', RSA_PRIVATE_KEY: 'the key of that time' },
      ...{ DATABASE_URL: database.databaseUrl, REDIS_URL: database.redisUrl },
      ...{ CACHE_URL: database.redisUrl, CELERY_BROKER_URL: database.brokerUrl },
    },
  })
  await putOnServer(server, left, sandbox)
  const { release } = JSON.parse(left.files.holder?.split('\n')[0] ?? '') as { release: string }
  return { live: left.links.live?.split('/')[1] ?? '', killed: release }
}

test('What the version before left is undone first, then a deploy and a rollback to its release succeed, and no request fails', async () => {
  await server.wipe()
  const shop = await productionShop(sandbox, [server], { name: 'version_before', file: lightFile })
  const { live, killed } = await leaveSwitched(shop)
  // The edge sends to the release that was killed, as its file says.
  await expect
    .poll(() => answering(server).catch(String), { timeout: 120_000, interval: 500 })
    .toEqual([`200 ${killed}`])

  const traffic = await startTraffic({ origin: server.url(8000), rate: 40, connections: 10, long: 0 })
  const deployed = await shop.deploy('light-1', { inputs: { backup: 'never' } })
  const made = deployed.outputs.release ?? ''
  const answers = await answering(server)
  const back = await shop.rollback({ from: made })
  const { firstFailures, byRelease } = await traffic.stop()
  expect(deployed.code, withoutMasks(deployed.log)).toBe(0)
  expect([deployed.outputs['previous-release'], answers]).toEqual([live, [`200 ${made}`]])
  expect([back.code, back.outputs.release], withoutMasks(back.log)).toEqual([0, live])
  expect(firstFailures).toEqual([])
  expect(Object.keys(byRelease).sort()).toEqual([live, killed, made].sort())
  await assertServesAlone(server, live)

  const { stdout } = await server.run(['tail', '-n', '3', '/opt/saleor/events.log'])
  const events = stdout.trim().split('\n')
  expect(events.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { action: 'deploy', release: killed, result: 'undone-by-the-next' },
    { action: 'deploy', release: made, result: 'live' },
    { action: 'rollback', release: live, from: made, result: 'live' },
  ])
})

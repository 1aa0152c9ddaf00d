import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { openBalancer } from '../sandbox/balancer.ts'
import { registryPort } from '../sandbox/names.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import {
  connectionInputs,
  lightFile,
  type ProductionShop,
  productionShop,
  schedulerRuns,
  twoAtOnce,
} from './production.ts'
import { type DistResult, runDist } from './run-dist.ts'
import { assertFleetServesAlone, footprintOf, untilFree } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 3, data: true })
const servers = sandbox.servers as [Server, Server, Server]
const [first, second, third] = servers
let shop: ProductionShop
let one = ''
let two = ''

beforeAll(async () => {
  await Promise.all(servers.map((server) => server.wipe()))
  shop = await productionShop(sandbox, servers, { name: 'rollback', file: lightFile })
  await sandbox.data.psql('ALTER ROLE rollback CREATEDB')
  one = await shop.release('light-1', { inputs: { backup: 'never' } })
})

const ended = ({ code, outputs }: DistResult): unknown[] => [code, outputs['reason-code']]

/** Takes away the server's way to the registry; returns what gives it back. */
async function withoutRegistry(server: Server): Promise<() => Promise<unknown>> {
  const { stdout } = await server.run(['pgrep', '-a', '-f', `socat TCP-LISTEN:${registryPort}`])
  const [, ...command] = stdout.trim().split('\n')[0]?.split(' ') ?? []
  await server.run(['pkill', '-f', `socat TCP-LISTEN:${registryPort}`])
  return () => server.run(['sh', '-c', 'setsid "$@" >/dev/null 2>&1 &', 'again', ...command])
}

/** A variable that only release two has, as web that serves has it. */
async function roundOf(server: Server): Promise<string> {
  const { containers } = await footprintOf(server)
  const web = containers.find(({ role }) => role === 'web')?.name ?? ''
  return (await server.docker(['exec', web, 'printenv', 'TEST_ROUND'])).stdout.trim()
}

test('A rollback from a first release has no target, and changes nothing', async () => {
  const before = await Promise.all(servers.map(footprintOf))
  const result = await shop.rollback()
  expect(ended(result), withoutMasks(result.log)).toEqual([1, 'no-target'])
  expect(result.log).toContain('is the first release: there is nothing to go back to')
  expect(result.log).toContain(
    `Release ${one} is live on ${servers.map(({ address }) => address).join(', ')}.`,
  )
  const left = await shop.rollback({ from: one })
  expect(ended(left), withoutMasks(left.log)).toEqual([0, 'unchanged'])
  expect(left.log).toContain(
    `::warning::${one} is the first release: there is nothing to go back to, so it stays`,
  )
  expect(left.outputs).toMatchObject({ 'serving-release': one, 'customers-affected': 'false' })
  expect(await Promise.all(servers.map(footprintOf))).toEqual(before)
})

test('A cold rollback starts the release before beside the live one, with its own environment, and no request fails', async () => {
  two = await shop.release('light-2', {
    inputs: { backup: 'never' },
    compose: (text) => text.replace('  web:\n', '  web:\n    environment:\n      TEST_ROUND: "two"\n'),
  })
  const balancer = await openBalancer(servers, { readinessPath: '/saleor-deploy/ready' })
  const traffic = await startTraffic({ origin: balancer.url, rate: 40, connections: 10, long: 1 })
  const result = await shop.rollback()
  const load = await traffic.stop()
  await balancer.close()
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  expect(load.firstFailures).toEqual([])
  expect(load.sent).toBeGreaterThan(50)
  expect(result.outputs).toMatchObject({ release: one, 'previous-release': two })
  await assertFleetServesAlone(servers, one)
  expect(await roundOf(first)).toBe('')
  expect(result.summary).toContain('> a test')
  expect(result.summary).toContain(two)
  for (const server of servers) {
    const { stdout } = await server.run(['tail', '-n', '1', '/opt/saleor/events.log'])
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ action: 'rollback', result: 'live', release: one, from: two, reason: 'a test', actor: 'ada' },
    })
  }
})

test('A rollback of the rollback goes forward again', async () => {
  const result = await shop.rollback()
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  await assertFleetServesAlone(servers, two)
  expect(await roundOf(first)).toBe('two')
})

test('A rollback with `from` that is not live does nothing', async () => {
  for (const from of [one, 'none']) {
    const result = await shop.rollback({ from })
    expect(ended(result), withoutMasks(result.log)).toEqual([0, 'unchanged'])
  }
  await assertFleetServesAlone(servers, two)
})

test('If a part of the fleet is rolled back already, the rest follows', async () => {
  // As after a runner that was killed while it told one host after the other to commit.
  const alone = await shop.rollback({ ...connectionInputs([first]), to: one })
  expect(ended(alone), withoutMasks(alone.log)).toEqual([0, 'done'])
  const result = await shop.rollback({ from: two, to: one })
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  await assertFleetServesAlone(servers, one)
  expect(ended(await shop.rollback())).toEqual([0, 'done'])
  await assertFleetServesAlone(servers, two)
})

test('A dry run of a rollback prints the plan and the targets, and changes nothing', async () => {
  const before = await Promise.all(servers.map(footprintOf))
  const result = await shop.rollback({ to: 'v4.0.0', 'dry-run': 'true' })
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'planned'])
  expect(JSON.parse(result.outputs.plan ?? '')).toContain('Commit: the point of no return')
  expect(JSON.parse(result.outputs.targets ?? '')).toMatchObject([
    { release: one, version: '4.0.0', warm: false, images: 3 },
  ])
  expect(await Promise.all(servers.map(footprintOf))).toEqual(before)
})

test('A rollback of production without a reason is refused', async () => {
  const result = await shop.rollback({ reason: '' })
  expect(ended(result)).toEqual([1, 'bad-input'])
})

test('A rollback works without the registry, but is red before anything changes if a host lacks the image', async () => {
  // For these servers alone: others may be at work with the registry.
  const away = await Promise.all(servers.map(withoutRegistry))
  try {
    const result = await shop.rollback({ to: one })
    expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
    await assertFleetServesAlone(servers, one)
    const { reference } = await sandbox.buildShop('light-2')
    await second.docker(['image', 'rm', reference])
    const before = await Promise.all(servers.map(footprintOf))
    const refused = await shop.rollback({ to: two })
    expect(ended(refused), withoutMasks(refused.log)).toEqual([1, 'pull-failed'])
    expect(refused.log).toContain(`::error::${second.address}: pulling`)
    expect(await Promise.all(servers.map(footprintOf))).toEqual(before)
  } finally {
    await Promise.all(away.map((back) => back()))
  }
  const { registry } = sandbox
  const login = { 'registry-username': registry.username, 'registry-password': registry.password }
  const result = await shop.rollback({ to: two, ...login })
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  await assertFleetServesAlone(servers, two)
})

test('A warm rollback is one switch to the containers that were kept warm', async () => {
  const warm = { backup: 'never', 'keep-warm': 'true' }
  const three = await shop.release('light-1', { inputs: warm })
  const before = await Promise.all(servers.map(footprintOf))
  const kept = before.map(({ containers }) => containers.filter(({ release }) => release === two))
  for (const some of kept)
    expect(
      some
        .map(({ service, state }) => `${service} ${state}`)
        .sort()
        .slice(-2),
    ).toEqual(['web running', 'web running'])
  const planned = await shop.rollback({ 'dry-run': 'true' })
  expect(JSON.parse(planned.outputs.targets ?? '')).toMatchObject([
    { release: two, warm: true },
    { release: one },
  ])
  // What stands by is nothing that should not be there.
  const { outputs } = await runDist('smoke-test', {
    inputs: { ...connectionInputs(servers), url: first.url(8000), 'load-duration': '0', timeout: '5s' },
  })
  const checks = JSON.parse(outputs.checks ?? '[]') as { name: string; passed: boolean; got: string }[]
  expect(checks.filter(({ name, passed }) => name === 'containers' && passed)).toHaveLength(servers.length)
  const traffic = await startTraffic({ origin: first.url(8000), rate: 40, connections: 10, long: 1 })
  const result = await shop.rollback()
  const load = await traffic.stop()
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  expect(load.firstFailures).toEqual([])
  expect(result.log).not.toContain('::debug::▶ Create')
  const after = await assertFleetServesAlone(servers, two)
  const ids = (all: typeof kept): string[][] => all.map((some) => some.map(({ id }) => id).sort())
  expect(ids(after.map(({ containers }) => containers.filter(({ release }) => release === two)))).toEqual(
    ids(kept),
  )
  expect(JSON.parse(result.outputs.targets ?? '')).toMatchObject([{ release: three }, { release: one }])
  // The same release again is no change, and the warm one does not count as a second release.
  const again = await shop.deploy('light-1', { inputs: warm })
  expect(ended(again), withoutMasks(again.log)).toEqual([0, 'done'])
  expect(ended(await shop.deploy('light-1', { inputs: warm }))).toEqual([0, 'unchanged'])
})

test('A deploy gives way during its bake to a rollback that takes over', async () => {
  const live = (await footprintOf(first)).live
  const run = await shop.start('light-2', { inputs: { backup: 'never', bake: '120s' } })
  while (!run.log().includes('::debug::▶ Watch the new release')) await sleep(50)
  const refused = await shop.rollback()
  expect(ended(refused), withoutMasks(refused.log)).toEqual([1, 'locked'])
  const result = await shop.rollback({ 'take-over': 'true' }, { env: { GITHUB_ACTOR: 'grace' } })
  const deploy = await run.finished
  expect(ended(deploy), withoutMasks(deploy.log)).toEqual([1, 'taken-over'])
  expect(deploy.log).toContain('(grace) took over; everything was put back')
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  expect(result.outputs['previous-release']).toBe(live)
  await assertFleetServesAlone(servers, result.outputs.release ?? '')
})

test('If the runner is killed during a rollback, each host has again what it had', async () => {
  const { live, containers } = await footprintOf(first)
  const result = await shop.rollback({}, { signalWhen: '::debug::▶ Start new', signal: 'SIGKILL' })
  expect(result.code).not.toBe(0)
  for (const server of servers)
    while (
      (await server.run(['sh', '-c', 'flock -n /opt/saleor/lock true && ! test -e /opt/saleor/undo.log']))
        .code !== 0
    )
      await sleep(200)
  await assertFleetServesAlone(servers, live)
  expect((await footprintOf(first)).containers).toEqual(containers)
  expect(twoAtOnce(await schedulerRuns(sandbox, shop.database))).toEqual([])
})

test('If the first server is rolled back with its data, the rest follows without another restore', async () => {
  const { data } = sandbox
  const { live } = await footprintOf(first)
  const kept = async (): Promise<string> =>
    await data.psql("SELECT count(*) FROM pg_database WHERE datname LIKE 'rollback\\_before\\_%'")
  const newer = await shop.release('light-migration', {
    inputs: { backup: 'pending', 'verify-backup': 'list' },
  })
  const back = { from: newer, to: live, database: 'restore', 'verify-backup': 'list' }
  const alone = connectionInputs([first])
  expect(ended(await shop.rollback({ ...alone, from: newer, to: live }))).toEqual([0, 'done'])
  const refused = await shop.rollback(back)
  expect(ended(refused), withoutMasks(refused.log)).toEqual([1, 'not-ready'])
  expect(refused.log).toContain(`first to: ${newer} with database: keep`)
  expect(ended(await shop.rollback({ to: newer }))).toEqual([0, 'done'])
  await assertFleetServesAlone(servers, newer)
  const led = await shop.rollback({ ...alone, ...back })
  expect(ended(led), withoutMasks(led.log)).toEqual([0, 'done'])
  expect(await kept()).toBe('1')
  const result = await shop.rollback(back)
  expect(ended(result), withoutMasks(result.log)).toEqual([0, 'done'])
  await assertFleetServesAlone(servers, live)
  expect(ended(await shop.rollback(back))).toEqual([0, 'unchanged'])
  expect(await kept()).toBe('1')
})

test('Until the first server has undone a restore, the others stay closed, and then all serve the data again', async () => {
  const { data } = sandbox
  const { live } = await footprintOf(first)
  const newer = await shop.release('light-migration', {
    inputs: { backup: 'pending', 'verify-backup': 'list' },
  })
  await data.psql("SET ROLE rollback; INSERT INTO core_note (text) VALUES ('since the backup')", 'rollback')
  const guards = '[g]uard transaction /opt/saleor'
  const run = await shop.startRollback({ to: live, database: 'restore', 'verify-backup': 'list' })
  const isSwapped = (): boolean => run.log().includes(' is the restored database now')
  while (run.child.exitCode === null && !isSwapped()) await sleep(50)
  expect(isSwapped(), withoutMasks(run.log())).toBe(true)
  // As a first server that is away for a while: what it has to undo waits.
  await first.run(['pkill', '-STOP', '-f', guards])
  run.child.kill('SIGKILL')
  await run.finished
  // Longer than a host waits that can't ask, see src/database/hold.ts.
  const until = Date.now() + 60_000
  const statuses = new Set<number>()
  while (Date.now() < until) {
    for (const server of [second, third]) statuses.add((await fetch(server.url(8000))).status)
    await sleep(500)
  }
  await first.run(['pkill', '-CONT', '-f', guards])
  expect([...statuses]).toEqual([503])
  // From the page to the shop, with nothing in between.
  await Promise.all(
    [second, third].map(async (server) => {
      for (;;) {
        const { status, headers } = await fetch(server.url(8000))
        if (status < 500) return
        expect([status, headers.get('retry-after')]).toEqual([503, expect.any(String)])
        await sleep(50)
      }
    }),
  )
  for (const server of servers) await untilFree(server, 90)
  await assertFleetServesAlone(servers, newer)
  expect(await data.psql('SELECT text FROM core_note', 'rollback')).toBe('since the backup')
})

import { beforeAll, describe, expect, test } from 'vitest'
import { type Binding, bindingHash } from '../../src/approval/binding.ts'
import { startRelay } from '../sandbox/relay.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionShop, productionShop, schedulerRuns, twoAtOnce } from './production.ts'
import { answering, type Footprint, footprintOf } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

const sandbox = await openSandbox({ servers: 3, data: true })
const servers = sandbox.servers as [Server, Server, Server]
const [first, second, third] = servers
let shop: ProductionShop
let live = ''

/** The same release serves everywhere, alone, and one host of them keeps the schedule. */
async function assertFleetServes(release: string, scheduler = first): Promise<Footprint[]> {
  for (const server of servers) expect(await answering(server)).toEqual([`200 ${release}`])
  const all = await Promise.all(servers.map(footprintOf))
  for (const [index, { live: one, containers, files }] of all.entries()) {
    const { name } = servers[index] as Server
    expect(one, name).toBe(release)
    const services = containers.map(({ service, state }) => `${service} ${state}`).sort()
    const beat = servers[index] === scheduler ? ['celery-beat running'] : []
    const rest = ['celery running', ...beat, 'edge running', 'web running', 'web running']
    expect(services, name).toEqual(rest)
    expect(
      files.filter((file) => /undo\.log|holder|guard\.log|reserve|\.tmp/.test(file)),
      name,
    ).toEqual([])
  }
  return all
}

beforeAll(async () => {
  await Promise.all(servers.map((server) => server.wipe()))
  shop = await productionShop(sandbox, servers, { name: 'fleet', file: lightFile })
  live = await shop.release('light-1')
})

test('a dry run lists the pending migrations where the image is there already, and changes nothing', async () => {
  await pullOn(first, (await sandbox.buildShop('light-migration')).reference)
  const before = await assertFleetServes(live)
  const { outputs, log, summary } = await shop.deploy('light-migration', { inputs: { 'dry-run': 'true' } })
  expect(outputs['reason-code'], withoutMasks(log)).toBe('planned')
  expect(JSON.parse(outputs.migrations ?? '')).toEqual(['core.0002_note_colour'])
  expect(summary).toContain('1 migration pending')
  expect(await assertFleetServes(live)).toEqual(before)
})

test('one release on all hosts, one scheduler, the migrations once, a line in each history', async () => {
  await assertFleetServes(live)
  const before = live
  const { code, log, outputs, summary } = await shop.deploy('light-migration')
  expect(code, withoutMasks(log)).toBe(0)
  live = outputs.release ?? ''
  await assertFleetServes(live)
  expect(outputs['previous-release']).toBe(before)
  expect(JSON.parse(outputs.hosts ?? '')).toEqual(
    Object.fromEntries(servers.map(({ address }) => [address, live])),
  )
  expect(JSON.parse(outputs.migrations ?? '')).toHaveLength(1)
  expect(outputs.backup).toMatch(/^\/opt\/saleor\/backups\/.*\.dump$/)
  expect(log.match(/::group::Apply the pending migrations/g)).toHaveLength(1)
  expect(summary).toMatch(/\| `3 hosts` \|/)
  for (const server of servers) {
    const { stdout } = await server.run(['tail', '-n', '1', '/opt/saleor/events.log'])
    const event = JSON.parse(stdout) as Record<string, string>
    expect(event).toMatchObject({ result: 'live', action: 'deploy', release: live, actor: 'ada' })
    const labels = await server.docker(['ps', '--format', '{{.Label "saleor-deploy.release"}}'])
    expect(labels.stdout).toContain(live)
  }
})

test('a failure on one host undoes all, and the job says which host and why', async () => {
  const before = await assertFleetServes(live)
  // The next name that Compose would give a web container is taken on one host.
  const [{ containers: there }] = before.slice(-1) as [Footprint]
  const numbers = there.flatMap(({ name }) => Number(/^saleor-web-(\d+)$/.exec(name)?.[1] ?? 0))
  const taken = `saleor-web-${Math.max(...numbers) + 1}`
  await third.docker(['create', '--name', taken, 'haproxy:lts'])
  const { code, log, outputs, summary } = await shop.deploy('light-2')
  await third.docker(['rm', '-f', taken])
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'start-failed'])
  expect(log).toMatch(
    new RegExp(`^::error::${third.address}: creating the containers failed: .*${taken}`, 'm'),
  )
  expect(summary).toContain('↩️ undone')
  expect(withoutEvents(await assertFleetServes(live))).toEqual(withoutEvents(before))
})

test('a release that never gets healthy is undone on all, and every host is named', async () => {
  const { code, outputs, log } = await shop.deploy('light-unhealthy', { inputs: { 'health-timeout': '3s' } })
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'unhealthy'])
  for (const { address } of servers) expect(log).toContain(`${address}: `)
  await assertFleetServes(live)
})

test('the scheduler moves to another host: it stops here before it starts there', async () => {
  const moved = await shop.release('light-2', { inputs: { 'scheduler-host': second.address } })
  await assertFleetServes(moved, second)
  live = await shop.release('light-2')
  await assertFleetServes(live)
  expect(twoAtOnce(await schedulerRuns(sandbox, shop.database))).toEqual([])
})

test('what somebody changes by hand meanwhile is refused, and put back is only what this run did', async () => {
  const run = await shop.start('light-1', { inputs: { 'health-timeout': '20s' } })
  while (!run.log().includes('::group::Hand over')) await new Promise((resolve) => setTimeout(resolve, 10))
  await second.run(['ln', '-sfn', 'releases/by-hand', '/opt/saleor/live'])
  const { code, log, outputs } = await run.finished
  await second.run(['ln', '-sfn', `releases/${live}`, '/opt/saleor/live'])
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'live-changed'])
  expect(log).toContain(
    `${second.address}: the live release was releases/${live} and is now releases/by-hand`,
  )
  await assertFleetServes(live)
})

describe('a host that cannot be reached', () => {
  const nowhere = '10.213.77.250'
  const hosts = (): string => [first.address, second.address, nowhere].join('\n')

  test('is refused before anything starts', async () => {
    const { code, outputs, log } = await shop.deploy('light-1', { inputs: { hosts: hosts() } })
    expect([code, outputs['reason-code']]).toEqual([1, 'host-unreachable'])
    expect(log).toContain(nowhere)
    await assertFleetServes(live)
  })

  test('is left out when told, but not the scheduler’s', async () => {
    const inputs = { hosts: hosts(), 'on-unreachable': 'skip' }
    const { code, outputs, log, summary } = await shop.deploy('light-1', { inputs })
    expect(code, withoutMasks(log)).toBe(0)
    expect(JSON.parse(outputs['skipped-hosts'] ?? '')).toEqual([nowhere])
    expect(summary).toContain(`| \`${nowhere}\` |`)
    const refused = await shop.deploy('light-2', { inputs: { ...inputs, 'scheduler-host': nowhere } })
    expect([refused.code, refused.outputs['reason-code']]).toEqual([1, 'host-unreachable'])
    live = await shop.release('light-1')
    await assertFleetServes(live)
  })
})

describe('an approval', () => {
  const approval = async (changes: Partial<Binding> = {}): Promise<string> => {
    const { reference } = await sandbox.buildShop('light-2')
    const binding: Binding = {
      repository: 'shop/backend',
      environment: 'production',
      run: '42',
      attempt: '1',
      commit: '0123456789abcdef0123456789abcdef01234567',
      images: [reference],
      live,
      expires: new Date(Date.now() + 60_000).toISOString(),
      nonce: String(Math.random()),
      ...changes,
    }
    return JSON.stringify({ ...binding, hash: bindingHash(binding) })
  }
  const ending = async (inputs: Record<string, string>): Promise<string> => {
    const { outputs, log } = await shop.deploy('light-2', { inputs })
    return `${outputs['reason-code']} ${/^::error::(.*)/m.exec(log)?.[1] ?? ''}`
  }

  test('is demanded, held against what happens, and good for one deploy', async () => {
    expect(await ending({ 'require-approval': 'true' })).toMatch(/^approval-refused .*require-approval/)
    expect(await ending({ approval: await approval({ run: '41' }) })).toMatch(/^approval-refused .*run 41/)
    expect(await ending({ approval: await approval({ live: 'older' }) })).toMatch(/^approval-refused .*older/)
    const good = await approval()
    await assertFleetServes(live)
    expect(await ending({ approval: good, 'require-approval': 'true' })).toMatch(/^done/)
    live = (await footprintOf(first)).live
    expect(await ending({ approval: good })).toMatch(/^approval-refused .*used before/)
    await assertFleetServes(live)
  })
})

test('twenty hosts, one slow, one unreachable, one with a full disk: one table says which and why', async () => {
  const fast = await Promise.all(
    Array.from({ length: 17 }, () => startRelay({ to: { host: first.address, port: 22 }, delayMs: 0 })),
  )
  const slow = await startRelay({ to: { host: second.address, port: 22 }, delayMs: 600 })
  await third.fillDisk(5000)
  const names = [...fast, slow].map(({ port }) => `127.0.0.1:${port}`)
  const keys = [...fast.map((relay) => ({ relay, server: first })), { relay: slow, server: second }].map(
    ({ relay, server }) => server.knownHosts.replace(server.address, `[127.0.0.1]:${relay.port}`),
  )
  const inputs = {
    hosts: [...names, '127.0.0.1:9', third.address].join('\n'),
    'known-hosts': [...keys, third.knownHosts].join('\n'),
    // Most of them are one sshd, which drops some of ten that log in at once.
    parallel: '5',
  }
  const { code, log, outputs, summary } = await shop.deploy('light-1', { inputs })
  await Promise.all([...fast, slow].map((relay) => relay.close()))
  await third.run(['umount', '-l', '/opt/saleor'])
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, expect.any(String)])
  const rows = summary.split('\n').filter((line) => /^\| (✅|❌)/.test(line))
  expect(rows).toHaveLength(20)
  const bad = rows.filter((row) => row.startsWith('| ❌'))
  expect(bad).toHaveLength(2)
  expect(bad[0]).toMatch(/`127\.0\.0\.1:9`.*Nothing listens/)
  expect(bad[1]).toMatch(new RegExp(`\`${third.address}\`.*only \\d+ MB are free`))
  const seconds = (row = ''): number => Number(/\| ([\d.]+) s \|/.exec(row)?.[1])
  const ofSlow = rows.find((row) => row.includes(names.at(-1) ?? ''))
  expect(seconds(ofSlow)).toBeGreaterThan(2)
  await assertFleetServes(live)
})

async function pullOn(server: Server, reference: string): Promise<void> {
  const { username, password, address } = sandbox.registry
  await server.run(['docker', 'login', '--username', username, '--password-stdin', address], {
    input: password,
  })
  const { code, stderr } = await server.docker(['pull', '--quiet', reference])
  await server.docker(['logout', address])
  expect(code, stderr).toBe(0)
}

/** The histories grow, as they should. */
function withoutEvents(all: Footprint[]): Footprint[] {
  return all.map((one) => ({ ...one, files: one.files.filter((file) => !file.endsWith('/events.log')) }))
}

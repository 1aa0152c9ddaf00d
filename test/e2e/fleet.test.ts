import { beforeAll, describe, expect, test } from 'vitest'
import { type Binding, bindingHash } from '../../src/approval/rules/binding.ts'
import { openBalancer } from '../sandbox/balancer.ts'
import { unusedIp } from '../sandbox/names.ts'
import { startRelay } from '../sandbox/relay.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import {
  connectionInputs,
  lightFile,
  type ProductionShop,
  productionShop,
  schedulerRuns,
  twoAtOnce,
} from './production.ts'
import { runDist } from './run-dist.ts'
import { answering, type Footprint, footprintOf } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

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

test('A dry run lists the pending migrations if a host has the image already, and changes nothing', async () => {
  await pullOn(first, (await sandbox.buildShop('light-migration')).reference)
  const before = await assertFleetServes(live)
  const { outputs, log, summary } = await shop.deploy('light-migration', { inputs: { 'dry-run': 'true' } })
  expect(outputs['reason-code'], withoutMasks(log)).toBe('planned')
  expect(JSON.parse(outputs.migrations ?? '')).toEqual(['core.0002_note_colour'])
  expect(summary).toContain('1 migration pending')
  expect(await assertFleetServes(live)).toEqual(before)
})

test('All hosts get one release, with one scheduler, one run of the migrations and a line in each history', async () => {
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
  expect(log.match(/::debug::▶ Apply the pending migrations/g)).toHaveLength(1)
  expect(summary).toMatch(/\| 3 hosts[ ,]/)
  for (const server of servers) {
    const { stdout } = await server.run(['tail', '-n', '1', '/opt/saleor/events.log'])
    const event = JSON.parse(stdout) as Record<string, string>
    expect(event).toMatchObject({ result: 'live', action: 'deploy', release: live, actor: 'ada' })
    const labels = await server.docker(['ps', '--format', '{{.Label "saleor-deploy.release"}}'])
    expect(labels.stdout).toContain(live)
  }
})

test('A failure on one host undoes all hosts, and the error says which host failed and why', async () => {
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

test('A release that never gets healthy is undone on all hosts, and the log names every host', async () => {
  const { code, outputs, log } = await shop.deploy('light-unhealthy', { inputs: { 'health-timeout': '3s' } })
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'unhealthy'])
  for (const { address } of servers) expect(log).toContain(`${address}: `)
  await assertFleetServes(live)
})

test('A scheduler that moves to another host stops on the old one before it starts on the new one', async () => {
  const moved = await shop.release('light-2', { inputs: { 'scheduler-host': second.address } })
  await assertFleetServes(moved, second)
  live = await shop.release('light-2')
  await assertFleetServes(live)
  expect(twoAtOnce(await schedulerRuns(sandbox, shop.database))).toEqual([])
})

test('A deploy fails if somebody changes the live release by hand meanwhile, and undoes only its own changes', async () => {
  const run = await shop.start('light-1', { inputs: { 'health-timeout': '20s' } })
  while (!run.log().includes('::debug::▶ Hand over')) await new Promise((resolve) => setTimeout(resolve, 10))
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
  const nowhere = unusedIp
  const hosts = (): string => [first.address, second.address, nowhere].join('\n')

  test('A host that cannot be reached ends the deploy before anything starts', async () => {
    const { code, outputs, log } = await shop.deploy('light-1', { inputs: { hosts: hosts() } })
    expect([code, outputs['reason-code']]).toEqual([1, 'host-unreachable'])
    expect(log).toContain(nowhere)
    await assertFleetServes(live)
  })

  test('A host that cannot be reached is skipped on request, but not the host of the scheduler', async () => {
    const inputs = { hosts: hosts(), 'on-unreachable': 'skip' }
    const { code, outputs, log, summary } = await shop.deploy('light-1', { inputs })
    expect(code, withoutMasks(log)).toBe(0)
    expect(JSON.parse(outputs['skipped-hosts'] ?? '')).toEqual([nowhere])
    expect(summary).toContain(`- ⚠️ \`${nowhere}\` was left out: `)
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

  test('A required approval has to match the deploy, and is valid for one deploy only', async () => {
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

test('For twenty hosts, one slow, one unreachable and one with a full disk, one table says which failed and why', async () => {
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

test('A host that becomes one for workers loses web, a worker that exits undoes the fleet, and a rollback keeps the roles', async () => {
  const hosts = [`${first.address} role=web`, `${second.address} role=web`, `${third.address} role=workers`]
  const inputs = { hosts: hosts.join('\n') }
  const assertPlaced = async (release: string): Promise<Footprint[]> => {
    const all = await Promise.all(servers.map(footprintOf))
    const web = `edge web web of ${release}`
    expect(
      all.map(({ live: one, containers }) => {
        const running = containers.filter(({ state }) => state === 'running').map(({ service }) => service)
        return `${running.sort().join(' ')} of ${one}`
      }),
    ).toEqual([web, web, `celery celery-beat of ${release}`])
    expect(await answering(first)).toEqual([`200 ${release}`])
    return all
  }
  const balancer = await openBalancer(servers, { readinessPath: '/saleor-deploy/ready' })
  const traffic = await startTraffic({ origin: balancer.url, rate: 60, connections: 10, long: 0 })
  try {
    const before = live
    live = await shop.release('light-2', { inputs: { ...inputs, 'balancer-wait': '4s' } })
    const well = await assertPlaced(live)
    expect(well[2]?.files.filter((file) => file.includes('/edge/'))).toEqual([])
    const falls = (text: string): string =>
      text.replace(
        'celery -A saleor.celeryconf:app worker',
        'timeout 0.4 celery -A saleor.celeryconf:app worker',
      )
    const bad = await shop.deploy('light-1', { inputs: { ...inputs, bake: '3s' }, compose: falls })
    // Where docker is slow to say that it fell, the watch after the switch sees it.
    expect(bad.outputs['reason-code'], withoutMasks(bad.log)).toMatch(/^(unhealthy|bake-failed)$/)
    expect(bad.log).toContain(`::error::${third.address}: saleor-celery-`)
    expect(withoutEvents(await assertPlaced(live))).toEqual(withoutEvents(well))
    const back = await shop.rollback({ ...inputs, to: before })
    expect([back.code, back.outputs.release], withoutMasks(back.log)).toEqual([0, before])
    live = before
    await assertPlaced(live)
  } finally {
    const { failed, sent, firstFailures } = await traffic.stop()
    await balancer.close()
    expect(firstFailures).toEqual([])
    expect([failed, sent > 500]).toEqual([0, true])
  }
  // What is on record is what the fleet is held against.
  const { outputs } = await runDist('smoke-test', {
    inputs: {
      ...connectionInputs(servers),
      ...{ url: first.url(8000), consecutive: '1', timeout: '5s', 'load-duration': '0' },
    },
  })
  const checks = JSON.parse(outputs.checks ?? '[]') as { name: string; where: string; got: string }[]
  const got = (name: string): string[] => checks.flatMap((one) => (one.name === name ? [one.got] : []))
  expect(got('containers')).toEqual([
    '3 containers run: edge 1, web 2',
    '3 containers run: edge 1, web 2',
    '2 containers run: celery 1',
  ])
  expect(got('scheduler')).toEqual([
    expect.stringMatching(`^one runs: saleor-celery-beat-\\d+ on ${third.address}$`),
  ])
  expect(twoAtOnce(await schedulerRuns(sandbox, shop.database))).toEqual([])
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

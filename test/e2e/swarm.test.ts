import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, runDist } from './run-dist.ts'
import { quickStart, withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 3 })
const servers = sandbox.servers as [Server, Server, Server]
const [first, second] = servers
const environment = shopEnvironment()
/** Of the further web service, by digest. */
let panelImage = ''

beforeAll(async () => {
  await Promise.all(servers.map((server) => server.wipe()))
  await must(first, ['swarm', 'init', '--advertise-addr', first.address])
  const token = await must(first, ['swarm', 'join-token', '--quiet', 'manager'])
  for (const server of servers.slice(1))
    await must(server, [
      'swarm',
      'join',
      '--token',
      token,
      '--advertise-addr',
      server.address,
      `${first.address}:2377`,
    ])
  await must(first, ['pull', 'haproxy:lts'])
  panelImage = await must(first, ['inspect', '--format', '{{index .RepoDigests 0}}', 'haproxy:lts'])
  const { code, log } = await deploy('light-1', { inputs: { backup: 'pending' } })
  if (code !== 0) throw new Error(`the first deploy failed:\n${withoutMasks(log)}`)
})

test('A Swarm of three managers fails no request in a deploy, a bad one, a killed one and a rollback', async () => {
  const [before] = await versions()
  const traffic = await startTraffic({
    ...{ origin: second.url(8000), rate: 60, connections: 12, long: 0 },
    paths: ['/health/', '/whoami/'],
  })
  try {
    // In flight on a task that is replaced meanwhile.
    const long = fetch(`${first.url(8000)}/slow/?seconds=10`)
    const good = await deploy('light-2', { on: second, panel: 'two' })
    expect(good.code, withoutMasks(good.log)).toBe(0)
    expect((await long).status).toBe(200)
    const now = await versions()
    expect(now).not.toContain(before)
    expect(await panels()).toEqual(['two'])

    const bad = await deploy('light-unhealthy', { inputs: { 'health-timeout': '5s' } })
    expect([bad.code, bad.outputs['reason-code']], withoutMasks(bad.log)).toEqual([1, 'unhealthy'])
    expect(bad.outputs['serving-release']).toBe(good.outputs.release)
    expect(await versions()).toEqual(now)

    const killed = await deploy('light-1', { signalWhen: '::debug::▶ Replace web', signal: 'SIGKILL' })
    expect(killed.code).toBe(-1)
    const back = await rollBack(second)
    expect(back.code, withoutMasks(back.log)).toBe(0)
    expect(await versions()).toEqual([before])
    expect(await panels()).toEqual(['one'])
  } finally {
    const { failed, sent, firstFailures } = await traffic.stop()
    expect(firstFailures).toEqual([])
    expect(failed).toBe(0)
    expect(sent).toBeGreaterThan(1000)
  }
})

test('After that one scheduler runs, and the cluster holds no lock and no object without a use', async () => {
  const beat = await must(first, [
    'service',
    'ps',
    '--filter',
    'desired-state=running',
    '--quiet',
    `${project}_celery-beat`,
  ])
  expect(beat.split('\n')).toHaveLength(1)
  const names = (await must(first, ['config', 'ls', '--format', '{{.Name}}'])).split('\n')
  expect(names.filter((name) => name.endsWith('.lock'))).toEqual([])
  expect(names.filter((name) => /\.\d{8}-\d{6}-/.test(name))).toHaveLength(2)
  expect(await must(first, ['node', 'inspect', '--format', '{{.Spec.Labels}}', 'self'])).toBe('map[]')
})

test('The database is backed up and the backup read back through a manager that does not run it', async () => {
  const made = await onLive('backup', second)
  expect(made.code, withoutMasks(made.log)).toBe(0)
  expect(withoutMasks(made.log)).toMatch(/restored and counted: 2 tables, \d+ rows/)
  const { stdout } = await second.run(['stat', '-c', '%U %a', made.outputs.backup ?? ''])
  expect(stdout.trim()).toBe('deploy 600')
  const verified = await onLive('backup', second, { operation: 'verify' })
  expect(verified.code, withoutMasks(verified.log)).toBe(0)
  expect(made.outputs.backup).toContain(verified.outputs.backup)
  expect(await jobs()).toEqual([])
})

test('A command runs with the settings of the live release and a variable of its own, and a slow one is ended', async () => {
  const inputs = { shell: 'true', environment: 'WORD=$a b', timeout: '10s' }
  const command = 'python manage.py showmigrations core; echo "$WORD"; exit 3'
  const { code, outputs, log } = await onLive('run-command', second, { ...inputs, command })
  expect([code, outputs['exit-code']], withoutMasks(log)).toEqual([1, '3'])
  expect(outputs.output).toMatch(/\[X\] 0001_initial\n\$a b$/)
  const slow = await onLive('run-command', second, { ...inputs, command: 'sleep 300' })
  expect(slow.outputs['exit-code'], withoutMasks(slow.log)).toBe('124')
  expect(await jobs()).toEqual([])
})

test('A shop that is closed answers 503 on each node but to whom it lets in, stays closed in a rollback, and opens again', async () => {
  const before = await versions()
  const looking = { url: second.url(8000), 'load-duration': '0', severities: 'introspection=off' }
  const seen = await onLive('smoke-test', second, looking)
  expect([seen.code, seen.outputs.failed, seen.outputs.warnings], withoutMasks(seen.log)).toEqual([0, '', ''])
  expect(JSON.parse(seen.outputs.checks ?? '[]')).toEqual(
    expect.arrayContaining(
      ['services', 'tasks', 'nodes'].map((name) => expect.objectContaining({ name, passed: true })),
    ),
  )

  // A connection that stays open is closed to web too.
  const traffic = await startTraffic({
    ...{ origin: first.url(8000), rate: 20, connections: 4, long: 0, paths: ['/whoami/'] },
  })
  const closed = await onLive('maintenance', second, { state: 'on', allow: '198.51.100.7' })
  expect(closed.code, withoutMasks(closed.log)).toBe(0)
  expect(await statuses('/whoami/')).toEqual([503])
  expect((await fetch(second.url(9000))).status).toBe(503)
  expect(await statuses('/whoami/', { 'x-forwarded-for': '198.51.100.7' })).toEqual([200])
  const { byStatus } = await traffic.stop()
  expect(Object.keys(byStatus).toSorted()).toEqual(['200', '503'])
  const again = await onLive('maintenance', first, { state: 'on', allow: '198.51.100.7' })
  expect(again.outputs['reason-code']).toBe('unchanged')

  const back = await rollBack(first)
  expect(back.code, withoutMasks(back.log)).toBe(0)
  expect(await statuses('/whoami/')).toEqual([503])
  const open = await onLive('maintenance', first, { state: 'off' })
  expect(open.code, withoutMasks(open.log)).toBe(0)
  expect(await statuses('/whoami/')).toEqual([200])
  expect(await versions()).not.toEqual(before)
})

test('A further web service that does not start takes web back with it', async () => {
  const before = await versions()
  const bad = await deploy('light-1', { panel: 'bad', inputs: { 'health-timeout': '10s' } })
  expect([bad.code, bad.outputs['reason-code']], withoutMasks(bad.log)).toEqual([1, 'unhealthy'])
  expect([await versions(), await panels()]).toEqual([before, ['two']])
})

test('A deploy goes back and names the node when an edge does not reach a web service whose tasks are healthy', async () => {
  const before = await versions()
  // What a broken overlay network does to this edge alone: it no longer reaches the panel's port.
  const blocked = ['OUTPUT', '--protocol', 'tcp', '--dport', '80', '--jump', 'DROP']
  await inEdge(second, ['iptables', '--insert', ...blocked])
  try {
    const { code, outputs, log } = await deploy('light-1', { panel: 'three' })
    expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'unhealthy'])
    expect(withoutMasks(log)).toContain(
      `the edge of ${second.name} answers 503 on port 9000: it does not reach panel`,
    )
  } finally {
    await inEdge(second, ['iptables', '--delete', ...blocked])
  }
  await vi.waitFor(async () => expect([await versions(), await panels()]).toEqual([before, ['two']]), 30_000)
})

const project = 'shop'

interface Options extends DistOptions {
  on?: Server
  /** What the further web service answers; one that is called `bad` does not start. */
  panel?: string
}

async function deploy(
  variant: ShopVariant,
  { on = first, panel = 'one', inputs = {}, ...rest }: Options = {},
): Promise<DistResult> {
  const { reference } = await sandbox.buildShop(variant)
  const cwd = await stagingWorkspace()
  const path = join(cwd, 'docker-compose.staging.yml')
  await writeFile(path, withPanel(stackFile(quickStart(await readFile(path, 'utf8'))), panel))
  const images = `panel=${panelImage}`
  const given = { engine: 'swarm', project, replicas: '3', images, 'health-timeout': '60s', ...inputs }
  return await runDist('deploy-staging', {
    ...{ cwd, inputs: stagingInputs(on, sandbox, reference, environment, given), ...rest },
  })
}

async function rollBack({ address, ...server }: Server): Promise<DistResult> {
  const {
    host: _host,
    image: _image,
    environment: _environment,
    ...inputs
  } = stagingInputs({ address, ...server }, sandbox, '', '')
  const given = { engine: 'swarm', hosts: address, 'environment-name': 'staging', 'lock-wait': '120s' }
  return await runDist('rollback', { inputs: { ...inputs, ...given } })
}

/** Runs a command of the server in the network of its edge. */
async function inEdge(server: Server, command: readonly string[]): Promise<void> {
  const edge = await must(server, [
    'ps',
    '--quiet',
    '--filter',
    `label=com.docker.swarm.service.name=${project}_edge`,
  ])
  const pid = await must(server, ['inspect', '--format', '{{.State.Pid}}', edge])
  const { code, stderr } = await server.run(['nsenter', '--target', pid, '--net', ...command])
  if (code !== 0) throw new Error(`${server.name}: ${command.join(' ')}: ${stderr}`)
}

/** Pins what keeps data: each node has volumes of its own. */
function stackFile(text: string): string {
  const pin = `    deploy: {placement: {constraints: ["node.hostname == ${first.name}"]}}\n`
  return text.replace(/^ {2}(?:db|redis):\n/gm, (line) => `${line}${pin}`)
}

/** A further web service in an image of its own, which asks itself whether it is healthy. */
function withPanel(text: string, word: string): string {
  const service = `
  panel:
    image: haproxy:lts
    ports: ["9000:80"]
    configs: [{source: panel, target: /usr/local/etc/haproxy/haproxy.cfg}]
    healthcheck:
      test: ["CMD", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80"]
      interval: 1s

configs:
  panel:
    content: |
      defaults
        mode http
        timeout client 5s
      frontend all
        bind :80
        ${word === 'bad' ? 'this is no configuration' : `http-request return status 200 content-type text/plain string ${word}`}

volumes:
`
  return text.replace('\nvolumes:\n', () => service)
}

/** What the further web service answers on each node. */
async function panels(): Promise<string[]> {
  const answers = servers.map(async (server) => (await fetch(server.url(9000))).text())
  return [...new Set(await Promise.all(answers))]
}

/** How each node answers a path. */
async function statuses(path: string, headers: Record<string, string> = {}): Promise<number[]> {
  const answers = servers.map(
    async (server) => (await fetch(`${server.url(8000)}${path}`, { headers })).status,
  )
  return [...new Set(await Promise.all(answers))]
}

/** The jobs that the Swarm still has. */
async function jobs(): Promise<string[]> {
  const names = await must(first, ['service', 'ls', '--format', '{{.Name}}'])
  return names.split('\n').filter((name) => name.includes('_job-'))
}

/** Runs an action that is about the live release. */
async function onLive(
  action: string,
  server: Server,
  given: Record<string, string> = {},
): Promise<DistResult> {
  const { address, port, user, privateKey, knownHosts } = server
  const connection = { port: String(port), user, 'ssh-key': privateKey, 'known-hosts': knownHosts }
  return await runDist(action, { inputs: { engine: 'swarm', hosts: address, ...connection, ...given } })
}

/** What answers, as each of the nodes tells it. */
async function versions(): Promise<string[]> {
  const asked = servers.flatMap((server) => Array.from({ length: 4 }, () => server))
  const answers = await Promise.all(
    asked.map(
      async (server) =>
        ((await (await fetch(`${server.url(8000)}/whoami/`)).json()) as { version: string }).version,
    ),
  )
  return [...new Set(answers)].toSorted()
}

async function must(server: Server, argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await server.docker(argv)
  if (code !== 0) throw new Error(`${server.name}: docker ${argv.join(' ')}: ${stderr}`)
  return stdout.trim()
}

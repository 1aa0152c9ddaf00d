import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, runDist } from './run-dist.ts'
import { quickStart, withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 3 })
const servers = sandbox.servers as [Server, Server, Server]
const [first, second] = servers
const environment = shopEnvironment()

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
  const { code, log } = await deploy('light-1')
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
    const good = await deploy('light-2', { on: second })
    expect(good.code, withoutMasks(good.log)).toBe(0)
    expect((await long).status).toBe(200)
    const now = await versions()
    expect(now).not.toContain(before)

    const bad = await deploy('light-unhealthy', { inputs: { 'health-timeout': '5s' } })
    expect([bad.code, bad.outputs['reason-code']], withoutMasks(bad.log)).toEqual([1, 'unhealthy'])
    expect(bad.outputs['serving-release']).toBe(good.outputs.release)
    expect(await versions()).toEqual(now)

    const killed = await deploy('light-1', { signalWhen: '::debug::▶ Replace web', signal: 'SIGKILL' })
    expect(killed.code).toBe(-1)
    const back = await rollBack(second)
    expect(back.code, withoutMasks(back.log)).toBe(0)
    expect(await versions()).toEqual([before])
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

const project = 'shop'

interface Options extends DistOptions {
  on?: Server
}

async function deploy(
  variant: ShopVariant,
  { on = first, inputs = {}, ...rest }: Options = {},
): Promise<DistResult> {
  const { reference } = await sandbox.buildShop(variant)
  const cwd = await stagingWorkspace()
  const path = join(cwd, 'docker-compose.staging.yml')
  await writeFile(path, stackFile(quickStart(await readFile(path, 'utf8'))))
  const given = { engine: 'swarm', project, replicas: '3', 'health-timeout': '60s', ...inputs }
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

/** Pins what keeps data: each node has volumes of its own. */
function stackFile(text: string): string {
  const pin = `    deploy: {placement: {constraints: ["node.hostname == ${first.name}"]}}\n`
  return text.replace(/^ {2}(?:db|redis):\n/gm, (line) => `${line}${pin}`)
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

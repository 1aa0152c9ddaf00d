import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatEnvironment, parseEnvironment } from '../../src/inputs/values/environment.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DistResult, runDist } from './run-dist.ts'
import { assertServesAlone, footprintOf } from './serves-alone.ts'
import { quickStart, type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let shop: ShopOnServer
const releases: string[] = []

/** A service of no data that says a word on port 9000; one that is called `bad` does not start. */
const dashboard =
  (word: string) =>
  (text: string): string => {
    const config = [
      'defaults',
      '  mode http',
      '  timeout client 5s',
      'frontend all',
      '  bind :80',
      word === 'bad'
        ? '  this is no configuration'
        : `  http-request return status 200 content-type text/plain string ${word}`,
    ]
    const service = [
      '  dashboard:',
      '    image: haproxy:lts',
      '    container_name: panel',
      '    restart: unless-stopped',
      '    ports: ["9000:80"]',
      '    configs: [{source: dashboard, target: /usr/local/etc/haproxy/haproxy.cfg}]',
    ]
    const top = ['configs:', '  dashboard:', '    content: |', ...config.map((line) => `      ${line}`)]
    return text.replace('\nvolumes:\n', () => `\n${service.join('\n')}\n\n${top.join('\n')}\n\nvolumes:\n`)
  }

/** Redis with less room than it had. */
const smaller = (text: string): string =>
  text.replace(
    'image: redis:7-alpine\n',
    'image: redis:7-alpine\n    command: redis-server --maxmemory 64mb\n',
  )

/** PostgreSQL with a setting that it did not have. */
const tuned = (text: string): string =>
  text.replace('image: postgres:15\n', 'image: postgres:15\n    command: postgres -c work_mem=7MB\n')

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  releases.push(await shop.release('light-1', { compose: dashboard('one') }))
})

async function said(): Promise<string> {
  const answer = await fetch(server.url(9000)).catch(() => undefined)
  return (await answer?.text()) ?? 'nothing'
}

async function idOf(service: string): Promise<string> {
  const { containers } = await footprintOf(server)
  const [one, ...more] = containers.filter((each) => each.service === service)
  expect(more).toEqual([])
  return one?.id ?? ''
}

async function commandOf(service: string): Promise<string> {
  return (await server.docker(['inspect', '--format', '{{json .Config.Cmd}}', await idOf(service)])).stdout
}

async function sql(statement: string): Promise<string> {
  const psql = ['psql', '-qtA', '-U', 'saleor', '-c', statement]
  return (await server.docker(['exec', await idOf('db'), ...psql])).stdout.trim()
}

describe('a service without data that the file has otherwise now', () => {
  test('A changed service without data is replaced and keeps its name, and the others are left', async () => {
    const [db, panel] = [await idOf('db'), await idOf('dashboard')]
    expect(await said()).toBe('one')
    const ran = await shop.deploy('light-1', { compose: dashboard('two') })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.log).toContain('Replace dashboard (configs)')
    expect(ran.summary).toMatch(/`dashboard` \| accessory \| replaced \| configs/)
    expect(ran.summary).toMatch(/`db` \| accessory \| left/)
    expect([await said(), await idOf('db'), (await idOf('dashboard')) === panel]).toEqual(['two', db, false])
    expect((await footprintOf(server)).containers.map(({ name }) => name)).toContain('panel')
    releases.push(ran.outputs.release ?? '')
  })

  test('A changed service without data is back as it was if the new one does not start', async () => {
    const before = await footprintOf(server)
    const ran = await shop.deploy('light-2', { compose: dashboard('bad') })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('start-failed')
    expect(ran.log).toMatch(/dashboard exited/)
    expect(await footprintOf(server)).toEqual(before)
    expect(await said()).toBe('two')
  })

  test('A changed service without data goes back with a rollback', async () => {
    const ran = await rollBack()
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.outputs.release).toBe(releases[0])
    expect(ran.summary).toMatch(/`dashboard` \| accessory \| replaced \| configs/)
    expect(await said()).toBe('one')
  })
})

describe('a service with data that the file has otherwise now', () => {
  const compose = (text: string): string => tuned(smaller(dashboard('one')(text)))

  test('A changed service with data is left, with a warning that names the difference and the fix', async () => {
    const [db, redis] = [await idOf('db'), await idOf('redis')]
    const ran = await shop.deploy('light-2', { compose })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.log).toMatch(/::warning.*redis runs otherwise .*\(command\).*update-services: redis/)
    expect(ran.summary).toMatch(/`db` \| accessory \| left \| command; a service of its kind keeps data/)
    expect([await idOf('db'), await idOf('redis')]).toEqual([db, redis])
  })

  test('A changed service with data is replaced with its data if the input names it, the database after a backup', async () => {
    await sql("CREATE TABLE note (text text); INSERT INTO note VALUES ('before')")
    const ran = await shop.deploy('light-2', { compose, inputs: { 'update-services': 'db\nredis' } })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.outputs.backup).toMatch(/^\/opt\/saleor\/backups\/.*\.dump$/)
    expect([await commandOf('db'), await commandOf('redis')].join()).toMatch(/work_mem=7MB[^]*--maxmemory/)
    expect([await sql('SHOW work_mem'), await sql('SELECT text FROM note')]).toEqual(['7MB', 'before'])
    await untilHealthy()
    const again = await shop.deploy('light-2', { compose, inputs: { 'update-services': 'db\nredis' } })
    expect(again.outputs['reason-code'], withoutMasks(again.log)).toBe('unchanged')
  })
})

describe("web without a port behind the project's own proxy", () => {
  /** HAProxy asks for an address when it starts, as nginx does, and keeps it. */
  const proxy = (text: string): string => {
    const config = ['defaults', '  mode http', '  timeout connect 5s', '  timeout client 60s']
    config.push('  timeout server 60s', 'listen all', '  bind :80', '  server web web:8000')
    const service = [
      '  proxy:',
      '    image: haproxy:lts',
      '    restart: unless-stopped',
      '    ports: ["8000:80"]',
    ]
    service.push(
      '    depends_on: [web]',
      '    configs: [{source: proxy, target: /usr/local/etc/haproxy/haproxy.cfg}]',
    )
    const top = ['configs:', '  proxy:', '    content: |', ...config.map((line) => `      ${line}`)]
    return text
      .replace('    ports:\n      - "8000:8000"\n', '')
      .replace('\nvolumes:\n', () => `\n${service.join('\n')}\n\n${top.join('\n')}\n\nvolumes:\n`)
  }

  beforeAll(async () => {
    await server.wipe()
    shop = await shopOnServer(sandbox, server, (text) => proxy(quickStart(text)))
    await startByHand()
  })

  test('Web behind a proxy is taken over from a start by hand, and the proxy asks for the new address', async () => {
    const ran = await shop.deploy('light-1')
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.log).toContain('saleor-proxy-1 asked anew for the address of web')
    await assertServesAlone(server, ran.outputs.release ?? '')
  })

  test('Web behind a proxy is deployed, undone and rolled back without a failed request', async () => {
    const proxied = await idOf('proxy')
    const traffic = await startTraffic({ origin: server.url(8000), rate: 100, connections: 20, long: 0 })
    try {
      const live = await shop.release('light-2')
      await assertServesAlone(server, live)
      const bad = await shop.deploy('never-healthy', { inputs: { 'health-timeout': '4s' } })
      expect(bad.outputs['reason-code'], withoutMasks(bad.log)).toBe('unhealthy')
      const back = await rollBack()
      expect(back.outputs['reason-code'], withoutMasks(back.log)).toBe('done')
      await assertServesAlone(server, back.outputs.release ?? '')
    } finally {
      const { failed, sent, firstFailures } = await traffic.stop()
      expect(firstFailures).toEqual([])
      expect(failed).toBe(0)
      expect(sent).toBeGreaterThan(1000)
    }
    expect(await idOf('proxy')).toBe(proxied)
  })

  /** `docker compose up` in the folder, with an image that is there. */
  async function startByHand(): Promise<void> {
    const { reference } = await sandbox.buildShop('light-1')
    const { username, password, address } = sandbox.registry
    const file = 'docker-compose.staging.yml'
    const text = await readFile(join(await stagingWorkspace(), file), 'utf8')
    const compose = proxy(quickStart(text)).replaceAll(/^ {4}image: \$\{.*$/gm, `    image: ${reference}`)
    const script = `set -e
      cd /opt/saleor; read -r password
      docker --config /tmp/login login -u ${username} --password-stdin ${address} <<<"$password" 2>/dev/null
      docker --config /tmp/login pull -q ${reference}; rm -r /tmp/login
      read -r compose; base64 -d <<<"$compose" >${file}
      read -r values; base64 -d <<<"$values" >.env.staging
      docker compose -f ${file} up -d --quiet-pull 2>&1`
    const base64 = (one: string): string => Buffer.from(one).toString('base64')
    const values = formatEnvironment(parseEnvironment(shopEnvironment()))
    const input = [password, base64(compose), base64(values), ''].join('\n')
    const { code, stdout, stderr } = await server.run(['bash', '-c', script], { input, user: 'deploy' })
    if (code !== 0) throw new Error(stdout + stderr)
    await untilHealthy()
  }
})

async function untilHealthy(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${server.url(8000)}/health/`).catch(() => undefined)
    if (answer?.ok === true) return
    await sleep(200)
  }
  throw new Error('web does not answer')
}

async function rollBack(): Promise<DistResult> {
  const {
    host = '',
    environment: _environment,
    image: _image,
    ...inputs
  } = stagingInputs(server, sandbox, '', '')
  return await runDist('rollback', {
    inputs: { ...inputs, hosts: host, 'environment-name': 'staging', 'allow-schema-gap': 'true' },
  })
}

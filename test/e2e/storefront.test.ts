import { beforeAll, expect, test } from 'vitest'
import { buildFront } from '../sandbox/front-images.ts'
import { withNewerCompose } from '../sandbox/newer-compose.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { connectionInputs, type ProductionDeploy, type ProductionShop, productionShop } from './production.ts'
import { type DistResult, runDist } from './run-dist.ts'
import { assertServesAlone, footprintOf } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { startTraffic, type TrafficReport } from './traffic.ts'

/** Three services that people reach, each on its port; two of them listen on the same one inside of their containers. */
const file = (): string => `x-app: &app
  image: registry.example.com/saleor
  env_file: .env.production
  stop_grace_period: 40s

services:
  api:
    <<: *app
    command: ["python3", "-S", "-E", "/app/web.py"]
    deploy: {replicas: 2}
    ports: ["8000:8000"]
  worker:
    <<: *app
    command: celery -A saleor.celeryconf:app worker -l info
  beat:
    <<: *app
    command: celery -A saleor.celeryconf:app beat -l info
  dashboard:
    image: registry.example.com/dashboard:3
    ports: ["9000:80"]
  storefront:
    image: registry.example.com/storefront:3
    container_name: shop-storefront
    environment: {PORT: 8000}
    stop_grace_period: 40s
    ports: ["3000:8000"]
`

/** The same project before images named any: both run what their files say, and publish their ports themselves. */
function withAccessories(text: string): string {
  return text
    .replace(/image: \S+dashboard:3/, 'image: nginx:stable')
    .replace(
      /image: \S+storefront:3/,
      `image: node:lts\n    init: true\n    command: ["-e", "require('http').createServer((_, answer) => answer.end()).listen(8000)"]`,
    )
}

/** What else a team has in its project: a proxy of its own in front of all, a database and a cache, each with files of the repository. */
const whole: Pick<ProductionDeploy, 'compose' | 'files'> = {
  compose: (text) => `${text}  proxy:
    image: nginx:stable
    restart: unless-stopped
    ports: ["8080:80"]
    volumes: ["./proxy/nginx.conf:/etc/nginx/nginx.conf:ro"]
  redis:
    image: redis:7-alpine
    command: redis-server /etc/redis.conf
    volumes: ["./redis.conf:/etc/redis.conf:ro"]
  db:
    image: postgres:15
    environment: {POSTGRES_HOST_AUTH_METHOD: trust}
    volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql:ro", "data:/var/lib/postgresql/data"]
volumes: {data: {}}
`,
  files: {
    // It asks for addresses when it starts, and keeps them. The storefront's port is the app's, so the edge has another.
    'proxy/nginx.conf': `worker_processes 1;
events {}
http {
  upstream api {
    server api:8000;
    keepalive 8;
  }
  server {
    listen 80;
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header Connection "";
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    add_header X-Proxy nginx/$nginx_version always;
    location / { proxy_pass http://api; }
    location /panel/ { proxy_pass http://dashboard/; }
    location /front/ { proxy_pass http://edge:20000/; }
  }
}
`,
    'redis.conf': 'maxmemory 111mb\n',
    'init.sql': 'CREATE TABLE made_by_script (id int);\n',
  },
}
/** The repository's part that deploys share; the first test has the services alone. */
let repository: Pick<ProductionDeploy, 'compose' | 'files'> = {}

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
let shop: ProductionShop

/** What each service runs; a storefront that is `bad` is never healthy. */
interface Versions {
  api: ShopVariant
  dashboard: string
  storefront: string
}

const first: Versions = { api: 'light-1', dashboard: '3.22', storefront: '1.0' }

async function imagesOf({ dashboard, storefront }: Versions): Promise<string> {
  return `dashboard=${await buildFront('dashboard', dashboard)}\nstorefront=${await buildFront('storefront', storefront)}`
}

async function deploy(
  versions: Versions,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<DistResult> {
  return await shop.deploy(versions.api, {
    ...{ ...repository, env },
    inputs: {
      ...{ images: await imagesOf(versions), 'migrate-command': 'none', backup: 'never' },
      ...{ 'health-path': 'storefront=/health/', 'drain-timeout': '60s', replicas: 'storefront=2' },
      ...inputs,
    },
  })
}

async function release(versions: Versions, inputs: Record<string, string> = {}): Promise<string> {
  const { code, log, outputs } = await deploy(versions, inputs)
  expect(code, withoutMasks(log)).toBe(0)
  expect(outputs.images).toBe(await imagesOf(versions))
  return outputs.release ?? ''
}

const behindProxy = ['/health/', '/panel/', '/front/health/']

/** What a smoke test from outside finds, if this release is expected. */
async function smokeTested(expected: string): Promise<{ failed: string | undefined; services: string[] }> {
  const { outputs } = await runDist('smoke-test', {
    inputs: {
      ...{ url: server.url(8000), 'expect-release': expected, 'health-path': 'storefront=/health/' },
      'service-urls': `storefront=${server.url(3000)}\ndashboard=${server.url(9000)}`,
      ...{ timeout: '2s', consecutive: '1', 'load-duration': '0' },
    },
  })
  const checks = JSON.parse(outputs.checks ?? '[]') as { name: string }[]
  const services = checks.flatMap(({ name }) => /^service (\S+)$/.exec(name)?.[1] ?? [])
  return { failed: outputs.failed, services }
}

async function inside(service: string, ...words: string[]): Promise<string> {
  const { stdout, stderr } = await server.docker(['exec', `saleor-${service}-1`, ...words])
  return stdout + stderr
}

/** Version and release that a service answers with. */
async function answerOf(port: number, path = '/whoami/'): Promise<string> {
  const answer = await fetch(`${server.url(port)}${path}`)
  const { version } = (await answer.json()) as { version: string }
  return `${version} ${answer.headers.get('x-saleor-release')}`
}

/** The versions that people reach on the three ports, all of one release. */
async function answers(): Promise<string[]> {
  return await Promise.all([answerOf(8000), answerOf(9000, '/version.json'), answerOf(3000)])
}

async function releaseOn(port: number, path = '/'): Promise<string> {
  const answer = await fetch(`${server.url(port)}${path}`)
  await answer.text()
  return `${answer.status} ${answer.headers.get('x-saleor-release')}`
}

beforeAll(async () => {
  await server.wipe()
  shop = await productionShop(sandbox, [server], { name: 'storefront', file })
})

test('A storefront that was an accessory is taken behind the edge, and goes back with a rollback', async () => {
  const before = await shop.release('light-1', {
    compose: withAccessories,
    inputs: { 'migrate-command': 'none', backup: 'never' },
  })
  const adopted = await release(first)
  await assertServesAlone(server, adopted)
  expect(await answers()).toEqual([`4.0.0 ${adopted}`, `3.22 ${adopted}`, `1.0 ${adopted}`])

  const back = await shop.rollback()
  expect([back.code, back.outputs['serving-release']], withoutMasks(back.log)).toEqual([0, before])
  expect(await releaseOn(3000, '/health/')).toBe('200 null')
  expect(await releaseOn(9000)).toBe('200 null')
  expect((await footprintOf(server)).containers.map(({ service, state }) => `${service} ${state}`)).toEqual([
    'api running',
    'api running',
    'beat running',
    'dashboard running',
    'edge running',
    'storefront running',
    'worker running',
  ])
  await server.wipe()
})

// Six runs under load: a machine that does much else besides takes its time.
test('All web services go forward and back together, under load on every port and through the proxy of the project', {
  timeout: 900_000,
}, async () => {
  repository = whole
  const one = await release(first)
  await assertServesAlone(server, one)
  expect(await inside('redis', 'redis-cli', 'config', 'get', 'maxmemory')).toContain('116391936')
  expect(await inside('db', 'psql', '-U', 'postgres', '-Atc', '\\dt')).toContain('made_by_script')
  const proxied = await fetch(`${server.url(8080)}/panel/version.json`)
  expect([await proxied.text(), proxied.headers.get('x-proxy')]).toEqual([
    expect.stringContaining('3.22'),
    expect.stringMatching(/^nginx\/1\./),
  ])
  const load = { rate: 120, connections: 8, atLeast: 10_000 }
  const traffic = await Promise.all([
    startTraffic({ ...load, origin: server.url(8000), long: 0 }),
    startTraffic({ ...load, origin: server.url(3000), long: 1, paths: ['/', '/health/', '/whoami/'] }),
    startTraffic({ ...load, origin: server.url(9000), long: 0, paths: ['/', '/version.json'] }),
    startTraffic({ ...load, origin: server.url(8080), long: 0, rate: 40, atLeast: 3000, paths: behindProxy }),
  ])

  const { address, username, password } = sandbox.registry
  await server.docker(['image', 'rm', '--force', await buildFront('storefront', '1.1')])
  const two = await release(
    { ...first, storefront: '1.1' },
    {
      ...{ 'registry-username': '', 'registry-password': '' },
      'registry-auth': `- registry: ${address}\n  username: ${username}\n  password: ${password}`,
    },
  )
  const updated = [`4.0.0 ${two}`, `3.22 ${two}`, `1.1 ${two}`]
  expect(await answers()).toEqual(updated)

  const all: Versions = { api: 'light-2', dashboard: '3.23', storefront: '1.2' }
  const newer = await deploy(all, {}, await withNewerCompose())
  expect(newer.code, withoutMasks(newer.log)).toBe(0)
  // Another Compose on the runner is no other definition of what the project has besides.
  expect(newer.log).not.toMatch(/runs otherwise|▶ Replace/)
  const three = newer.outputs.release ?? ''
  expect(await answers()).toEqual([`4.0.1 ${three}`, `3.23 ${three}`, `1.2 ${three}`])
  const served = await assertServesAlone(server, three)
  expect(await smokeTested(three)).toEqual({ failed: '', services: ['storefront', 'dashboard'] })
  expect(await smokeTested(two)).toMatchObject({
    failed: expect.stringContaining('service dashboard release') as string,
  })

  const bad = await deploy({ ...first, storefront: 'bad' }, { 'health-timeout': '5s' })
  expect([bad.code, bad.outputs['reason-code'], bad.outputs['serving-release']]).toEqual([
    1,
    'unhealthy',
    three,
  ])
  expect(withoutMasks(bad.log)).toMatch(
    /storefront-\d+, \S+storefront-\d+ did not answer \/health\/ within 5 s/,
  )
  expect(await assertServesAlone(server, three)).toEqual(served)

  const back = await shop.rollback()
  expect([back.code, back.outputs['serving-release']], withoutMasks(back.log)).toEqual([0, two])
  expect(await answers()).toEqual(updated)
  await assertServesAlone(server, two)

  const reports: TrafficReport[] = await Promise.all(traffic.map((one) => one.stop()))
  const sent = reports.reduce((sum, one) => sum + one.sent, 0)
  const perPort = reports.map(({ sent: of, failed, p99 }) => `${failed} of ${of} (p99 ${p99} ms)`)
  console.log(`${sent} requests; failed on API, storefront, dashboard and proxy: ${perPort.join(', ')}`)
  expect(reports.map(({ failed, firstFailures }) => ({ failed, firstFailures }))).toEqual(
    reports.map(() => ({ failed: 0, firstFailures: [] })),
  )
  expect(sent).toBeGreaterThanOrEqual(30_000)
})

test('A closed shop is closed on every port', async () => {
  const maintenance = async (state: 'on' | 'off'): Promise<void> => {
    const { code, log } = await runDist('maintenance', { inputs: { ...connectionInputs([server]), state } })
    expect(code, withoutMasks(log)).toBe(0)
  }
  const statuses = async (): Promise<number[]> =>
    await Promise.all(
      [8000, 3000, 9000].map(async (port) => {
        const answer = await fetch(`${server.url(port)}/`, { headers: { accept: 'text/html' } })
        await answer.text()
        return answer.status
      }),
    )
  await maintenance('on')
  expect(await statuses()).toEqual([503, 503, 503])
  await maintenance('off')
  expect(await statuses()).toEqual([404, 200, 200])
})

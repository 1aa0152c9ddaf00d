import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatEnvironment, parseEnvironment } from '../../src/inputs/values/environment.ts'
import { shortImages } from '../../src/report/image-names.ts'
import { oddLines, oddMeant } from '../host/odd-values.ts'
import { type BuiltShop, openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DistResult, runDist } from './run-dist.ts'
import { footprintOf } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const environment = `${shopEnvironment()}\n${oddLines}`
const file = 'docker-compose.staging.yml'
const root = '/opt/saleor'
let [v1, v2] = [] as unknown as [BuiltShop, BuiltShop]

beforeAll(async () => {
  await server.wipe()
  ;[v1, v2] = await Promise.all([sandbox.buildShop('v1'), sandbox.buildShop('v2')])
})

/** Runs deploy-staging in a checkout with the guide's file and these ones. */
async function deploy(
  shop: BuiltShop,
  inputs: Record<string, string> = {},
  files: Record<string, string> = {},
): Promise<DistResult> {
  const cwd = await stagingWorkspace()
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  return await runDist('deploy-staging', {
    cwd,
    inputs: stagingInputs(server, sandbox, shop.reference, environment, { 'drain-timeout': '5s', ...inputs }),
  })
}

function expectDone({ log, outputs }: DistResult): string {
  expect(log).not.toContain('::error')
  expect(outputs['reason-code'], withoutMasks(log)).toBe('done')
  return outputs.release ?? ''
}

/** What a program finds in its environment, by service; the first container of each. */
async function environmentOf(service: string): Promise<Record<string, string>> {
  const [name = ''] = await containersOf(service)
  const code =
    'import json, os; print(json.dumps({k: v for k, v in os.environ.items() if k.startswith("TEST_")}))'
  const { stdout, stderr } = await server.docker(['exec', name, 'python3', '-c', code])
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Record<string, string>
}

async function containersOf(service: string): Promise<string[]> {
  const filter = `label=com.docker.compose.service=${service}`
  const { stdout } = await server.docker(['ps', '--filter', filter, '--format', '{{.Names}}'])
  return stdout.split('\n').filter(Boolean).sort()
}

/** Host names of the web containers that answer through the edge. */
async function answering(asked = 60): Promise<Set<string>> {
  const answers = Array.from({ length: asked }, async () => {
    const answer = await fetch(`${server.url(8000)}/whoami/`)
    return ((await answer.json()) as { hostname: string }).hostname
  })
  return new Set(await Promise.all(answers))
}

/** Asks without a pause until told to stop, and gives the longest time without an answer, in milliseconds. */
function watchPort(): () => Promise<number> {
  const told = new AbortController()
  let [answered, longest] = [performance.now(), 0]
  const watching = (async () => {
    while (!told.signal.aborted) {
      const signal = AbortSignal.timeout(2000)
      const answer = await fetch(`${server.url(8000)}/health/`, { signal }).catch(() => undefined)
      const now = performance.now()
      if (answer?.ok === true) [longest, answered] = [Math.max(longest, now - answered), now]
      await sleep(10)
    }
    return longest
  })()
  return async () => {
    told.abort()
    return await watching
  }
}

describe('a stack that was started by hand', () => {
  let taken: DistResult
  let closed = 0
  let db = ''

  beforeAll(async () => {
    await upByHand()
    const stop = watchPort()
    taken = await deploy(v2)
    closed = await stop()
  })

  it("A stack that was started by hand is taken over with the guide's Compose file as it is", async () => {
    const release = expectDone(taken)
    const answer = await fetch(`${server.url(8000)}/whoami/`)
    expect([answer.status, answer.headers.get('x-saleor-release')]).toEqual([200, release])
    expect(await answer.json()).toMatchObject({ version: v2.version })
    expect((await server.docker(['ps', '--format', '{{.Names}}'])).stdout.trim().split('\n').sort()).toEqual([
      ...[
        'saleor-celery-2',
        'saleor-celery-beat-2',
        'saleor-db-1',
        'saleor-edge-1',
        'saleor-redis-1',
        'saleor-web-2',
      ],
    ])
  })

  it('A takeover keeps the database: the same container, and what was written before', async () => {
    expect((await sql('SELECT text FROM note')).trim()).toBe('before')
    expect(await idOf('saleor-db-1')).toBe(db)
  })

  it('A takeover closes the port once, for a moment', () => {
    console.log(`taking over closed the port for ${Math.round(closed)} ms`)
    expect(closed).toBeLessThan(8000)
  })

  it.each(['web', 'celery', 'celery-beat'])('The service %s gets every value exactly', async (service) => {
    expect(await environmentOf(service)).toEqual(oddMeant)
  })

  it('The same deploy once more changes nothing', async () => {
    const before = await footprintOf(server)
    const started = await startTimes()
    const { outputs, code } = await deploy(v2)
    expect([code, outputs['reason-code'], outputs.release]).toEqual([0, 'unchanged', before.live])
    expect(await footprintOf(server)).toEqual(before)
    expect(await startTimes()).toBe(started)
  })

  it('A dry run changes nothing, and says what a deploy would do', async () => {
    const before = await footprintOf(server)
    const { log, outputs, summary, code } = await deploy(v1, { 'dry-run': 'true', replicas: '3' })
    expect([code, outputs['reason-code']]).toEqual([0, 'planned'])
    const plan = JSON.parse(outputs.plan ?? '[]') as string[]
    expect(plan).toContain('Commit: the point of no return')
    for (const step of plan) {
      expect(log).toContain(step)
      expect(summary).toContain(shortImages(step))
    }
    expect(await footprintOf(server)).toEqual(before)
  })

  /** As a team did before: files copied, `docker compose up -d`. */
  async function upByHand(): Promise<void> {
    const { username, password, address } = sandbox.registry
    const image = `${address}/shop/saleor-staging:latest`
    const folder = await stagingWorkspace()
    const compose = await readFile(join(folder, file), 'utf8')
    const values = formatEnvironment(parseEnvironment(environment))
    const script = `set -e
      cd ${root}; read -r password; docker --config /tmp/login login -u ${username} --password-stdin ${address} <<<"$password" 2>/dev/null
      docker --config /tmp/login pull -q ${v1.reference}; rm -r /tmp/login; docker tag ${v1.reference} ${image}
      read -r compose; base64 -d <<<"$compose" >${file}
      read -r values; base64 -d <<<"$values" >.env.staging; chmod 600 .env.staging
      DOCKER_REGISTRY=${address} DOCKER_USER=shop docker compose -f ${file} up -d --quiet-pull 2>&1`
    const input = [password, base64(compose), base64(values), ''].join('\n')
    const { code, stdout, stderr } = await server.run(['bash', '-c', script], { input, user: 'deploy' })
    if (code !== 0) throw new Error(stdout + stderr)
    for (let tries = 0; !(await healthy()); tries++) {
      if (tries > 240) throw new Error('the stack does not answer')
      await sleep(250)
    }
    await sql("CREATE TABLE note (text text); INSERT INTO note VALUES ('before')")
    db = await idOf('saleor-db-1')
  }

  async function healthy(): Promise<boolean> {
    const answer = await fetch(`${server.url(8000)}/health/`).catch(() => undefined)
    return answer?.ok === true
  }

  async function sql(statement: string): Promise<string> {
    const { stdout } = await server.docker([
      'exec',
      'saleor-db-1',
      'psql',
      '-qtA',
      '-U',
      'saleor',
      '-c',
      statement,
    ])
    return stdout
  }

  async function idOf(name: string): Promise<string> {
    return (await server.docker(['inspect', '--format', '{{.Id}}', name])).stdout.trim()
  }

  async function startTimes(): Promise<string> {
    const script = `docker inspect --format '{{.Name}} {{.State.StartedAt}}' $(docker ps -q) | sort`
    return (await server.run(['sh', '-c', script])).stdout
  }
})

/** Laid over the guide's file: three replicas, a folder beside the file, a variable of its own. */
const override = `services:
  web:
    deploy:
      replicas: 3
    environment:
      TEST_OVERRIDE: 'a$$b'
    volumes:
      - ./media:/app/media
`

describe('three replicas', () => {
  it('Three replicas serve after a blue-green deploy with two Compose files and a relative folder', async () => {
    const files = `${file}\noverride.yml`
    const ran = await deploy(
      v1,
      { 'compose-file': files, strategy: 'blue-green' },
      { 'override.yml': override },
    )
    expectDone(ran)
    expect(await containersOf('web')).toHaveLength(3)
    expect((await answering()).size).toBe(3)
    expect(await environmentOf('web')).toEqual({ ...oddMeant, TEST_OVERRIDE: 'a$b' })
    const [web = ''] = await containersOf('web')
    await server.docker(['exec', web, 'touch', '/app/media/picture'])
    expect((await server.run(['ls', `${root}/media`])).stdout.trim()).toBe('picture')
    expect(ran.log).not.toContain('requests fail')
  })

  it('Three replicas serve after a rolling deploy', async () => {
    expectDone(await deploy(v2, { replicas: '3', strategy: 'rolling' }))
    expect(await containersOf('web')).toHaveLength(3)
    expect((await answering()).size).toBe(3)
  })

  it('Three replicas serve after a recreate deploy, and the log says that requests fail meanwhile', async () => {
    const ran = await deploy(v1, { replicas: '3', strategy: 'recreate' })
    expectDone(ran)
    expect(ran.log).toMatch(/Stop 3 old web: requests fail until the new ones answer/)
    expect((await answering()).size).toBe(3)
  })
})

describe('a project with names of its own', () => {
  it('A project with service names of its own is deployed if the inputs assign the roles', async () => {
    await server.wipe()
    const guide = await readFile(join(await stagingWorkspace(), file), 'utf8')
    // Images of three names, of which one is deployed: nothing but the inputs can tell what belongs together.
    const renamed = guide
      .replace(/^ {2}web:/m, '  api_v2:')
      .replace(/^ {2}celery:\n {4}image: .*/m, '  jobs:\n    image: shop/jobs')
      .replace(/^ {2}celery-beat:\n {4}image: .*/m, '  clock.main:\n    image: shop/clock')
    const ran = await deploy(
      v1,
      {
        'compose-file': 'deploy.yml',
        project: 'my-shop_2',
        'web-service': 'api_v2',
        'worker-services': 'jobs',
        'scheduler-services': 'clock.main',
      },
      { 'deploy.yml': renamed },
    )
    expectDone(ran)
    const script = `docker inspect --format '{{.Name}} {{.Config.Image}}' $(docker ps -q) | sort`
    expect((await server.run(['sh', '-c', script])).stdout.trim().split('\n')).toEqual([
      `/my-shop_2-api_v2-1 ${v1.reference}`,
      `/my-shop_2-clock.main-1 ${v1.reference}`,
      '/my-shop_2-db-1 postgres:15',
      '/my-shop_2-edge-1 haproxy:lts',
      `/my-shop_2-jobs-1 ${v1.reference}`,
      '/my-shop_2-redis-1 redis:7-alpine',
    ])
    expect((await answering(3)).size).toBe(1)
    expect(await environmentOf('jobs')).toEqual(oddMeant)
  })
})

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

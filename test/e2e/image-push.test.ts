import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FaultyRegistry, startFaultyRegistry } from '../image/faulty-registry.ts'
import { docker, tryDocker } from '../sandbox/docker.ts'
import { imageTag } from '../sandbox/images.ts'
import { sparePort } from '../sandbox/names.ts'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, runDist, startDist } from './run-dist.ts'

/** push-registry with real registries, one of them behind something that misbehaves. */

let sandbox: Sandbox
/** One that nobody else uses: it is stopped in between. */
let registry: { address: string; stop(): Promise<void>; start(): Promise<void>; remove(): Promise<void> }
const username = 'ada'
const password = 'sesame-open-4711'
let faulty: FaultyRegistry
/** Where the image is pushed to, through the faulty one: a new repository for each test. */
let image: string
let count = 0
let project: string

beforeAll(async () => {
  sandbox = await openSandbox({ servers: 0 })
  registry = await ownRegistry()
  faulty = await startFaultyRegistry(registry.address)
  project = await mkdtemp(join(tmpdir(), 'push-project-'))
  await writeFile(
    join(project, 'Dockerfile'),
    `FROM scratch\nCOPY Dockerfile /\nLABEL at="${Date.now()}"\nCMD ["/none"]\n`,
  )
})

beforeEach(async () => {
  faulty.requests.length = 0
  faulty.fault = () => undefined
  faulty.delayMs = 0
  image = `${faulty.address}/push-test/${Date.now()}-${count++}`
})

afterAll(async () => {
  await faulty.close()
  await registry.remove()
  const references = ['--filter', 'reference=*/push-test/*', '--filter', 'reference=*/*/push-test/*']
  const all = await docker(['image', 'ls', ...references, '--format', '{{.Repository}}:{{.Tag}}'])
  for (const name of all.split('\n').filter(Boolean)) await tryDocker(['image', 'rm', '--force', name])
})

/** An image of this test alone in the engine; returns its digest. */
async function local(...tags: string[]): Promise<string> {
  const names = tags.flatMap((tag) => ['--tag', `${image}:${tag}`])
  const label = ['--label', `test=${image}`]
  await docker(['buildx', 'build', '--quiet', '--provenance=false', '--load', ...label, ...names, project])
  return (await docker(['image', 'inspect', '--format', '{{.Id}}', `${image}:${tags[0]}`])).trim()
}

const push = (inputs: Record<string, string> = {}, options: DistOptions = {}): Promise<DistResult> =>
  runDist('push-registry', { ...options, inputs: { image, tags: '1.4.2', username, password, ...inputs } })

const leftovers = async ({ temp }: DistResult): Promise<string[]> =>
  (await readdir(temp)).filter((name) => name.startsWith('docker-config'))

const attempts = ({ log }: DistResult): number => (log.match(/^Attempt \d+ of/gm) ?? []).length

describe('a push', () => {
  test('A push uploads every tag and reads the digest back', async () => {
    const digest = await local('1.4.2', '1.4', 'latest')
    const result = await push({ tags: `${image}:1.4.2\n1.4\nlatest`, digest })
    expect(result.code, result.log).toBe(0)
    expect(result.outputs).toEqual({
      digest,
      image: `${image}@${digest}`,
      tags: [`${image}:1.4.2`, `${image}:1.4`, `${image}:latest`].join('\n'),
      'reason-code': 'done',
    })
    expect(
      faulty.requests.filter((line) => /^PUT .*manifests\/(1\.4\.2|1\.4|latest)$/.test(line)),
    ).toHaveLength(3)
    expect(await leftovers(result)).toEqual([])
    expect(result.log.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(password)
  })

  test('A push with a wrong password is one clear error after one attempt', async () => {
    await local('1.4.2')
    const result = await push({ password: 'wrong-password' })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'registry-refused' } })
    expect(result.log.match(/::error::/g)).toHaveLength(1)
    expect(attempts(result)).toBe(0)
    expect(faulty.requests.filter((line) => line.startsWith('PUT') || line.startsWith('POST'))).toEqual([])
    expect(await leftovers(result)).toEqual([])
  })

  test.each([
    [403, 'denied', /refused/],
    [404, 'name unknown', /no such repository/],
  ])('A push is not retried after the answer %i', async (status, message, words) => {
    await local('1.4.2')
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message }] })
    faulty.fault = (line) => (/^POST .*uploads|^PUT/.test(line) ? { status, body } : undefined)
    const result = await push()
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'registry-refused' } })
    expect(result.log).toMatch(words)
    expect(attempts(result)).toBe(0)
  })

  test.each([
    ['503', { status: 503 }],
    ['a broken connection', { status: 'reset' }],
  ] as const)('A push survives %s', async (_, fault) => {
    const digest = await local('1.4.2')
    // Docker itself tries some of these again at once; only what outlasts that comes to us.
    let failing = true
    faulty.fault = (line) => (failing && /^PUT .*manifests/.test(line) ? fault : undefined)
    const running = await startDist('push-registry', { inputs: { image, tags: '1.4.2', username, password } })
    const watch = setInterval(() => (failing = !running.log().includes('Attempt 2 of 5')), 50)
    const result = await running.finished
    clearInterval(watch)
    expect(result.code, result.log).toBe(0)
    expect(result.outputs['digest']).toBe(digest)
    expect(attempts(result)).toBeGreaterThan(0)
  })

  test('A push waits as long as the rate limit requires', async () => {
    await local('1.4.2')
    let limited = true
    faulty.fault = (line) =>
      limited && /manifests/.test(line) ? { status: 429, headers: { 'retry-after': '3' } } : undefined
    const running = await startDist('push-registry', { inputs: { image, tags: '1.4.2', username, password } })
    const watch = setInterval(() => (limited = !running.log().includes('Attempt 2 of 5')), 50)
    const result = await running.finished
    clearInterval(watch)
    expect(result.code, result.log).toBe(0)
    expect(result.log).toContain('Attempt 2 of 5 in 3 s.')
  })

  test('A push gives up at once if the rate limit requires too long a wait', async () => {
    await local('1.4.2')
    faulty.fault = (line) =>
      /manifests/.test(line) ? { status: 429, headers: { 'retry-after': '3600' } } : undefined
    const result = await push({ 'max-wait': '1m' })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'registry-unavailable' } })
    expect(result.log).toContain('asks to wait 3600 s')
    expect(result.seconds).toBeLessThan(30)
  })

  test('A push to a registry that is down is retried with growing waits, and then a clear error', async () => {
    await registry.stop()
    const result = await push({ image: `${registry.address}/push-test/down`, attempts: '3' })
    await registry.start()
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'registry-unavailable' } })
    expect(result.log).toMatch(/Attempt 2 of 3 in 2 s\.[^]*Attempt 3 of 3 in 4 s\./)
    expect(result.log).toMatch(/::error::.*given up, 3 attempts failed/)
  })

  test('A push fails when the registry serves another digest, and no further tag moves', async () => {
    await local('1.4.2', 'latest')
    faulty.fault = (line, nth) =>
      line.endsWith('/manifests/1.4.2') && line.startsWith('GET') && nth > 0
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"schemaVersion":2}' }
        : undefined
    const result = await push({ tags: '1.4.2\nlatest' })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'digest-mismatch' } })
    expect(faulty.requests.filter((line) => /^PUT .*manifests\/latest$/.test(line))).toEqual([])
  })

  test('A push of another digest than the expected one does not start', async () => {
    await local('1.4.2')
    const result = await push({ digest: `sha256:${'0'.repeat(64)}` })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'digest-mismatch' } })
    expect(faulty.requests.filter((line) => line.startsWith('PUT'))).toEqual([])
  })

  test('A push of a missing image says where the image should come from', async () => {
    const result = await push()
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'not-ready' } })
    expect(result.log).toContain('build-image')
  })
})

describe('a login', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'The login is removed after a %s in the middle of a push',
    async (signal) => {
      await local('1.4.2')
      faulty.delayMs = 700
      const running = await startDist('push-registry', {
        inputs: { image, tags: '1.4.2', username, password },
      })
      await until(() => faulty.requests.some((line) => line.startsWith('POST')))
      running.child.kill(signal)
      const result = await running.finished
      expect(result, result.log).toMatchObject({ code: 1, outputs: { 'reason-code': 'cancelled' } })
      expect(await leftovers(result)).toEqual([])
      // Nor does the push go on behind the back of the job that is over.
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      expect(faulty.requests.filter((line) => /^PUT .*manifests/.test(line))).toEqual([])
    },
  )

  test('The login of a killed run is removed by the post step', async () => {
    await local('1.4.2')
    faulty.delayMs = 700
    const running = await startDist('push-registry', { inputs: { image, tags: '1.4.2', username, password } })
    await until(() => faulty.requests.some((line) => line.startsWith('POST')))
    running.child.kill('SIGKILL')
    const killed = await running.finished
    const folder = killed.state['docker-config'] ?? ''
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toContain(faulty.address)
    const post = await runDist('push-registry', { env: asState(killed.state) })
    expect(post.log).toBe('')
    expect(post).toMatchObject({ code: 0, outputs: {} })
    expect(await leftovers(killed)).toEqual([])
  })

  test('The login of an earlier step is used, and kept afterwards', async () => {
    await local('1.4.2')
    const own = await mkdtemp(join(tmpdir(), 'push-config-'))
    const env = { DOCKER_CONFIG: own }
    await docker(['login', '--username', username, '--password-stdin', faulty.address], {
      env,
      input: password,
    })
    const before = await readFile(join(own, 'config.json'), 'utf8')
    const result = await push({ username: '', password: '' }, { env })
    expect(result.code, result.log).toBe(0)
    expect(await readFile(join(own, 'config.json'), 'utf8')).toBe(before)
  })
})

describe('a promotion', () => {
  const prepared = async (): Promise<{ from: string; digest: string; to: string }> => {
    await local('1.4.2')
    const { outputs, log } = await push()
    expect(outputs['digest'], log).toBeDefined()
    return { from: outputs['image'] ?? '', digest: outputs['digest'] ?? '', to: `${image}-production` }
  }

  test('A promotion keeps the digest, and a second one changes nothing', async () => {
    const { from, digest, to } = await prepared()
    const first = await push({ image: to, tags: '1.4.2\nlatest', promote: from })
    expect(first.code, first.log).toBe(0)
    expect(first.outputs).toMatchObject({ digest, image: `${to}@${digest}`, 'reason-code': 'done' })
    const second = await push({ image: to, tags: '1.4.2\nlatest', promote: from })
    expect(second.outputs).toMatchObject({ digest, 'reason-code': 'unchanged' })
  })

  test('A promotion copies to another registry, each with its own login', async () => {
    const { from, digest } = await prepared()
    const to = `${sandbox.hub.address}/push-test/promoted-${count}`
    const result = await push({
      image: to,
      promote: from,
      username: '',
      password: '',
      'promote-username': username,
      'promote-password': password,
    })
    expect(result.code, result.log).toBe(0)
    expect(result.outputs['digest']).toBe(digest)
    await docker(['pull', '--quiet', `${to}@${digest}`])
  })

  test('A promotion copies all platforms', async () => {
    const names = ['--tag', `${image}:several`]
    const platforms = ['--platform', 'linux/amd64,linux/arm64']
    await docker([
      'buildx',
      'build',
      '--quiet',
      '--provenance=false',
      '--load',
      ...platforms,
      ...names,
      project,
    ])
    const pushed = await push({ tags: 'several' })
    expect(pushed.code, pushed.log).toBe(0)
    const result = await push({ image: `${image}-production`, promote: pushed.outputs['image'] ?? '' })
    expect(result.code, result.log).toBe(0)
    expect(result.outputs['digest']).toBe(pushed.outputs['digest'])
    const index = JSON.parse(
      await docker(['buildx', 'imagetools', 'inspect', '--raw', result.outputs['image'] ?? ''], {
        env: { DOCKER_CONFIG: await loggedIn(faulty.address) },
      }),
    ) as { manifests: { platform: { architecture: string } }[] }
    expect(index.manifests.map(({ platform }) => platform.architecture)).toEqual(['amd64', 'arm64'])
  })

  test('A promotion needs a digest that exists', async () => {
    const { from, to } = await prepared()
    const byTag = await push({ image: to, promote: from.replace(/@.*/, ':1.4.2') })
    expect(byTag).toMatchObject({ code: 1, outputs: { 'reason-code': 'bad-input' } })
    const missing = await push({ image: to, promote: from.replace(/@.*/, `@sha256:${'1'.repeat(64)}`) })
    expect(missing).toMatchObject({ code: 1, outputs: { 'reason-code': 'registry-refused' } })
    expect(attempts(missing)).toBe(0)
  })
})

/** How the runner hands the state of main on to the post step. */
function asState(state: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]))
}

async function ownRegistry(): Promise<typeof registry> {
  const login = ['--env', `REGISTRY_USER=${username}`, '--env', `REGISTRY_PASSWORD=${password}`]
  // A fixed port, or the stopped one would come back under another.
  const address = `localhost:${sparePort}`
  const id = (
    await docker([
      'run',
      '--detach',
      '--publish',
      `127.0.0.1:${sparePort}:5000`,
      ...login,
      imageTag('registry'),
    ])
  ).trim()
  const answers = async (): Promise<void> => {
    const answered = (): Promise<boolean> =>
      fetch(`http://${address}/v2/`).then(
        () => true,
        () => false,
      )
    for (let tries = 0; tries < 100 && !(await answered()); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await answers()
  return {
    address,
    stop: async () => void (await docker(['stop', '--time', '1', id])),
    start: async () => {
      await docker(['start', id])
      await answers()
    },
    remove: async () => void (await docker(['rm', '--force', '--volumes', id])),
  }
}

async function loggedIn(address: string): Promise<string> {
  const own = await mkdtemp(join(tmpdir(), 'push-config-'))
  const env = { DOCKER_CONFIG: own }
  await docker(['login', '--username', username, '--password-stdin', address], { env, input: password })
  return own
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !holds(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(holds()).toBe(true)
}

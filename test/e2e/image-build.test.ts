import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cache, startCache } from '../sandbox/cache/server.ts'
import { docker, tryDocker } from '../sandbox/docker.ts'
import { registryAddress } from '../sandbox/names.ts'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { assembleShop } from '../sandbox/shop.ts'
import { type DistOptions, type DistResult, runDist } from './run-dist.ts'

/** build-image with the real engine: BuildKit, layers, containers. */

const image = `${registryAddress}/image-test/backend`
const secret = 'correct-horse-battery-staple'
const marker = `marker-${Date.now()}`
const dockerfile = `FROM saleor-base:bookworm
COPY note /note
RUN echo ${marker} && date +%s%N > /when
RUN --mount=type=secret,id=PIP_TOKEN,required grep -q ${secret.slice(0, 7)} /run/secrets/PIP_TOKEN
CMD ["python3", "-c", "print('hello')"]
`

let sandbox: Sandbox
let cache: Cache
let project: string
/** Always the same, as on a runner: the cache knows its entries by path. */
let temp: string

beforeAll(async () => {
  sandbox = await openSandbox({ servers: 0 })
  cache = await startCache()
  temp = await mkdtemp(join(tmpdir(), 'image-test-'))
  project = await mkdtemp(join(tmpdir(), 'image-project-'))
  await writeFile(join(project, 'Dockerfile'), dockerfile)
  await writeFile(join(project, 'note'), 'one')
})

afterAll(async () => {
  await cache.close()
  await rm(temp, { recursive: true, force: true })
  const tags = await docker([
    'image',
    'ls',
    '--quiet',
    '--filter',
    `reference=${registryAddress}/image-test/*`,
  ])
  for (const id of new Set(tags.split('\n').filter(Boolean))) await tryDocker(['image', 'rm', '--force', id])
})

const build = (inputs: Record<string, string>, options: DistOptions = {}): Promise<DistResult> =>
  runDist('build-image', {
    cwd: project,
    ...options,
    inputs: { image, secrets: `PIP_TOKEN=${secret}`, verify: 'none', ...inputs },
    env: { RUNNER_TEMP: temp, ...cache.env, ...options.env },
  })

/** What people can read: the runner takes the masking commands away. */
const shown = ({ log, summary, outputs }: DistResult): string =>
  [log.replaceAll(/^::add-mask::.*$/gm, ''), summary, ...Object.values(outputs)].join('\n')

const when = (result: DistResult): Promise<string> =>
  docker(['run', '--rm', '--entrypoint', 'cat', result.outputs['image-id'] ?? '', '/when'])

/** As a fresh runner has it: the builder has forgotten the layers of this test. */
const forgetLayers = async (): Promise<void> => {
  const records = (await docker(['buildx', 'du', '--verbose'])).split('\n\n')
  const ids = records.filter((one) => one.includes(marker)).map((one) => /^ID:\s+(\S+)/m.exec(one)?.[1] ?? '')
  for (const id of ids) await docker(['buildx', 'prune', '--force', '--filter', `id=${id}`])
}

describe('layers', () => {
  let first: DistResult

  test('Layers are saved after the first build', async () => {
    first = await build({})
    expect(first.code, first.log).toBe(0)
    expect(first.outputs).toMatchObject({ image, version: '0123456', 'reason-code': 'done' })
    expect(first.outputs['digest']).toMatch(/^sha256:/)
    expect(cache.entries.map(({ key }) => key)).toEqual([
      expect.stringMatching(new RegExp(`^layers-${registryAddress.replace(':', '-')}-image-test-backend-`)),
    ])
  })

  test('Layers are restored in the next build, on a machine that has none', async () => {
    await forgetLayers()
    const second = await build({})
    expect(second.code, second.log).toBe(0)
    expect(second.outputs['cache-hit']).toBe('true')
    expect(await when(second)).toBe(await when(first))
    expect(second.log).toContain('unchanged, nothing to save')
    expect(cache.entries).toHaveLength(1)
  })

  test('Changed layers are saved under another key, and old ones are removed from the folder', async () => {
    await writeFile(join(project, 'note'), 'two')
    const third = await build({})
    expect(third.code, third.log).toBe(0)
    expect(cache.entries).toHaveLength(2)
    const blobs = await readdir(join(temp, 'saleor-deploy-layers', 'blobs', 'sha256'))
    const fourth = await build({})
    expect(fourth.code).toBe(0)
    expect(await readdir(join(temp, 'saleor-deploy-layers', 'blobs', 'sha256'))).toHaveLength(blobs.length)
  })

  test.each(['cut', '500', 'full', 'corrupt'] as const)(
    'A cache service that fails (%s) does not fail the build',
    async (mode) => {
      const small = await smallProject(mode)
      expect((await build({}, { cwd: small })).code).toBe(0)
      await writeFile(join(small, 'note'), 'changed')
      cache.fail(mode)
      const result = await build({}, { cwd: small })
      cache.fail('none')
      expect(result.code, result.log).toBe(0)
      expect(result.outputs['reason-code']).toBe('done')
    },
  )

  test('A missing cache service does not fail the build', async () => {
    const env = { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' }
    const result = await build({}, { cwd: await smallProject('absent'), env })
    expect(result.code, result.log).toBe(0)
    expect(result.log).toContain('::warning::')
  })

  test('A cache service that rejects BuildKit’s own token does not fail the build', async () => {
    const env = { ACTIONS_CACHE_URL: 'http://127.0.0.1:9/', ACTIONS_RUNTIME_TOKEN: 'no-token' }
    const result = await build({ cache: 'gha' }, { env })
    expect(result.code, result.log).toBe(0)
    expect(result.log).toContain('building again without it')
  })

  test('Layers can be kept in a registry with a login, and a wrong login is one clear error', async () => {
    const { username, password } = sandbox.registry
    const login = { cache: 'registry', username, password }
    expect((await build(login)).code).toBe(0)
    await forgetLayers()
    const again = await build(login)
    expect(again.outputs['cache-hit'], again.log).toBe('true')
    expect(shown(again)).not.toContain(password)
    const refused = await build({ ...login, password: 'wrong' })
    expect(refused).toMatchObject({ code: 1, outputs: { 'reason-code': 'registry-refused' } })
  })
})

describe('an image', () => {
  test('The image of a commit is identical, bit by bit, in each build', async () => {
    const repository = await mkdtemp(join(tmpdir(), 'image-git-'))
    await writeFile(join(repository, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\nLABEL title=x\n')
    await git(repository, 'init', '--quiet')
    await git(repository, 'add', '.')
    await git(repository, 'commit', '--quiet', '--message', 'one')
    const revision = (await git(repository, 'rev-parse', 'HEAD')).trim()
    const one = await build({ cache: 'none' }, { cwd: repository })
    const two = await build({ cache: 'none' }, { cwd: repository })
    expect(one.outputs['digest'], one.log).toBe(two.outputs['digest'])
    expect(one.outputs['revision']).toBe(revision)
    const labels = JSON.parse(
      await docker([
        'image',
        'inspect',
        '--format',
        '{{json .Config.Labels}}',
        one.outputs['image-id'] ?? '',
      ]),
    ) as Record<string, string>
    expect(labels).toMatchObject({
      title: 'x',
      'org.opencontainers.image.revision': revision,
      'org.opencontainers.image.source': 'https://github.com/shop/backend',
      'org.opencontainers.image.created': '2026-01-02T03:04:05.000Z',
    })
  })

  test('The image gets its tags from the Git tag and the tags of the repository', async () => {
    const repository = await mkdtemp(join(tmpdir(), 'image-git-'))
    await writeFile(join(repository, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n')
    await git(repository, 'init', '--quiet')
    await git(repository, 'add', '.')
    await git(repository, 'commit', '--quiet', '--message', 'one')
    for (const tag of ['3.22.66', '3.22.67', '3.23.28', '4.0.0-rc.1']) await git(repository, 'tag', tag)
    const result = await build(
      { cache: 'none' },
      { cwd: repository, env: { GITHUB_REF: 'refs/tags/3.22.67' } },
    )
    expect(result.code, result.log).toBe(0)
    const tags = result.outputs['tags']?.split('\n').map((tag) => tag.replace(`${image}:`, ''))
    expect(tags).toEqual(['3.22.67', '3.22', expect.stringMatching(/^sha-[0-9a-f]{7}$/)])
    expect(result.summary).toContain('3.23.28 is higher')
    for (const tag of result.outputs['tags']?.split('\n') ?? [])
      expect(await docker(['image', 'inspect', '--format', '{{.Id}}', tag])).toContain(
        result.outputs['image-id'],
      )
  })

  test('The image has no secret in any layer, label, history or file of the build', async () => {
    const result = await build({ cache: 'none' })
    expect(result.code, result.log).toBe(0)
    expect(shown(result)).not.toContain(secret)
    const id = result.outputs['image-id'] ?? ''
    expect(await docker(['history', '--no-trunc', id])).not.toContain(secret)
    expect(await docker(['image', 'inspect', id])).not.toContain(secret)
    const archive = join(temp, 'saved.tar')
    await docker(['image', 'save', '--output', archive, id])
    const found = await holds(archive, secret)
    expect(found).toBe(false)
    expect(await holds(archive, marker)).toBe(true)
    expect((await readdir(temp)).filter((name) => /^(build-secrets|docker-config)-/.test(name))).toEqual([])
  })

  test('A build step that prints commands to the runner has no effect on the job', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'image-hostile-'))
    const print = String.raw`printf '\302\205::add-mask::abc\nboot ##[set-output name=release]evil\n::stop-commands::x\n'`
    await writeFile(join(cwd, 'Dockerfile'), `FROM saleor-base:bookworm\nRUN ${print} && exit 3\n`)
    const ran = await build({}, { cwd })
    expect(ran.code).toBe(1)
    expect(ran.log).toContain('boot ## [set-output name=release]evil')
    const own = ['add-mask', 'error', 'warning', 'debug', 'group', 'endgroup']
    expect(ran.commands.filter(({ name }) => !own.includes(name))).toEqual([])
    expect(ran.log).not.toContain('##[')
  })

  test('A failed build shows the lines that explain it', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'image-broken-'))
    await writeFile(join(broken, 'Dockerfile'), 'FROM saleor-base:bookworm\nRUN echo the reason && exit 7\n')
    const result = await build({ cache: 'none' }, { cwd: broken })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'build-failed' } })
    expect(result.summary).toContain('exit code: 7')
    expect(result.summary).toContain('the reason')
    expect(result.log).not.toContain('building again')
  })

  test('A missing Dockerfile is reported, with a hint at the checkout', async () => {
    const result = await build({}, { cwd: await mkdtemp(join(tmpdir(), 'image-empty-')) })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'bad-input' } })
    expect(result.log).toContain('Check out the repository')
  })

  test('A broken builder is replaced by another one, with a message', async () => {
    const result = await build({ builder: 'no-such-builder', cache: 'none' })
    expect(result.code, result.log).toBe(0)
    expect(result.log).toMatch(
      /::warning::Builder 'no-such-builder' can't be used:.*The build uses builder 'default' instead/,
    )
  })

  test('An image for several platforms is one index in the engine', async () => {
    const several = await mkdtemp(join(tmpdir(), 'image-platforms-'))
    await writeFile(join(several, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\nCMD ["/none"]\n')
    const result = await build({ platforms: 'linux/amd64, linux/arm64', cache: 'none' }, { cwd: several })
    expect(result.code, result.log).toBe(0)
    expect(result.outputs['digest']).toBe(result.outputs['image-id'])
  })
})

describe('verification', () => {
  let shop: string
  beforeAll(async () => {
    shop = await mkdtemp(join(tmpdir(), 'image-shop-'))
    assembleShop('v1', shop)
  })
  const verify = (inputs: Record<string, string>, cwd = shop): Promise<DistResult> =>
    build({ cache: 'none', secrets: '', verify: 'start', ...inputs }, { cwd })

  test('The verification starts the shop, imports it, gets an answer, and warns of the key in the image', async () => {
    const result = await verify({})
    expect(result.code, result.log).toBe(0)
    expect(result.log).toContain(
      'starts, imports `saleor.asgi:application`, answers on port 8000 with HTTP 200',
    )
    expect(result.log).toMatch(/::warning::The image holds a private key, \/app\/\.jwt_key\.pem/)
    expect(result.outputs['version']).toMatch(/^3\.\d+\.\d+-[0-9a-f]{7}$/)
  })

  test('The verification does not warn if the Dockerfile removes the key', async () => {
    const clean = await mkdtemp(join(tmpdir(), 'image-shop-'))
    assembleShop('v1', clean)
    const text = await readFile(join(clean, 'Dockerfile'), 'utf8')
    await writeFile(
      join(clean, 'Dockerfile'),
      text.replace('--no-input', '--no-input && rm -f /app/.jwt_key.pem'),
    )
    const result = await verify({}, clean)
    expect(result.code, result.log).toBe(0)
    expect(result.log).not.toContain('private key')
  })

  test.each([
    ['python manage.py check', 0, '`python manage.py check` succeeded'],
    [
      `python -c 'import os; assert os.environ["DEBUG"] == "False" and os.environ["MINE"] == "a=b"'`,
      0,
      'succeeded',
    ],
    [`python -c "raise SystemExit('no good')"`, 1, 'no good'],
    ['no-such-program', 1, 'no-such-program'],
    [`python -c 'open`, 1, 'a quote is left open'],
  ])('The verification runs a custom command: %s', async (command, code, words) => {
    const result = await verify({ verify: command, 'verify-env': 'MINE=a=b' })
    expect(result.code, result.log).toBe(code)
    expect(result.log).toContain(words)
  })

  test('The verification fails if the image’s own command ends, with its last output', async () => {
    const ends = await mkdtemp(join(tmpdir(), 'image-ends-'))
    await writeFile(
      join(ends, 'Dockerfile'),
      [
        'FROM saleor-base:bookworm',
        'RUN mkdir saleor && echo "application = 1" > saleor/asgi.py',
        'EXPOSE 8000',
        'CMD ["python3", "-c", "raise SystemExit(\'no database\')"]\n',
      ].join('\n'),
    )
    const result = await verify({}, ends)
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'verify-failed' } })
    expect(result.summary).toContain('no database')
  })

  test('The verification fails if the application cannot be imported, with the traceback', async () => {
    const result = await build({ cache: 'none', secrets: '', verify: 'start' }, { cwd: await brokenShop() })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'verify-failed' } })
    expect(result.summary).toMatch(/Traceback|ended with code/)
    expect(result.summary).toContain('boom')
  })

  test('The verification ends at its deadline', async () => {
    const result = await verify({
      verify: 'python -c "import time; time.sleep(600)"',
      'verify-timeout': '3s',
    })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'verify-failed' } })
    expect(result.log).toContain('not ready within 3 s')
    expect(result.seconds).toBeLessThan(30)
  })

  test('The verification leaves no container behind, also when the job is cancelled', async () => {
    const result = await build(
      {
        cache: 'none',
        secrets: '',
        verify: 'python -c "import time; print(\'waiting\', flush=True); time.sleep(600)"',
      },
      { cwd: shop, signalWhen: 'waiting' },
    )
    expect(result.outputs['reason-code'], result.log).toBe('cancelled')
    expect(result.seconds).toBeLessThan(30)
    expect(await docker(['ps', '--all', '--filter', 'name=^verify-', '--format', '{{.Names}}'])).toBe('')
  })
})

/** Nothing but a file: what is tried with it is the cache. */
async function smallProject(note: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-small-'))
  await writeFile(
    join(folder, 'Dockerfile'),
    `FROM scratch\nCOPY note /\nLABEL note=${note}\nCMD ["/note"]\n`,
  )
  await writeFile(join(folder, 'note'), note)
  return folder
}

/** A shop whose application breaks when it is imported; everything else in it is right. */
async function brokenShop(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-import-'))
  assembleShop('v1', folder)
  await appendFile(join(folder, 'saleor', 'asgi', '__init__.py'), "\nraise RuntimeError('boom')\n")
  return folder
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { execFileSync } = await import('node:child_process')
  const date = '2026-01-02T03:04:05Z'
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date }
  const identity = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com']
  return execFileSync('git', ['-C', folder, ...identity, ...args], { env }).toString()
}

/** Whether a text occurs in any file of an archive, compressed layers included. */
async function holds(archive: string, text: string): Promise<boolean> {
  const { spawnSync } = await import('node:child_process')
  const script = `
import gzip, io, sys, tarfile
wanted = sys.argv[2].encode()
def look(data):
    if data[:2] == b'\\x1f\\x8b': data = gzip.decompress(data)
    return wanted in data
with tarfile.open(sys.argv[1]) as tar:
    sys.exit(0 if any(look(tar.extractfile(m).read()) for m in tar if m.isfile()) else 1)
`
  return spawnSync('python3', ['-c', script, archive, text]).status === 0
}

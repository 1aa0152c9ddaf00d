import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { environmentMasks } from '../../src/inputs/values/environment-masks.ts'
import { filesWith, leaksIn, watchEnvironment, watchRunner, watchServer } from '../host/leaks.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, startDist } from './run-dist.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const { username, password, address } = sandbox.registry

/** A value that is nowhere else. */
const marker = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`

const values = {
  SECRET_KEY: marker('django'),
  STRIPE_KEY: `sk_$${marker('stripe')}#`,
  JSON_KEY: `{"key": "${marker('json')}"}`,
}
const url = marker('password')
const lines = [marker('first-line'), marker('second-line')]
const environment = `${shopEnvironment({ ...values, EMAIL_URL: `smtp://robot:${url}@mail.example.com:25` })}
LINES="${lines.join('\n')}"`
const rsaLine = /-----BEGIN.*\n.*\n(.*)\n/.exec(environment)?.[1] ?? ''
const { key, passphrase } = server.encryptedKey

/** Everything that is secret, by what a report may call it. */
const secrets: Record<string, string> = {
  'ssh-key': key.split('\n')[2] ?? '',
  'ssh-key-passphrase': passphrase,
  'registry-password': password,
  'registry login': Buffer.from(`${username}:${password}`).toString('base64'),
  ...values,
  'the password in EMAIL_URL': url,
  'the first of LINES': lines[0] ?? '',
  'the second of LINES': lines[1] ?? '',
  'a line of RSA_PRIVATE_KEY': rsaLine,
}

/** Runs an action under watch: what was seen of it on the runner. */
async function watched(
  action: string,
  options: DistOptions,
): Promise<{ ran: DistResult; seen: string[]; programs: Set<string> }> {
  const id = randomUUID()
  const run = await startDist(action, { ...options, env: { ...options.env, ...watchEnvironment(id) } })
  const temp = (await readFile(`/proc/${run.child.pid}/environ`, 'utf8'))
    .split('\0')
    .find((one) => one.startsWith('RUNNER_TEMP='))
  const watch = watchRunner(run, id, () => temp?.slice('RUNNER_TEMP='.length) ?? '', secrets)
  const ran = await run.finished
  const { seen } = await watch.stop()
  return { ran, seen, programs: watch.programs }
}

/** What people see: the log as the runner masks it, line by line. */
function masked({ log }: DistResult): string {
  const masks = [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, mask = '']) => mask.replaceAll('%25', '%'))
  return masks
    .sort((one, other) => other.length - one.length)
    .reduce((text, mask) => text.replaceAll(mask, '***'), log.replace(/^::add-mask::.*\n/gm, ''))
}

/** All that a run leaves behind for others to read. */
async function leftBehind({ log, outputs, state, summary, temp }: DistResult): Promise<string> {
  const files = (await readdir(temp, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  )
  const printed = log.replace(/^::add-mask::.*\n/gm, '')
  return [printed, JSON.stringify([outputs, state]), summary, ...texts].join('\n')
}

describe('deploy-staging', () => {
  let first: Awaited<ReturnType<typeof watched>>
  let onServer: { seen: string[]; rounds: number }

  beforeAll(async () => {
    await server.wipe()
    const { reference } = await sandbox.buildShop('v1')
    // The image has to be pulled, else the registry's password would have no reason to travel.
    await server.docker(['image', 'rm', '--force', reference])
    const watch = await watchServer(server, secrets)
    first = await watched('deploy-staging', {
      cwd: await stagingWorkspace(),
      inputs: stagingInputs(server, sandbox, reference, environment, {
        'ssh-key': key,
        'ssh-key-passphrase': passphrase,
      }),
    })
    onServer = await watch.stop()
    if (first.ran.code !== 0) throw new Error(masked(first.ran))
  })

  it('A deploy masks every secret before it prints anything, and masks no other value', () => {
    const [, masks = ''] = /^((?:::add-mask::.*\n)+)(?![^]*::add-mask::)/.exec(first.ran.log) ?? []
    const hidden = masks.split('\n').map((line) => line.slice('::add-mask::'.length))
    const { 'registry login': _, ...given } = secrets
    for (const [name, secret] of Object.entries(given)) expect(hidden, name).toContain(secret)
    for (const plain of ['False', 'DEBUG=False', '*', 'saleor', server.address])
      expect(hidden).not.toContain(plain)
  })

  it('A deploy prints no secret, and leaves none in outputs, summary or files', async () => {
    expect(leaksIn(await leftBehind(first.ran), secrets)).toEqual([])
  })

  it('A deploy gives no secret to a program on the runner', () => {
    expect(first.seen).toEqual([])
    expect([...first.programs].join()).toContain('docker')
  })

  it('A deploy gives no secret to a program on the server', () => {
    expect(onServer.seen).toEqual([])
    expect(onServer.rounds).toBeGreaterThan(200)
  })

  it('A deploy leaves the environment on the server for its user alone, and no other secret', async () => {
    const {
      'ssh-key': one,
      'ssh-key-passphrase': two,
      'registry-password': three,
      'registry login': four,
      ...rest
    } = secrets
    const release = first.ran.outputs.release
    expect(await filesWith(server, rest)).toEqual([`600 deploy /opt/saleor/releases/${release}/compose.json`])
    expect(await filesWith(server, { one, two, three, four } as Record<string, string>)).toEqual([])
    expect((await server.run(['test', '-e', '/home/deploy/.docker/config.json'])).code).toBe(1)
  })

  it('A deploy shows no secret when a container that fails prints its environment', async () => {
    const cwd = await stagingWorkspace()
    const file = join(cwd, 'docker-compose.staging.yml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(/command: celery .* worker .*/, 'command: sh -c "env; exit 1"'))
    const { reference } = await sandbox.buildShop('v1')
    const { ran, seen } = await watched('deploy-staging', {
      cwd,
      inputs: stagingInputs(server, sandbox, reference, environment, {
        'worker-services': 'celery',
        'scheduler-services': 'celery-beat',
      }),
    })
    expect(ran.outputs['reason-code']).toBe('unhealthy')
    expect(ran.log).toContain(values.SECRET_KEY)
    expect(leaksIn(masked(ran), secrets)).toEqual([])
    expect(leaksIn(JSON.stringify(ran.outputs), secrets)).toEqual([])
    expect(seen).toEqual([])
  })
})

describe('build-image and push-registry', () => {
  it('A build and a push give no secret to a program, a file or a line of the log', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'sources-'))
    await writeFile(join(cwd, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n')
    const image = `${address}/secrets/shop`
    const login = { image, username, password }
    const built = await watched('build-image', {
      cwd,
      inputs: { ...login, cache: 'none', verify: 'none', tags: 'v1', secrets: `TOKEN=${values.SECRET_KEY}` },
    })
    expect(built.ran.outputs['reason-code'], masked(built.ran)).toBe('done')
    const pushed = await watched('push-registry', { cwd, inputs: { ...login, tags: 'v1' } })
    expect(pushed.ran.outputs['reason-code'], masked(pushed.ran)).toBe('done')
    for (const { ran, seen } of [built, pushed]) {
      expect(leaksIn(await leftBehind(ran), secrets)).toEqual([])
      expect(seen).toEqual([])
    }
    // A push of a few bytes can be over between two looks.
    expect([...built.programs, ...pushed.programs].join()).toContain('docker')
  })
})

describe('the watch', () => {
  it('The watch finds a secret in the arguments and the environment of a program', async () => {
    const watch = await watchServer(server, secrets)
    const script =
      'read -r secret; bash -c "sleep 0.2; :" "$secret"; SECRET=$secret sleep 0.2; sh -c "sleep 0.2; :" "$(base64 -w0 <<<"x$secret")"'
    await server.run(['bash', '-c', script], { input: `${password}\n`, user: 'deploy' })
    const { seen } = await watch.stop()
    // A process that ends while the watch looks at it has no name any more.
    expect(seen.filter((line) => !line.endsWith(' of ?')).sort()).toEqual([
      'registry-password in cmdline of bash',
      'registry-password in cmdline of sh',
      'registry-password in environ of sleep',
    ])
  })
})

describe('what is hidden of the environment', () => {
  it.each<[string, string, string[], string[]]>([
    ['values and not lines', 'DEBUG=False\nSECRET_KEY=abcdef123', [], ['abcdef123']],
    ['nothing short', 'PORT=8000\nNAME=shop', [], []],
    [
      'each line of a value, but not the frame of a key',
      'K=-----BEGIN X-----\nAB+/CD12\n-----END X-----',
      [],
      ['AB+/CD12'],
    ],
    [
      'the password of a URL, as written and as meant',
      'U=amqp://me:p%40ssword@mq/v',
      [],
      ['amqp://me:p%40ssword@mq/v', 'p%40ssword', 'p@ssword', 'bWU6cEBzc3dvcmQ='],
    ],
    [
      'nothing that an input says in public',
      'DB=saleor\nHOST=shop.example.com',
      ['/opt/saleor', 'shop.example.com'],
      [],
    ],
    [
      'all of it when it can not be read',
      'SECRET_KEY="abcdef123\nmore of it',
      [],
      ['abcdef123', 'more of it'],
    ],
  ])('The masks of an environment hide %s', (_, text, others, hidden) => {
    expect(environmentMasks(text, others)).toEqual(hidden)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRelay } from '../sandbox/relay.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, type DistRun, startDist } from './run-dist.ts'
import { assertServesAlone, type Footprint, footprintOf, untilFree } from './serves-alone.ts'
import { shopOnServer, withoutMasks } from './shop-on-server.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const folder = '/opt/saleor/backups'
const secret = 'a-secret-of-this-command'
let live = ''

beforeAll(async () => {
  await server.wipe()
  live = await (await shopOnServer(sandbox, server)).release('v1')
})

afterAll(async () => await onServer('umount /mnt/small; rm -rf /mnt/small'))

async function run(
  name: 'run-command' | 'backup' | 'diagnose',
  inputs: Record<string, string>,
  options: DistOptions = {},
): Promise<DistResult> {
  return await (await start(name, inputs, options)).finished
}

async function start(
  name: 'run-command' | 'backup' | 'diagnose',
  inputs: Record<string, string>,
  options: DistOptions = {},
): Promise<DistRun> {
  const connection = {
    ...{ hosts: server.address, user: server.user, 'ssh-key': server.privateKey },
    'known-hosts': server.knownHosts,
  }
  return await startDist(name, { inputs: { ...connection, ...inputs }, ...options })
}

/** Waits until a command's container runs: before that, a fault would hit the run alone. */
async function untilCommandRuns(): Promise<void> {
  while (!(await onServer('docker ps --format "{{.Names}}"')).includes('-command-')) await sleep(500)
}

/** Waits until the log of a run has this text. */
async function untilSaid(run: DistRun, text: string): Promise<void> {
  while (!run.log().includes(text) && run.child.exitCode === null) await sleep(100)
}

/** Runs a task through a line that breaks, for both sides at once, at that moment; a new connection works. */
async function runUntilCut(
  name: 'run-command' | 'backup',
  inputs: Record<string, string>,
  moment: (run: DistRun) => Promise<void>,
): Promise<DistResult> {
  const relay = await startRelay({ to: { host: server.address, port: server.port }, delayMs: 0 })
  const run = await startDist(name, {
    inputs: {
      ...{ hosts: '127.0.0.1', port: String(relay.port), user: server.user, 'ssh-key': server.privateKey },
      ...{ 'host-fingerprint': server.fingerprint, ...inputs },
    },
  })
  await moment(run)
  relay.reset()
  const result = await run.finished
  await relay.close()
  return result
}

async function onServer(script: string): Promise<string> {
  return (await server.run(['sh', '-c', script])).stdout.trim()
}

const newestEvent = (): Promise<string> => onServer('tail -n 1 /opt/saleor/events.log')

/** All that a task must leave as it was; the history is there to be added to. */
async function left(): Promise<Footprint> {
  const footprint = await footprintOf(server)
  return { ...footprint, files: footprint.files.filter((file) => !file.endsWith('./events.log')) }
}

describe('a command in a container of the live release', () => {
  test('A command has the settings of the release and its own variables, and is recorded', async () => {
    const before = await left()
    const { code, log, outputs, summary } = await run('run-command', {
      command: "python3 -c \"import os; print(os.environ['DATABASE_URL'][:8], len(os.environ['EXTRA']))\"",
      environment: `EXTRA=${secret}`,
      reason: 'To see its settings',
    })
    expect([code, outputs['exit-code'], outputs['reason-code']], withoutMasks(log)).toEqual([0, '0', 'done'])
    expect(outputs.output).toBe(`postgres ${secret.length}`)
    expect(summary).toContain('To see its settings')
    expect(JSON.parse(await newestEvent())).toMatchObject({
      ...{ action: 'run-command', result: 'live', reason: 'To see its settings', release: live },
    })
    expect(await left()).toEqual(before)
    await assertServesAlone(server, live)
  })

  test('A command changes what the live release uses, and a secret is in no output', async () => {
    const { code, log, outputs } = await run('run-command', {
      command: `echo "$EXTRA" && python3 manage.py showmigrations --plan | tail -n 1`,
      shell: 'true',
      environment: `EXTRA=${secret}`,
    })
    expect(code, withoutMasks(log)).toBe(0)
    expect(outputs.output).toMatch(/^\*\*\*\n\[X\] {2}\w+\.\d{4}/)
    expect(withoutMasks(log)).not.toContain(secret)
  })

  test("The guide's commands for migrations, static files, names of variables and an admin run on a server", async () => {
    const { code, log, outputs } = await run('run-command', {
      command: [
        ...['python3 manage.py showmigrations core', 'python3 manage.py migrate core'],
        ...['ls static/assets', `env | cut -d= -f1 | grep -x DATABASE_URL`],
        ...['python3 manage.py createsuperuser --noinput --username admin --email admin@example.com'],
      ].join(' && '),
      shell: 'true',
      environment: `DJANGO_SUPERUSER_PASSWORD=${secret}`,
      ...{ reason: 'The first admin', 'require-reason': 'true' },
    })
    expect(code, withoutMasks(log)).toBe(0)
    for (const said of [
      '[X] 0001_initial',
      'No migrations to apply',
      'shop.css',
      'DATABASE_URL',
      'Superuser',
    ])
      expect(outputs.output).toContain(said)
    expect(outputs.output).not.toContain('postgres://')
    // What the guide types interactively is typed on the host, by the user that deploys.
    const lines = [
      'docker logs --tail 100 saleor-web-1 2>&1 | wc --lines',
      `docker exec -i saleor-web-1 bash -c 'echo a shell'`,
      `echo 'print(6 * 7)' | docker exec -i saleor-web-1 python manage.py shell`,
      `docker exec -i saleor-db-1 sh -c 'psql -U "$POSTGRES_USER" "$POSTGRES_DB" -c "select username from auth_user"'`,
    ]
    const typed = await server.run(['sh', '-ec', lines.join('\n')], { user: server.user })
    expect([typed.code, typed.stdout], typed.stderr).toEqual([
      0,
      expect.stringMatching(/^\d+\na shell\n42\n[^]*admin/),
    ])
  })

  test.each([
    ['does not exist', { command: 'no-such-program' }, '1', /no-such-program/],
    ['fails', { command: 'sh -c "echo because; exit 7"' }, '7', /because/],
    [
      'takes too long',
      { command: 'sleep 600', timeout: '3s' },
      '124',
      /It was ended: it took longer than 3 s\./,
    ],
    ['prints without an end', { command: 'sh -c "yes | head -c 5000000; exit 3"' }, '3', /y\ny/],
  ])('A command that %s makes the job red and changes nothing else', async (_, inputs, exitCode, output) => {
    const before = await left()
    const ran = await run('run-command', inputs)
    expect([ran.code, ran.outputs['reason-code'], ran.outputs['exit-code']], withoutMasks(ran.log)).toEqual([
      ...[1, 'command-failed', exitCode],
    ])
    expect(ran.outputs.output).toMatch(output)
    expect(ran.outputs.output?.length).toBeLessThan(70_000)
    expect(await left()).toEqual(before)
  })

  test('A runner that is killed leaves no container of its command', async () => {
    const before = await left()
    const running = await start('run-command', { command: 'sleep 600', environment: `EXTRA=${secret}` })
    await untilCommandRuns()
    running.child.kill('SIGKILL')
    const killed = await running.finished
    expect(killed.code).toBe(-1)
    await untilFree(server, 120)
    expect(await left()).toEqual(before)
    await assertServesAlone(server, live)
  })

  test('A command and a backup wait for nobody by default, and say who holds the lock', async () => {
    const holding = run('run-command', { command: 'sleep 12' })
    await untilCommandRuns()
    const refused = await Promise.all([run('run-command', { command: 'true' }), run('backup', {})])
    const endings = refused.map(({ code, outputs }) => [code, outputs['reason-code']])
    expect(endings).toEqual([
      [1, 'locked'],
      [1, 'locked'],
    ])
    expect((await holding).code).toBe(0)
  })
})

test('A diagnosis shows states, last lines and names of variables, and finds a container that ended', async () => {
  const before = await footprintOf(server)
  const well = await run('diagnose', {})
  expect(well.code, withoutMasks(well.log)).toBe(0)
  expect(await footprintOf(server)).toEqual(before)
  expect(well.log).toContain(`✅ ${server.address}: saleor-celery-1 running`)
  expect(well.summary).toMatch(/last lines[^]*`DATABASE_URL`/)
  expect(well.summary).not.toMatch(/staging_password|postgres:\/\/saleor:[^*]/)
  await onServer('docker kill saleor-celery-1')
  const ill = await run('diagnose', {})
  await onServer('docker start saleor-celery-1')
  expect([ill.code, ill.outputs.healthy], withoutMasks(ill.log)).toEqual([0, 'false'])
  expect(ill.outputs.cause).not.toBe('')
  expect(ill.summary).toMatch(/❌ \| `saleor-celery-1` \| exited, exit code 137/)
})

describe('a backup on demand', () => {
  let name = ''

  test('A backup is made, listed, and restored by its test', async () => {
    const made = await run('backup', { reason: 'Before a sale' })
    expect([made.code, made.outputs['reason-code']], withoutMasks(made.log)).toEqual([0, 'done'])
    expect(made.log).toMatch(/restored and counted: 13 tables/)
    name = /([\w-]+)\.dump$/.exec(made.outputs.backup ?? '')?.[1] ?? ''
    expect(await onServer(`ls ${folder}`)).toBe(`${name}.dump\n${name}.json`)
    const listed = await run('backup', { operation: 'list' })
    expect(JSON.parse(listed.outputs.backups ?? '')).toMatchObject([{ id: name, live }])
    const tested = await run('backup', { operation: 'verify', 'max-age': '1h' })
    expect([tested.code, tested.outputs.backup], withoutMasks(tested.log)).toEqual([0, name])
    await assertServesAlone(server, live)
  })

  test('A backup that was damaged since is found by its test', async () => {
    const before = await left()
    await onServer(
      `cp -a ${folder}/${name}.dump /tmp/whole && printf x | dd of=${folder}/${name}.dump bs=1 seek=900 conv=notrunc`,
    )
    const { code, log, outputs } = await run('backup', { operation: 'verify' })
    expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'backup-failed'])
    expect(log).toContain(`the backup ${name} is damaged`)
    await onServer(`mv /tmp/whole ${folder}/${name}.dump`)
    expect(await left()).toEqual(before)
  })

  test('A dump that was taken wrongly is found by its test, whatever its checksum says', async () => {
    await onServer(
      `cd ${folder} && cp ${name}.json /tmp/whole.json && sed -i 's/"public.core_note":[0-9]*/"public.core_note":987/' ${name}.json`,
    )
    const { code, log } = await run('backup', { operation: 'verify' })
    expect(code, withoutMasks(log)).toBe(1)
    expect(log).toMatch(/public\.core_note has \d+ rows instead of 987/)
    await onServer(`mv /tmp/whole.json ${folder}/${name}.json`)
  })

  test('A runner that is killed during a backup leaves nothing half-made', async () => {
    const before = await left()
    const killed = await run('backup', {}, { signalWhen: 'dumping the database', signal: 'SIGKILL' })
    expect(killed.code).toBe(-1)
    await untilFree(server, 120)
    expect(await left()).toEqual(before)
  })

  test('A full disk makes the job red, and the release serves as before', async () => {
    await onServer(
      'mkdir -p /mnt/small && mount -t tmpfs -o size=64k tmpfs /mnt/small && chown deploy /mnt/small',
    )
    const before = await left()
    const { code, log, outputs } = await run('backup', { 'backup-path': '/mnt/small/backups' })
    expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'backup-failed'])
    expect(await onServer('find /mnt/small -type f')).toBe('')
    expect(await left()).toEqual(before)
    await assertServesAlone(server, live)
  })
})

describe('a connection that is cut', () => {
  test.each([
    [
      'command',
      'run-command',
      { command: 'sleep 600', environment: `EXTRA=${secret}` },
      async () => await untilCommandRuns(),
    ],
    ['backup', 'backup', {}, async (run: DistRun) => await untilSaid(run, 'dumping the database')],
  ] as const)(
    'A %s whose connection is cut is given up, and leaves nothing',
    async (_, name, inputs, moment) => {
      const before = await left()
      const { code, log, outputs } = await runUntilCut(name, inputs, moment)
      expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'guard-lost'])
      await untilFree(server, 120)
      expect(await left()).toEqual(before)
      await assertServesAlone(server, live)
    },
  )
})

test('A command on a host whose disk is full is refused before it runs', async () => {
  await server.fillDisk(100)
  const { code, log, outputs } = await run('run-command', { command: 'echo never' })
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'not-ready'])
  expect(log).toMatch(/only 0 MB are free in the folder \/opt\/saleor/)
})

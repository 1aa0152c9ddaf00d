import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { doTask } from '../../src/execute/live.ts'
import type { LiveTaskDone } from '../../src/execute/outcome.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { LiveTask } from '../../src/model/task.ts'
import { planBackup, planCommand, planVerifyBackup } from '../../src/plan/live.ts'
import { thrownBy } from '../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf } from '../fakes/host/shop.ts'

const secret = 'a-password-of-the-shop'

const command: LiveTask = {
  ...{ action: 'run-command', id: 't1', reason: 'a test' },
  command: {
    words: ['python', 'manage.py', 'createsuperuser'],
    line: 'python manage.py createsuperuser',
    environment: new Map([['DJANGO_SUPERUSER_PASSWORD', secret]]),
    seconds: 60,
  },
}

/** A live release with a task for it. */
function wanting(task: LiveTask, changes: Partial<DesiredState> = {}): DesiredState {
  const desired = shopDesired('r1', { task, secrets: [secret], ...changes })
  return { ...desired, backup: { ...desired.backup, id: 't1', when: 'always', image: 'postgres:15' } }
}

async function run(stage: StepRunner, desired: DesiredState, plan = planCommand): Promise<LiveTaskDone> {
  stage.world.journal.length = 0
  return await doTask(composeEngine, await stage.fleet(desired), { plan, dryRun: false }, stage.runner)
}

describe('a command in a container of the live release', () => {
  it('A command runs under the lock, and leaves neither a container nor its variables on the host.', async () => {
    const stage = stageOf(['a'])
    const before = stage.pictures()
    const { result, results } = await run(stage, wanting(command))
    expect([result, results.command?.exitCode]).toEqual(['done', 0])
    expect(stage.world.journal[0]).toBe('a: lock')
    expect(stage.world.journal.at(-1)).toBe('a: commit')
    expect(stage.pictures()).toEqual(before)
    const { files } = stage.world.host('a').machine
    expect([...files.keys()].filter((path) => path.endsWith('command.json'))).toEqual([])
    expect(files.get('/opt/shop/events.log')).toContain('"command":"python manage.py createsuperuser"')
  })

  it('The approval behind a command stands in the history, so that it is used once.', async () => {
    const stage = stageOf(['a'])
    await run(stage, wanting({ ...command, approval: 'c0ffee' }))
    const { files } = stage.world.host('a').machine
    expect(files.get('/opt/shop/events.log')).toContain('"approval":"c0ffee"')
  })

  it('A variable of the command is in no argument, and its value not in the output.', async () => {
    const stage = stageOf(['a'])
    const { faults } = stage.world.host('a')
    faults.at('createsuperuser', { fails: `refused: ${secret}` })
    const { results } = await run(stage, wanting(command))
    expect(faults.hit).not.toContain(secret)
    expect(results.command).toMatchObject({ exitCode: 1, output: 'refused: ***' })
  })

  it('A command that fails is a result: the release serves as before, and the lock is let go.', async () => {
    const stage = stageOf(['a'])
    const before = stage.pictures()
    stage.world.host('a').faults.at('createsuperuser', { fails: 'no' })
    await run(stage, wanting(command))
    expect(stage.pictures()).toEqual(before)
    expect(stage.world.host('a').lock).toBeUndefined()
  })

  it.each(['cut', 'kill'] as const)(
    'A run that loses its guard (%s) while the command runs leaves no container and no variables.',
    async (fault) => {
      const stage = stageOf(['a'])
      const before = stage.pictures()
      const host = stage.world.host('a')
      host.faults.at('createsuperuser', fault)
      expect(await thrownBy(run(stage, wanting(command)))).toMatchObject({ reason: 'guard-lost' })
      expect(stage.pictures()).toEqual(before)
      expect([...host.machine.files.keys()].filter((path) => path.endsWith('command.json'))).toEqual([])
    },
  )

  it('A command is not run a second time when the host was lost at the very commit.', async () => {
    const stage = stageOf(['a'])
    stage.world.host('a').faults.at('commit', 'cut')
    const { results } = await run(stage, wanting(command))
    expect(results.command?.exitCode).toBe(0)
  })

  it('A task is refused where another release went live between the look and the lock.', async () => {
    const stage = stageOf(['a'])
    const fleet = await stage.fleet(wanting(command))
    const { machine } = stage.world.host('a')
    machine.files.set('/opt/shop/releases/r2/release.json', JSON.stringify({ id: 'r2', image: 'x' }))
    machine.links.set('live', 'releases/r2')
    const work = doTask(composeEngine, fleet, { plan: planCommand, dryRun: false }, stage.runner)
    expect(await thrownBy(work)).toMatchObject({
      reason: 'live-changed',
      message: 'a: r2 is live now; the task was prepared for r1.',
    })
  })

  it('A dry run prints the plan and takes no lock.', async () => {
    const stage = stageOf(['a'])
    const fleet = await stage.fleet(wanting(command))
    const { steps } = await doTask(composeEngine, fleet, { plan: planCommand, dryRun: true }, stage.runner)
    expect(steps.map(({ title }) => title)).toEqual([
      'Take the lock',
      'Run python manage.py createsuperuser',
      'Record it, and let the lock go',
    ])
    expect(stage.world.journal).toEqual([])
  })
})

describe('a backup on demand', () => {
  const backup: LiveTask = { action: 'backup', id: 't1', reason: '' }
  const verify: LiveTask = { action: 'verify-backup', id: 't2', reason: '' }

  it('A backup is proved and put in its place, and the release serves as before.', async () => {
    const stage = stageOf(['a'])
    const { results } = await run(stage, wanting(backup), planBackup)
    expect(results.backup).toMatchObject({ path: '/opt/shop/backups/t1.dump' })
    expect(results.backup?.proof).toContain('restored and counted: 1 tables, 2 rows')
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1' })
  })

  it.each(['cut', 'kill'] as const)(
    'A run that loses its guard (%s) while the database is dumped leaves no half of a backup.',
    async (fault) => {
      const stage = stageOf(['a'])
      const before = stage.pictures()
      stage.world.host('a').faults.at('shop-backup-t1', fault)
      expect(await thrownBy(run(stage, wanting(backup), planBackup))).toMatchObject({ reason: 'guard-lost' })
      expect(stage.pictures()).toEqual(before)
    },
  )

  it('A backup that was made is restored into a scratch database by its test.', async () => {
    const stage = stageOf(['a'])
    await run(stage, wanting(backup), planBackup)
    const { results } = await run(stage, wanting(verify), planVerifyBackup)
    expect(results.verified).toMatchObject({
      backup: { id: 't1' },
      proof: 'restored and counted: 1 tables, 2 rows',
    })
  })

  it.each([
    ['there is none', verify, (): void => {}, /a: there is no backup of shop in \/opt\/shop\/backups\.$/],
    [
      'it is too old',
      { ...verify, maxAge: 60 },
      (stage: StepRunner): void => {
        const path = '/opt/shop/backups/t1.json'
        const { files } = stage.world.host('a').machine
        files.set(
          path,
          (files.get(path) ?? '').replace(/"created":"[^"]+"/, '"created":"2001-01-01T00:00:00.000Z"'),
        )
      },
      /the newest backup, t1, is \d+ days old, older than max-age \(1 min\)\.$/,
    ],
    [
      'it is not what its manifest says',
      verify,
      (stage: StepRunner): void => {
        const path = '/opt/shop/backups/t1.json'
        const { files } = stage.world.host('a').machine
        files.set(path, (files.get(path) ?? '').replace('"public.core_note":2', '"public.core_note":3'))
      },
      /public\.core_note has 2 rows instead of 3/,
    ],
    [
      'it is damaged',
      verify,
      (stage: StepRunner): void => {
        const path = '/opt/shop/backups/t1.json'
        const { files } = stage.world.host('a').machine
        files.set(path, (files.get(path) ?? '').replace('"sha256":"abc"', '"sha256":"abd"'))
      },
      /the backup t1 is damaged/,
    ],
  ])('The test of a backup is red when %s.', async (why, task, spoil, message) => {
    const stage = stageOf(['a'])
    if (why !== 'there is none') await run(stage, wanting(backup), planBackup)
    spoil(stage)
    const error = await thrownBy(run(stage, wanting(task), planVerifyBackup))
    expect(error).toMatchObject({ reason: 'backup-failed' })
    expect(error?.message).toMatch(message)
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1' })
  })
})

describe('a backup with uploads', () => {
  const backup: LiveTask = { action: 'backup', id: 't1', reason: '' }
  const verify: LiveTask = { action: 'verify-backup', id: 't2', reason: '' }
  const archive = '/opt/shop/backups/t1.media.tar'

  function withUploads(task: LiveTask): DesiredState {
    const desired = wanting(task)
    const { model } = desired
    const volumes = [{ type: 'volume', source: 'media', target: '/app/media' }]
    return {
      ...desired,
      model: { ...model, services: { ...model.services, web: { ...model.services.web, volumes } } },
      backup: { ...desired.backup, media: true },
    }
  }
  const backupsOf = (stage: StepRunner): string[] =>
    [...stage.world.host('a').machine.files.keys()].filter((path) => path.includes('/backups/')).sort()

  it('Uploads are archived beside the dump, and the test of the backup reads both', async () => {
    const stage = stageOf(['a'])
    const { results } = await run(stage, withUploads(backup), planBackup)
    expect(results.backup?.media).toEqual({ bytes: 1, sha256: 'abc', files: 2 })
    expect(backupsOf(stage)).toEqual([
      '/opt/shop/backups/t1.dump',
      '/opt/shop/backups/t1.json',
      '/opt/shop/backups/t1.media.tar',
    ])
    const { results: tested } = await run(stage, withUploads(verify), planVerifyBackup)
    expect(tested.verified?.proof).toBe('restored and counted: 1 tables, 2 rows; 2 uploads read')
  })

  it.each([
    [
      'is gone',
      (stage: StepRunner) => void stage.world.host('a').machine.files.delete(archive),
      /uploads of t1 can't be read/,
    ],
    [
      'is damaged',
      (stage: StepRunner): void => {
        const { files } = stage.world.host('a').machine
        const path = '/opt/shop/backups/t1.json'
        files.set(
          path,
          (files.get(path) ?? '').replace('"bytes":1,"sha256":"abc"', '"bytes":1,"sha256":"abd"'),
        )
      },
      /uploads of t1 is damaged/,
    ],
    [
      'lacks a file',
      (stage: StepRunner): void => {
        const { files } = stage.world.host('a').machine
        const path = '/opt/shop/backups/t1.json'
        files.set(path, (files.get(path) ?? '').replace('"files":2', '"files":3'))
      },
      /of t1 has 2 files of 3/,
    ],
  ])('The test of a backup is red when the archive of its uploads %s', async (_, spoil, message) => {
    const stage = stageOf(['a'])
    await run(stage, withUploads(backup), planBackup)
    spoil(stage)
    const error = await thrownBy(run(stage, withUploads(verify), planVerifyBackup))
    expect(error).toMatchObject({ reason: 'backup-failed' })
    expect(error?.message).toMatch(message)
  })

  it.each([
    [{ fails: 'tar: a.png: No space left on device' } as const, 'backup-failed'],
    ['cut' as const, 'guard-lost'],
    ['kill' as const, 'guard-lost'],
  ])('Nothing is left of a backup whose archive is not finished: %o', async (fault, reason) => {
    const stage = stageOf(['a'])
    const before = stage.pictures()
    stage.world.host('a').faults.at('umask 077; exec', fault)
    expect(await thrownBy(run(stage, withUploads(backup), planBackup))).toMatchObject({ reason })
    expect(backupsOf(stage)).toEqual([])
    expect(stage.pictures()).toEqual(before)
  })

  it.each([
    ['the archive', 'cut', 0],
    ['the archive', 'kill', 0],
    ['the dump', 'cut', 1],
    ['the dump', 'kill', 1],
  ] as const)(
    'Nothing is left of a backup with uploads when %s is not in its place yet as the guard is lost (%s)',
    async (_, fault, spared) => {
      const stage = stageOf(['a'])
      stage.world.host('a').faults.at('mv ', fault, spared)
      const lost = await thrownBy(run(stage, withUploads(backup), planBackup))
      expect(lost).toMatchObject({ reason: 'guard-lost' })
      expect(backupsOf(stage)).toEqual([])
    },
  )

  it('An archive with fewer files than there were before it is no backup', async () => {
    const stage = stageOf(['a'])
    const { faults, machine } = stage.world.host('a')
    faults.at('tar -tvf', {
      first: () => void machine.files.set(`${archive}.partial`, '1'),
    })
    const error = await thrownBy(run(stage, withUploads(backup), planBackup))
    expect(error?.message).toContain('the archive of the uploads has 1 files of 2')
    expect(backupsOf(stage)).toEqual([])
  })
})

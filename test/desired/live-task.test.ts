import { describe, expect, test } from 'vitest'
import { bindingHash } from '../../src/approval/rules/binding.ts'
import { resolveBackup } from '../../src/desired/live/backup.ts'
import { resolveCommand } from '../../src/desired/live/run-command.ts'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { backup } from '../../src/inputs/backup.ts'
import { readInputs } from '../../src/inputs/read.ts'
import { runCommand } from '../../src/inputs/run-command.ts'
import { secretFilesKey } from '../../src/model/release/files.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { stageOf } from '../fakes/host/shop.ts'

const connection = { hosts: 'a', user: 'deploy', 'ssh-key': 'x', path: '/opt/shop' }

/** As the runner hands inputs to an action. */
const given = (inputs: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...connection, ...inputs }).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]),
  )

const commandOf = (inputs: Record<string, string>) =>
  resolveCommand(composeEngine, readInputs(runCommand, given(inputs)), fakeRunner())
const backupOf = (inputs: Record<string, string>) =>
  resolveBackup(composeEngine, readInputs(backup, given(inputs)), fakeRunner())

describe('the command of run-command', () => {
  test.each([
    ['python manage.py showmigrations | tail', /"\|" would be an argument like any other/],
    ['python manage.py dumpdata > /tmp/x', /">" would be an argument/],
    ['cd /app && ls', /"&&" would be an argument/],
    ['echo "open', /a quote that nothing closes/],
    ['none', /"none" has no words/],
  ])('The command %s is refused before a connection is made.', (command, message) => {
    expect(() => commandOf({ command })).toThrow(message)
  })

  test('The command is split into words, and shown without the secrets of its variables.', async () => {
    const [host] = stageOf(['a']).world.hosts
    if (host === undefined) throw new Error('no host')
    const environment = 'ADMIN_PASSWORD=a-long-password-1'
    const command = `psql -c 'select 1 > 0' a-long-password-1`
    const { desired } = await commandOf({ command, environment })(Promise.resolve([host]))
    expect(desired.task?.command).toMatchObject({
      words: ['psql', '-c', 'select 1 > 0', 'a-long-password-1'],
      line: "psql -c 'select 1 > 0' ***",
    })
  })

  test('The secrets that a release has in files on the host are hidden from the output of a command', async () => {
    const [host] = stageOf(['a']).world.hosts
    if (host === undefined) throw new Error('no host')
    const { files } = host.machine
    const path = '/opt/shop/releases/r1/compose.json'
    const model = JSON.parse(files.get(path) ?? '') as Record<string, unknown>
    files.set(path, JSON.stringify({ ...model, [secretFilesKey]: ['/opt/shop/files/1/token'] }))
    files.set('/opt/shop/files/1/token', 'a-token-of-the-shop')
    const { desired } = await commandOf({ command: 'cat /run/secrets/token' })(Promise.resolve([host]))
    expect(desired.secrets).toContain('a-token-of-the-shop')
  })

  test('A shell gets the command as it stands.', async () => {
    const [host] = stageOf(['a']).world.hosts
    if (host === undefined) throw new Error('no host')
    const { desired } = await commandOf({ command: 'ls | wc', shell: 'true' })(Promise.resolve([host]))
    expect(desired.task?.command?.words).toEqual(['sh', '-c', 'ls | wc'])
  })

  test('A demanded reason or approval that is missing is refused before a connection is made.', () => {
    expect(() => commandOf({ command: 'ls', 'require-reason': 'true' })).toThrow(/require-reason demands one/)
    expect(() => commandOf({ command: 'ls', 'require-approval': 'true' })).toThrow(
      /require-approval demands one/,
    )
    expect(() => commandOf({ command: 'ls', approval: '{}', shell: 'true' })).toThrow(/do not go together/)
  })

  test('An approval is for one command, word for word, once.', async () => {
    const [host] = stageOf(['a']).world.hosts
    if (host === undefined) throw new Error('no host')
    const { repository, runId: run, runAttempt: attempt, sha: commit } = fakeRunner().context
    const binding = {
      ...{ repository, run, attempt, commit, environment: 'production', images: [], command: 'ls /' },
      ...{ live: 'r1', nonce: 'n', expires: '9999-01-01T00:00:00.000Z' },
    }
    const hash = bindingHash(binding)
    const approval = JSON.stringify({ ...binding, hash })
    const { desired } = await commandOf({ command: 'ls /', approval })(Promise.resolve([host]))
    expect(desired.task?.approval).toBe(hash)
    await expect(commandOf({ command: 'ls /etc', approval })(Promise.resolve([host]))).rejects.toThrow(
      'it is for the command "ls /", this is the command "ls /etc"',
    )
    host.machine.files.set('/opt/shop/events.log', `{"at":"x","result":"live","approval":"${hash}"}\n`)
    await expect(commandOf({ command: 'ls /', approval })(Promise.resolve([host]))).rejects.toThrow(
      'it was used before',
    )
  })

  test('A host without a live release has no settings to run a command with.', async () => {
    const [host] = stageOf(['a'], 'nothing').world.hosts
    if (host === undefined) throw new Error('no host')
    await expect(commandOf({ command: 'ls' })(Promise.resolve([host]))).rejects.toThrow(
      'a: no release is live in /opt/shop, so there are no settings to run a command with.',
    )
  })
})

test.each([
  [{ operation: 'create', 'max-age': '26h' }, "Input 'max-age' means nothing for operation: create."],
  [{ operation: 'list', backup: 'x' }, "Input 'backup' means nothing for operation: list."],
  [
    { operation: 'verify', 'backup-copy': 'cp {} /x' },
    "Input 'backup-copy' means nothing for operation: verify.",
  ],
  [{ operation: 'verify', media: 'true' }, "Input 'media' means nothing for operation: verify."],
])('Inputs of a backup that another operation reads are refused: %o', (inputs, message) => {
  expect(() => backupOf(inputs)).toThrow(message)
})

test('A backup of uploads is refused where web mounts no volume for them', async () => {
  const [host] = stageOf(['a']).world.hosts
  if (host === undefined) throw new Error('no host')
  await expect(backupOf({ media: 'true' })(Promise.resolve([host]))).rejects.toThrow(
    "Input 'media': web mounts no volume at /app/media, so there are no uploads on the host.",
  )
})

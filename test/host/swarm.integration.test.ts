import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Command } from '../../src/host/quote.ts'
import { Transaction } from '../../src/host/transaction.ts'
import type { Ran } from '../../src/runner/ran.ts'
import { RecordingLog } from '../fakes/fakes.ts'
import { LocalHost } from './local-host.ts'
import { swarmDocker } from './swarm-docker.ts'

const hosts: LocalHost[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

const project = 'shop'

/** Managers, and what all of them see. */
interface Cluster {
  folder: string
  manager: (node: string) => LocalHost
  configs: () => string[]
  stacks: () => string
}

/**
 * A cluster of managers; each has a folder of its own, and all see the same configs and nodes.
 * @param leaseSeconds after which a lease that stands still has ended; on a busy machine a living owner may be slow to renew it
 */
function cluster(leaseSeconds = '300'): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'swarm-'))
  const read = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : ''
  return {
    folder,
    manager: (node) => {
      const times = { GUARD_RENEWAL_SECONDS: '0.2', GUARD_LEASE_SECONDS: leaseSeconds }
      const host = new LocalHost({ SWARM: folder, NODE: node, ...times })
      hosts.push(host)
      host.docker(swarmDocker)
      return host
    },
    configs: () => readdirSync(join(folder, 'configs')).toSorted(),
    stacks: () => read('stacks'),
  }
}

async function begin(host: LocalHost): Promise<Transaction> {
  const cancelled = new AbortController().signal
  const owner = { action: 'deploy' as const, run: 'run/1', actor: 'ada', release: 'r1', since: 'now' }
  return await Transaction.begin(
    host,
    host.root,
    owner,
    { waitSeconds: 0 },
    { log: new RecordingLog(), cancelled },
  )
}

/** Takes the cluster's lock as the engine does: its undo is noted first. */
async function lock(transaction: Transaction, owner: string, wait = 0): Promise<Ran> {
  return await transaction.attempt({
    undo: [['unlock_swarm', project, owner]],
    run: [['lock_swarm', project, owner, String(wait), `{"run":"${owner}"}`]],
  })
}

async function done(transaction: Transaction, ...run: Command[]): Promise<Ran> {
  return await transaction.attempt({ run })
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const live = (number: number, release: string): Command => [
  ...['note_live', project, 'one', String(number), base64(`stack of ${release}`)],
  `saleor-deploy.release=${release}`,
]

it('A second run through another manager hears who owns the cluster, and gets it once the first one has ended', async () => {
  const { manager, configs } = cluster()
  const [first, second] = [await begin(manager('a')), await begin(manager('b'))]
  expect(await lock(first, 'one')).toMatchObject({ code: 0, stdout: 'taken\n' })
  expect(await lock(second, 'two')).toMatchObject({ code: 75, stdout: 'held {"run":"one"}\n' })
  const waiting = lock(second, 'two', 600)
  await first.abort()
  expect(await waiting).toMatchObject({ code: 0, stdout: 'taken\n' })
  await second.abort()
  expect(configs()).toEqual([])
})

it('A run whose guard is dead loses the cluster to another manager, and its undo then changes nothing', async () => {
  const { manager, configs, stacks } = cluster('3')
  const [dead, other] = [manager('a'), manager('b')]
  const first = await begin(dead)
  await lock(first, 'one')
  await first.attempt({ undo: [['converge_swarm', project, 'one']], run: [live(1, 'r1')] })
  dead.conversations[0]?.child.kill('SIGKILL')

  const second = await begin(other)
  expect(await lock(second, 'two')).toMatchObject({ code: 0, stdout: 'recovered\n' })
  expect(
    await done(second, ['apply_stack', project, 'two', base64('{"auths":{}}'), base64('new')]),
  ).toMatchObject({
    code: 0,
  })
  const before = stacks()
  expect(before).toContain('--with-registry-auth')
  // The next run on the first manager finds the undo log of the dead one.
  const third = await begin(dead)
  expect([third.recovered, stacks(), configs()]).toEqual([true, before, ['shop.live.1', 'shop.lock']])
  const refused = await done(third, ['apply_stack', project, 'one', base64('{}'), base64('old')])
  expect([refused.code, stacks()]).toEqual([1, before])
})

it('An undo gives the Swarm the newest live stack with nothing beside it, and keeps a record that is live', async () => {
  const { manager, configs, stacks } = cluster()
  const transaction = await begin(manager('a'))
  await lock(transaction, 'one')
  const record: Command = ['put_object', 'config', project, 'shop.r10', base64('stack'), 'a=b']
  await transaction.attempt({
    undo: [
      ['forget_release', project, 'r10'],
      ['forget_release', project, 'r11'],
      ['converge_swarm', project, 'one'],
    ],
    run: [record, record.with(3, 'shop.r11'), live(9, 'r9'), live(10, 'r10')],
  })
  expect((await done(transaction, live(10, 'other'))).code).toBe(1)
  expect(await transaction.abort()).toBe(true)
  expect(stacks()).toMatch(/^deploy .* --prune .*shop\nstack of r10\n$/)
  // The nodes keep their login: who undoes has none.
  expect(stacks()).not.toContain('--with-registry-auth')
  expect(configs()).toEqual(['shop.live.10', 'shop.live.9', 'shop.r10'])
})

it('An undo of the first deploy removes the stack', async () => {
  const { manager, configs, stacks } = cluster()
  const transaction = await begin(manager('a'))
  await lock(transaction, 'one')
  await transaction.attempt({ undo: [['converge_swarm', project, 'one']] })
  expect(await transaction.abort()).toBe(true)
  expect([stacks(), configs()]).toEqual(['rm shop\n', []])
})

it('The undo of a backup removes its job and what it left on the manager, and nothing of another backup', async () => {
  const { manager, folder } = cluster()
  const label = (name: string): string => `label=saleor-deploy.backup=${name}`
  const there = (at: string): string[] => readdirSync(join(folder, at)).toSorted()
  for (const at of ['services', 'containers/a', 'containers/b'])
    for (const name of ['one', 'two']) {
      mkdirSync(join(folder, at, label(name)), { recursive: true })
      writeFileSync(join(folder, at, label(name), `of-${name}`), '')
    }
  const transaction = await begin(manager('a'))
  await transaction.attempt({ undo: [['scrap_jobs', 'saleor-deploy.backup=one']] })
  expect(await transaction.abort()).toBe(true)
  const left = ['services', 'containers/a', 'containers/b'].map((at) => [
    there(`${at}/${label('one')}`),
    there(`${at}/${label('two')}`),
  ])
  expect(left).toEqual([
    [[], ['of-two']],
    [[], ['of-two']],
    [['of-one'], ['of-two']],
  ])
})

import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { entryOf } from '../../../src/compose/files/entry.ts'
import type { ComposeSession } from '../../../src/engine/compose/session.ts'
import { discardFiles, storeFiles } from '../../../src/engine/compose/store.ts'
import { Transaction } from '../../../src/host/transaction.ts'
import type { StoredEntry } from '../../../src/model/release/files.ts'
import { fakeRunner } from '../../fakes/fakes.ts'
import { LocalHost } from '../../host/local-host.ts'
import { exampleDesired } from '../../model/example.ts'

const hosts: LocalHost[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

function newHost(settings: Record<string, string> = {}): LocalHost {
  const host = new LocalHost(settings)
  hosts.push(host)
  return host
}

const file = (path: string, content: string | Uint8Array, executable = false) => ({
  ...{ path, executable, content: Buffer.from(content) },
})
const conf = entryOf({ isFolder: false, folders: [], files: [file('', 'one')] }, { name: 'a.conf' })
const secret = entryOf(
  { isFolder: false, folders: [], files: [file('', 'hush')] },
  { name: 'db', mode: 0o440, isSecret: true },
)
/** Has a file that does not fit into one line, and a path that does not fit into a tar header's field. */
const deep = `${'long/'.repeat(40)}é b'$x`
const tree = entryOf(
  {
    isFolder: true,
    folders: ['empty'],
    files: [file('run.sh', 'x', true), file('large', randomBytes(300_000)), file(deep, 'deep')],
  },
  { name: 'conf.d' },
)

/** A run on the host that has taken its lock, for a release that mounts these. */
async function begun(host: LocalHost, files: readonly StoredEntry[]) {
  const runner = fakeRunner()
  const owner = { action: 'deploy' as const, run: '', actor: 'ada', release: 'r1', since: '' }
  const transaction = await Transaction.begin(host, host.root, owner, { waitSeconds: 0 }, runner)
  const desired = exampleDesired({ root: host.root, files })
  return { transaction, runner, session: { host, desired, runner, transaction } as unknown as ComposeSession }
}

const modeOf = (host: LocalHost, name: string): string =>
  (statSync(host.path(name)).mode & 0o7777).toString(8)
const list = async (host: LocalHost): Promise<string[]> =>
  (await host.run(['ls', '-A', host.path('files')])).stdout.split('\n').filter(Boolean)

describe('files of the repository', () => {
  it('Files of the repository arrive byte for byte with their modes, in a folder that nobody else enters', async () => {
    const host = newHost()
    // As strict as a server may be.
    host.tool('tar', 'umask 077; exec /usr/bin/tar "$@"')
    const { transaction, session, runner } = await begun(host, [conf, secret, tree])
    await storeFiles(session)
    await transaction.commit()
    expect(await transaction.finish()).toBe(true)
    for (const { id, files } of [conf, secret, tree])
      for (const { path, mode, content } of files) {
        expect(readFileSync(host.path(`files/${id}/${path}`)).equals(content), path).toBe(true)
        expect(modeOf(host, `files/${id}/${path}`), path).toBe(mode.toString(8))
      }
    expect([modeOf(host, 'files'), modeOf(host, `files/${tree.id}/conf.d/empty`)]).toEqual(['700', '755'])
    expect((await list(host)).sort()).toEqual([conf.id, secret.id, tree.id].sort())
    expect(runner.log.lines).toEqual([
      expect.stringMatching(/^local: 5 files of the repository stored, \d+ bytes sent$/),
    ])
  })

  it('Files of the repository that are there are not sent again, and stay when the run goes back', async () => {
    const host = newHost()
    const first = await begun(host, [conf])
    await storeFiles(first.session)
    await first.transaction.commit()
    await first.transaction.finish()
    const second = await begun(host, [conf, secret])
    await storeFiles(second.session)
    expect(second.runner.log.lines).toEqual([expect.stringContaining('local: 1 file of')])
    expect(await second.transaction.abort()).toBe(true)
    expect(await list(host)).toEqual([conf.id])
  })

  it.each(['is killed', 'falls silent'])(
    'Files of the repository leave nothing when the run %s while they are sent',
    async (how) => {
      const host = newHost()
      const { session } = await begun(host, [tree])
      const storing = storeFiles(session).catch((error: unknown) => error)
      while (!host.has('files/incoming.tar.gz')) await new Promise((resolve) => setTimeout(resolve, 5))
      const [guard] = host.conversations
      if (how === 'is killed') guard?.hangUp()
      else guard?.child.kill('SIGKILL')
      expect(await storing).toBeInstanceOf(Error)
      await guard?.ended
      const next = await begun(host, [])
      expect(await next.transaction.abort()).toBe(true)
      expect(await list(host)).toEqual([])
    },
  )

  it('Files of the repository are not taken when they arrived otherwise than they were sent', async () => {
    const host = newHost()
    host.tool(
      'base64',
      '[ "$1" != -d ] || { cat >/dev/null; printf broken; exit; }; exec /usr/bin/base64 "$@"',
    )
    const { session, transaction } = await begun(host, [conf])
    await expect(storeFiles(session)).rejects.toMatchObject({
      reason: 'start-failed',
      message: 'local: the files of the repository could not be stored: what arrived is not what was sent',
    })
    expect(await transaction.abort()).toBe(true)
    expect(await list(host)).toEqual([])
  })

  it('Files that no release names and no container mounts are gone after the commit, and no others', async () => {
    const host = newHost()
    const { session, transaction } = await begun(host, [conf, secret, tree])
    await storeFiles(session)
    host.docker(`case $1 in
      ps) echo c1 ;;
      inspect) echo "/var/lib/x ${host.root}/files/${secret.id}/db " ;;
    esac`)
    await host.run(['mkdir', '-p', host.path('releases/r1')])
    writeFileSync(host.path('releases/r1/compose.json'), `{"source": "${host.root}/files/${conf.id}/a.conf"}`)
    await transaction.change({ afterCommit: [discardFiles(session)] }, () => new Error('no'))
    await transaction.commit()
    expect(await transaction.finish()).toBe(true)
    expect((await list(host)).sort()).toEqual([conf.id, secret.id].sort())
  })

  it('Files of the repository all stay where the engine does not say what containers mount', async () => {
    const host = newHost({ GUARD_HUNG_SECONDS: '1' })
    const { session, transaction } = await begun(host, [conf])
    await storeFiles(session)
    await host.run(['mkdir', '-p', host.path('releases/r1')])
    writeFileSync(host.path('releases/r1/compose.json'), '{}')
    host.docker(`n=$(cat ${host.path('tries')} 2>/dev/null || echo 0); echo $((n + 1)) >${host.path('tries')}
      [ "$1" != ps ] || ((n > 0)) || exit 1
      [ "$1" != ps ] || ls ${host.path('files')} >${host.path('seen')}`)
    await transaction.change({ afterCommit: [discardFiles(session)] }, () => new Error('no'))
    await transaction.commit()
    expect(await transaction.finish()).toBe(true)
    expect(host.read('seen').trim()).toBe(conf.id)
  })
})

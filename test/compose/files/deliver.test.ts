import { describe, expect, it } from 'vitest'
import { deliver } from '../../../src/compose/files/deliver.ts'
import { type Checkout, emptyCheckout, type Tree } from '../../../src/model/project/checkout.ts'
import type { ComposeModel, ComposeService } from '../../../src/model/project/project.ts'
import { secretFilesKey } from '../../../src/model/release/files.ts'

const file = (text: string, executable = false): Tree => ({
  isFolder: false,
  folders: [],
  files: [{ path: '', executable, content: Buffer.from(text) }],
})

const folder: Tree = {
  isFolder: true,
  folders: ['empty'],
  files: [{ path: 'a.sql', executable: false, content: Buffer.from('select 1') }],
}

const trees = {
  '/opt/shop/a.conf': file('one'),
  '/opt/shop/run.sh': file('x', true),
  '/opt/shop/sql': folder,
}

function given(more: Partial<Checkout> = {}): Checkout {
  return { ...emptyCheckout, trees: new Map(Object.entries(trees)), ...more }
}

function delivered(
  service: ComposeService,
  checkout = given(),
  sections: Partial<ComposeModel> = {},
): ReturnType<typeof deliver> & { service: ComposeService } {
  const model = { name: 'shop', services: { proxy: service, job: service }, ...sections }
  const delivery = deliver(model, checkout, '/opt/shop', ['proxy'])
  return { ...delivery, service: delivery.model.services.proxy ?? {} }
}

const mounts = (...sources: string[]): ComposeService => ({
  volumes: sources.map((source) => ({ type: 'bind', source, target: '/there' })),
})
const inStore = (name: string): unknown =>
  expect.stringMatching(new RegExp(`^/opt/shop/files/[0-9a-f]{64}/${name}$`))
const stored = (name: string, target: string) => ({
  ...{ type: 'bind', source: inStore(name), target, read_only: true, bind: { create_host_path: false } },
})

describe('a mount of the repository', () => {
  it('A mount of the repository leads to the store, where nobody writes and Docker makes no folder', () => {
    const { service, entries } = delivered(mounts('/opt/shop/a.conf', '/opt/shop/run.sh', '/opt/shop/sql'))
    expect(service.volumes).toEqual([
      stored('a\\.conf', '/there'),
      stored('run\\.sh', '/there'),
      stored('sql', '/there'),
    ])
    expect(
      entries.map(({ folders, files }) => [
        folders,
        ...files.map(({ path, mode }) => [path, mode.toString(8)]),
      ]),
    ).toEqual([
      [[], ['a.conf', '644']],
      [[], ['run.sh', '755']],
      [
        ['sql', 'sql/empty'],
        ['sql/a.sql', '644'],
      ],
    ])
  })

  it('A mount of the repository keeps its options', () => {
    const volume = { type: 'bind', source: '/opt/shop/a.conf', target: '/c', bind: { selinux: 'z' } }
    expect(delivered({ volumes: [volume] }).service.volumes).toEqual([
      { ...stored('a\\.conf', '/c'), bind: { selinux: 'z', create_host_path: false } },
    ])
  })

  it('A mount stays as it is where it is data of the server, a volume, cannot go there, or belongs to a job', () => {
    const service = {
      volumes: [
        { type: 'bind', source: '/srv/media', target: '/m' },
        { type: 'volume', source: 'data', target: '/d' },
        { type: 'bind', source: '/opt/shop/large', target: '/l' },
      ],
    }
    const checkout = given({ trees: new Map([['/opt/shop/large', { text: 'is too large.', fix: '' }]]) })
    expect(delivered(service, checkout)).toMatchObject({ service, entries: [] })
    expect(delivered(mounts('/opt/shop/a.conf')).model.services.job).toEqual(mounts('/opt/shop/a.conf'))
  })

  it('A mount of the repository gets another path when its content, its mode or its name changes, and the same one when nothing does', () => {
    const pathOf = (path: string, tree: Tree): unknown =>
      delivered(mounts(path), given({ trees: new Map([[path, tree]]) })).service.volumes?.[0]?.source
    const paths = [
      pathOf('/opt/shop/a', file('one')),
      pathOf('/opt/shop/a', file('two')),
      pathOf('/opt/shop/a', file('one', true)),
      pathOf('/opt/shop/b', file('one')),
    ]
    expect(new Set(paths).size).toBe(4)
    expect(pathOf('/opt/shop/a', file('one'))).toBe(paths[0])
  })

  it('A mount of several services is stored once', () => {
    const model = { name: 'shop', services: { a: mounts('/opt/shop/sql'), b: mounts('/opt/shop/sql') } }
    expect(deliver(model, given(), '/opt/shop', ['a', 'b']).entries).toHaveLength(1)
  })

  it('The path of a mount has dollars that Compose reads as such', () => {
    const { service, entries } = delivered(
      mounts('/opt/shop/a$$b'),
      given({ trees: new Map([['/opt/shop/a$$b', file('x')]]) }),
    )
    expect(service.volumes?.[0]?.source).toMatch(/\/a\$\$b$/)
    expect(entries[0]?.files[0]?.path).toBe('a$b')
  })
})

describe('a config', () => {
  it('A config of a file is mounted where Compose would put it, with the mode that it names', () => {
    const configs = [{ source: 'c' }, { source: 'c', target: '/etc/c.conf', mode: 0o440 }]
    const { service, entries } = delivered({ configs }, given(), {
      configs: { c: { file: '/opt/shop/a.conf' } },
    })
    expect(service).toEqual({ volumes: [stored('a\\.conf', '/c'), stored('a\\.conf', '/etc/c.conf')] })
    expect(entries.map(({ files }) => files[0]?.mode.toString(8))).toEqual(['644', '440'])
  })

  it('A config of a variable has its text in the model, as content has', () => {
    const configs = [{ source: 'c', uid: '1' }]
    const { model, service } = delivered({ configs }, given({ variables: new Map([['C', 'a$b']]) }), {
      configs: { c: { name: 'shop_c', environment: 'C' } },
    })
    expect(service).toEqual({ configs })
    expect(model.configs).toEqual({ c: { name: 'shop_c', content: 'a$$b' } })
  })

  it('A config with content stays as it is', () => {
    const sections = { configs: { c: { content: 'x' } } }
    expect(delivered({ configs: [{ source: 'c' }] }, given(), sections)).toMatchObject({
      model: sections,
      service: { configs: [{ source: 'c' }] },
      entries: [],
    })
  })
})

describe('a secret', () => {
  const password = 'correct horse battery'
  const secrets = { db: { environment: 'DB_PASSWORD' }, key: { file: '/opt/shop/a.conf' } }
  const used = { secrets: [{ source: 'db' }, { source: 'key', target: 'tls', mode: '0400' }] }
  const found = delivered(used, given({ variables: new Map([['DB_PASSWORD', password]]) }), { secrets })

  it('A secret of a file or a variable is mounted where Compose would put it, readable for every user or as it says', () => {
    expect(found.service).toEqual({
      volumes: [stored('db', '/run/secrets/db'), stored('key', '/run/secrets/tls')],
    })
    expect(found.entries.map(({ files }) => files[0]?.mode.toString(8))).toEqual(['444', '400'])
    expect(Buffer.from(found.entries[0]?.files[0]?.content ?? []).toString()).toBe(password)
  })

  it('The text of a secret is not in the model, which lists its files, and is among what has to be masked', () => {
    expect(JSON.stringify(found.model)).not.toContain(password)
    expect(found.model[secretFilesKey]).toEqual(expect.arrayContaining([inStore('db'), inStore('key')]))
    expect(found.secrets).toEqual(
      new Map([
        ['db', password],
        ['key', 'one'],
      ]),
    )
  })

  it('A secret of a variable without a value stays as it is', () => {
    const { service, entries } = delivered({ secrets: [{ source: 'db' }] }, given(), { secrets })
    expect([service, entries]).toEqual([{ secrets: [{ source: 'db' }] }, []])
  })
})

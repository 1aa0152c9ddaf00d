import { describe, expect, it } from 'vitest'
import type { DesiredState } from '../../src/model/desired.ts'
import type { ComposeModel } from '../../src/model/project/project.ts'
import { missingPaths } from '../../src/observe/host-paths.ts'
import { preflight } from '../../src/observe/preflight.ts'
import { emptyHost, exampleDesired, servingHost } from '../model/example.ts'

const bind = (source: string, more = {}) => ({ type: 'bind', source, target: '/there', ...more })
const made = { bind: { create_host_path: true } }
const services: ComposeModel['services'] = {
  web: {
    volumes: [
      bind('/srv/conf', { ...made, read_only: true }),
      bind('/srv/media', made),
      bind('/srv/strict'),
      bind('/opt/shop/files/0a/a.conf', { read_only: true }),
      { type: 'volume', source: 'v', target: '/v' },
    ],
    secrets: [{ source: 's' }],
  },
  db: { volumes: [bind('/srv/db', { ...made, read_only: true })] },
  edge: { volumes: [bind('/opt/shop/edge')] },
}
const model = { name: 'shop', services, secrets: { s: { file: '/srv/s' } } }
const gone = {
  missingPaths: [
    '/srv/conf',
    '/srv/media',
    '/srv/strict',
    '/srv/s',
    '/srv/db',
    '/opt/shop/edge',
    '/opt/shop/files/0a/a.conf',
  ],
}

const said = (changes: Partial<DesiredState> = {}, observed = emptyHost(gone)) => {
  const { problems, warnings } = missingPaths(exampleDesired({ model, ...changes }), observed)
  return {
    problems: problems.map(([what]) => /there is no (\S+),/.exec(what)?.[1]),
    warnings: warnings.map((one) => /there is no (\S+) yet/.exec(one)?.[1]),
  }
}

describe('a mount of the server that is not there', () => {
  it('A mount of the server that is not there is refused where it is only read, or Docker would not make it, and is a warning elsewhere', () => {
    expect(said()).toEqual({
      problems: ['/srv/conf', '/srv/strict', '/srv/s', '/srv/db'],
      warnings: ['/srv/media'],
    })
    expect(() => preflight(exampleDesired({ model }), emptyHost(gone))).toThrow(
      expect.objectContaining({
        reason: 'not-ready',
        message: expect.stringContaining(
          'shop.example.com: there is no /srv/conf, which web mounts to read it at /there; Docker would make an empty folder in its place.',
        ) as string,
        fix: expect.stringContaining('into the repository, named relative to the Compose file') as string,
      }) as Error,
    )
  })

  it('The warning of a mount that is not there says how to make it for the user that has to write there', () => {
    expect(missingPaths(exampleDesired({ model }), emptyHost(gone)).warnings).toEqual([
      'shop.example.com: there is no /srv/media yet, which web mounts at /there. Docker makes it: an empty folder that belongs to root. If web runs as another user, make it on the server before, for that user: sudo install -d -o UID /srv/media',
    ])
  })

  it('A mount of the server that is not there does not matter to an accessory that is there already', () => {
    const { problems } = said({}, { ...servingHost(), ...gone })
    expect(problems).not.toContain('/srv/db')
  })

  it('A mount of the server that is not there stops neither a rollback nor a maintenance', () => {
    const none = { problems: [], warnings: [] }
    expect(said({ maintenance: { to: undefined } })).toEqual(none)
    expect(said({ rollback: {} as NonNullable<DesiredState['rollback']> })).toEqual(none)
  })

  it('No warning is given where all mounts of the server are there', () => {
    expect(said({}, emptyHost())).toEqual({ problems: [], warnings: [] })
  })
})

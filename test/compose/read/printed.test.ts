import { expect, it } from 'vitest'
import { asWritten, withPathCreation } from '../../../src/compose/read/printed.ts'
import { project } from '../fixtures.ts'

it('Entries of blkio_config have the names that Compose reads, whatever it prints', () => {
  const printed = { weight: 300, device_read_bps: [{ Path: '/dev/sda', Rate: '1024' }] }
  const { web } = asWritten(project({ web: { blkio_config: printed } })).services
  expect(web).toEqual({
    blkio_config: { weight: 300, device_read_bps: [{ path: '/dev/sda', rate: '1024' }] },
  })
})

it.each([
  ['0440', 0o440],
  ['0700', 0o700],
  [0o440, 0o440],
  [undefined, undefined],
])('The mode %j of a secret is a number that every Compose reads as %j', (printed, mode) => {
  const used = (value: unknown) => [{ source: 'part', ...(value === undefined ? {} : { mode: value }) }]
  const { web } = asWritten(project({ web: { secrets: used(printed), configs: used(printed) } })).services
  expect(web).toEqual({ secrets: used(mode), configs: used(mode) })
})

it('A project without keys that Compose prints otherwise stays as it is', () => {
  const model = project({ web: { image: 'saleor', secrets: null, blkio_config: null } })
  expect(asWritten(model)).toEqual(model)
})

it.each<[string, object | undefined, object | undefined]>([
  ['2.40.3', {}, { create_host_path: false }],
  ['2.40.3', { create_host_path: true }, { create_host_path: true }],
  ['5.0.0', {}, { create_host_path: true }],
  ['5.0.0', { create_host_path: false }, { create_host_path: false }],
  ['5.0.0', undefined, undefined],
])(
  'A bind mount that Compose %s prints with %j is read with %j by every Compose',
  (version, printed, read) => {
    const volumes = (bind: object | undefined) => [
      { type: 'bind', source: '/srv', target: '/srv', ...(bind && { bind }) },
    ]
    const { web } = withPathCreation(project({ web: { volumes: volumes(printed) } }), version).services
    expect(web).toEqual({ volumes: volumes(read) })
  },
)

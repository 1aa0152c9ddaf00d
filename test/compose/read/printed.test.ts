import { expect, it } from 'vitest'
import { asWritten } from '../../../src/compose/read/printed.ts'
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

import { expect, test } from 'vitest'
import { readDisk, roomProblem } from '../../../src/database/backup/room.ts'

const df = (kilobytes: number, mount: string): string =>
  `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 100000 1 ${kilobytes} 1% ${mount}\n`

test('The free disk space is read from the answer of the host', () => {
  expect(readDisk(df(2000, '/mnt/my backups'))).toEqual({ mount: '/mnt/my backups', freeBytes: 2_048_000 })
  expect(readDisk('df: /opt: No such file or directory')).toBeUndefined()
})

const folder = (megabytes: number, mount = '/') => ({ mount, freeBytes: megabytes * 1_000_000 })

test.for([
  [folder(99), undefined, 'the dump may need 100 MB, and 99.0 MB are free on /'],
  [folder(100), undefined, undefined],
  [folder(100), folder(100, '/var/lib/docker'), undefined],
  [folder(100), folder(9, '/docker'), 'restoring it may need 100 MB, and 9.0 MB are free on /docker'],
  [folder(150), folder(150), 'the dump and restoring it may need 200 MB, and 150 MB are free on /'],
  [undefined, undefined, undefined],
] as const)('The space for a database of 100 MB is judged in case %#', ([backups, engine, problem]) => {
  const bytes = 100_000_000
  const needs = [
    { disk: backups, bytes, what: 'the dump' },
    { disk: engine, bytes, what: 'restoring it' },
  ]
  expect(roomProblem(needs)).toBe(problem)
})

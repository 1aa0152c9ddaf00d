import { execa } from 'execa'
import { expect, it } from 'vitest'
import { dumpScript } from '../../../src/database/backup/client-scripts.ts'

it('A dump whose psql fails at once ends with the complaint of psql, also when it fails before anybody looks', async () => {
  const psql = 'psql() { echo "psql: error: connection refused" >&2; return 2; }'
  for (let times = 0; times < 30; times++) {
    const { exitCode, stderr } = await execa(
      'bash',
      ['-c', `${psql}\n${dumpScript}`, 'dump', 'file', 'query'],
      {
        reject: false,
        timeout: 10_000,
      },
    )
    expect([exitCode, stderr]).toEqual([2, 'psql: error: connection refused'])
  }
})

it('A dump whose psql fails after the dump returns its exit code', async () => {
  const programs = `psql() { for count in 1 2 3; do read -r line; done; echo one-snapshot
      read -r line; read -r query; echo "ERROR: $query" >&2; return 3; }
    pg_dump() { printf '%s\\n' "$*" >&2; }`
  const { exitCode, stderr } = await execa(
    'bash',
    ['-c', `${programs}\n${dumpScript}`, 'dump', 'f', 'count'],
    {
      reject: false,
      timeout: 10_000,
    },
  )
  expect(exitCode).toBe(3)
  expect(stderr).toContain('--snapshot=one-snapshot')
  expect(stderr).toContain('ERROR: count')
})

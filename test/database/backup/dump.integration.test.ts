import { execa } from 'execa'
import { expect, it } from 'vitest'
import { dumpScript } from '../../../src/database/backup/client-scripts.ts'

it('A dump whose psql fails at once ends with the complaint of psql, also when it fails before anybody looks', async () => {
  for (let times = 0; times < 30; times++) {
    const { exitCode, stderr } = await dump(
      'psql() { echo "psql: error: connection refused" >&2; return 2; }',
    )
    expect([exitCode, stderr]).toEqual([2, 'psql: error: connection refused'])
  }
})

it('A dump whose psql fails after the dump returns its exit code', async () => {
  const { exitCode, stderr } = await dump(`
    psql() {
      for count in 1 2 3; do read -r; done; read -r asked; echo one-snapshot
      read -r query; echo "ERROR: $query after $asked" >&2; return 3
    }
    pg_dump() { printf '%s\\n' "$*" >&2; }`)
  expect(exitCode).toBe(3)
  expect(stderr).toContain('--snapshot=one-snapshot')
  expect(stderr).toContain('ERROR: count after SELECT pg_export_snapshot();')
})

/** Runs the script with shell functions in place of PostgreSQL's programs. */
async function dump(programs: string) {
  return await execa('bash', ['-c', `${programs}\n${dumpScript}`, 'dump', 'file', 'count'], {
    reject: false,
    timeout: 10_000,
  })
}

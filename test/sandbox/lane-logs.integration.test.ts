import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'

/** A `docker` in front of the real one that knows one server and one registry. */
function putDockerFirst(prefix: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'docker-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = `#!/bin/sh
case $1 in
  ps) printf '%s\\n' ${prefix}-server-1 ${prefix}-registry ;;
  logs) echo "the log of $5" ;;
  exec) echo "inside of $2" ;;
esac`
  writeFileSync(join(folder, 'docker'), program)
  chmodSync(join(folder, 'docker'), 0o755)
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
}

it('The lane of a failed test keeps what actions and servers said, and says where', async () => {
  // No run has so many lanes; the number is read when the sandbox is loaded.
  vi.stubEnv('SANDBOX_LANE', '99')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { checkout, prefix } = await import('./names.ts')
  const { keepLaneLogs } = await import('./lane-logs.ts')
  putDockerFirst(prefix)
  onTestFinished(() => rmSync(join(checkout, '.sandbox/logs/lane-99'), { recursive: true }))

  const said = await keepLaneLogs('test/e2e/a.test.ts is up', [
    { name: 'deploy-staging', log: () => 'refused' },
  ])

  const folder = '.sandbox/logs/lane-99/test-e2e-a.test.ts-is-up'
  expect(said).toBe(
    `lane 99 failed (on ${prefix}-registry, ${prefix}-server-1): test/e2e/a.test.ts is up; its logs are in ${folder}`,
  )
  const read = (name: string): string => readFileSync(join(checkout, folder, name), 'utf8')
  expect(readdirSync(join(checkout, folder)).sort()).toEqual([
    'run-1-deploy-staging.log',
    `${prefix}-registry.log`,
    `${prefix}-server-1.log`,
  ])
  expect(read('run-1-deploy-staging.log')).toBe('refused')
  expect(read(`${prefix}-server-1.log`)).toContain(`the log of ${prefix}-server-1`)
  expect(read(`${prefix}-server-1.log`)).toContain(`inside of ${prefix}-server-1`)
  expect(read(`${prefix}-registry.log`)).not.toContain('inside of')
})

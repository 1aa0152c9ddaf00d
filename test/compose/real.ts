import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { localProcess } from '../../src/runner/process.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { fakeRunner, type RecordingLog } from '../fakes/fakes.ts'

/** False, and said loudly, where tests of the real `docker compose config` can't run; it needs no engine. */
export const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0
if (!hasCompose)
  console.warn('SKIPPED: docker compose is not installed, so reading of Compose files is not tested.')

/** A checkout with these files, and a temp folder apart from it, as a job has them; gone when the test is over. */
export function checkout(files: Record<string, string>): { workspace: string; temp: string } {
  const root = mkdtempSync(join(tmpdir(), 'job-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const workspace = join(root, 'checkout')
  const temp = join(root, 'temp')
  for (const folder of [workspace, temp]) mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true })
    writeFileSync(join(workspace, name), content)
  }
  return { workspace, temp }
}

/** A runner in that checkout which starts real programs. */
export function composeRunner(files: Record<string, string>): Runner & { log: RecordingLog } {
  return { ...fakeRunner({ context: checkout(files) }), process: localProcess }
}

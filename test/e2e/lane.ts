/**
 * Runs before each end-to-end file. Vitest numbers its workers from 1; each number is a lane with servers, registries
 * and data of its own (test/sandbox/names.ts), so files in two lanes can't meet. When a test fails, the lane's logs are
 * kept before the next one wipes its servers.
 */
import { relative } from 'node:path'
import { afterAll, afterEach, expect, type RunnerTestSuite as Suite } from 'vitest'
import { fileVariable, waitingVariable } from '../waiting/notes.ts'
import { noteSleeps } from '../waiting/sleeps.ts'
import { newestRuns } from './run-dist.ts'

process.env.SANDBOX_LANE ??= process.env.VITEST_POOL_ID
const file = relative(process.cwd(), expect.getState().testPath ?? '')
process.env[fileVariable] = file
if (process.env[waitingVariable] !== undefined) noteSleeps()

/** The sandbox is loaded only here: it takes the lane's number from the environment. */
async function keepLogs(test: string): Promise<void> {
  const { keepLaneLogs } = await import('../sandbox/lane-logs.ts')
  console.error(`✘ ${await keepLaneLogs(test, newestRuns)}`)
}

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepLogs(`${file} ${task.name}`)
})

/** A hook that failed is no test, but its servers tell as much. */
const hookFailed = ({ result, tasks }: Readonly<Suite>): boolean =>
  (result?.errors ?? []).length > 0 || tasks.some((task) => task.type === 'suite' && hookFailed(task))

// oxlint-disable-next-line eslint/no-empty-pattern -- vitest reads the pattern to see what to pass
afterAll(async ({}, suite) => {
  if (hookFailed(suite)) await keepLogs(`${file} hook`)
})

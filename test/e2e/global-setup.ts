import { tryDocker } from '../sandbox/docker.ts'
import { prefix } from '../sandbox/names.ts'
import { openSandbox } from '../sandbox/sandbox.ts'

/**
 * The servers are started once for all end-to-end tests, which find them running. A sandbox that was up before
 * (`npm run sandbox -- up`) is somebody's and stays; one that was started here is removed at the end.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const wasUp = await isUp()
  const sandbox = await openSandbox()
  return wasUp ? undefined : () => sandbox.down()
}

async function isUp(): Promise<boolean> {
  const look = ['ps', '--filter', `label=${prefix}`, '--format', '{{.Names}}']
  // Without an engine nothing is up; opening the sandbox starts one.
  const { code, stdout } = await tryDocker(look).catch(() => ({ code: 1, stdout: '' }))
  return code === 0 && stdout.trim() !== ''
}

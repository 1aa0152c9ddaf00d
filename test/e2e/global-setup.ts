import { isSandboxUp, openSandbox } from '../sandbox/sandbox.ts'

/**
 * The servers are started once for all end-to-end tests, which find them running. A sandbox that was up before
 * (`npm run sandbox -- up`) is somebody's and stays; one that was started here is removed at the end.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const wasUp = await isSandboxUp()
  const sandbox = await openSandbox()
  return wasUp ? undefined : () => sandbox.down()
}

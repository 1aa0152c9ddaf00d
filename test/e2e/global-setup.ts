import { forgetLaneLogs } from '../sandbox/lane-logs.ts'
import { closeSandbox, isSandboxUp, prepareMachine } from '../sandbox/sandbox.ts'

/**
 * The machine and the images are made ready once; each lane starts its servers when its first file asks for them. A
 * sandbox that was up before (`npm run sandbox -- up`) is somebody's and stays; one that was started here is removed.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  forgetLaneLogs()
  const wasUp = await isSandboxUp()
  await prepareMachine()
  return wasUp ? undefined : closeSandbox
}

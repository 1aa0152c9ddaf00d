import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const sandbox = join(import.meta.dirname, '../sandbox/sandbox.ts')

interface Sandbox {
  close(): Promise<void>
}

/** The servers are started once for all end-to-end tests, and stopped at their end. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!existsSync(sandbox)) return undefined
  const { openSandbox } = (await import(pathToFileURL(sandbox).href)) as {
    openSandbox?: () => Promise<Sandbox>
  }
  const opened = await openSandbox?.()
  return opened && (() => opened.close())
}

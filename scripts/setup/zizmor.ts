import { join } from 'node:path'
import { run } from './command.ts'
import { fetchProgram, ownPrograms } from './wheel.ts'

/** Another version knows other rules, and would find other things. */
const VERSION = '1.32.0'

/** The path of zizmor, which looks for security holes in workflows; undefined where it can't be had. */
export async function ensureZizmor(): Promise<string | undefined> {
  const own = join(ownPrograms, 'zizmor')
  const present = (await usable('zizmor')) ?? (await usable(own))
  if (present !== undefined) return present
  return (await fetchProgram('zizmor', `zizmor==${VERSION}`)) ? await usable(own) : undefined
}

async function usable(program: string): Promise<string | undefined> {
  const { stdout } = await run([program, '--version']).catch(() => ({ stdout: '' }))
  return stdout.trim() === `zizmor ${VERSION}` ? program : undefined
}

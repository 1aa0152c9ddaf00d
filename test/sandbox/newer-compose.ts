import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureProgram, newerCompose } from '../../scripts/setup/pinned-program.ts'
import { stateFolder } from './names.ts'

/** The environment of a runner whose Compose is newer than that of the sandbox's servers, which is Debian's 2.26. */
export async function withNewerCompose(): Promise<Record<string, string>> {
  const program = await ensureProgram(newerCompose)
  if (program === undefined) throw new Error(`pip could not fetch ${newerCompose.wheel}`)
  const config = join(stateFolder, 'newer-compose')
  const plugins = join(config, 'cli-plugins')
  await rm(config, { recursive: true, force: true })
  await mkdir(plugins, { recursive: true })
  await symlink(program, join(plugins, 'docker-compose'))
  return { DOCKER_CONFIG: config }
}

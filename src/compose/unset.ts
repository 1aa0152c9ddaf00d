import { readFile } from 'node:fs/promises'
import { posix, resolve } from 'node:path'
import { type Place, UserError } from '../errors.ts'
import type { Naming } from './failure.ts'
import type { ComposeModel } from './model.ts'
import { envFilesOf, findVariable, usesOf } from './variables.ts'

/** Whether a use of a variable matters; the keys lead to it, such as services, web, image. */
export type Matters = (use: string[]) => boolean

/**
 * Compose puts a blank where a variable has no value, and only warns: the classic way to ship an empty password.
 * `raw` is the project before interpolation.
 * @throws UserError with the names and where they are used
 */
export async function refuseUnset(
  names: string[],
  raw: ComposeModel,
  matters: Matters,
  naming: Naming,
): Promise<void> {
  const texts = await textsOf(raw, naming)
  const wrong = names.flatMap((name) => {
    const uses = usesOf(name, raw)
    const where = uses.filter(matters).map((use) => use.join('.'))
    // Used nowhere in the model: it stands in one of the env files.
    return uses.length > 0 && where.length === 0 ? [] : [{ name, where, place: findVariable(name, texts) }]
  })
  const [first] = wrong
  if (first === undefined) return
  const described = wrong.map(({ name, where, place }) =>
    where.length > 0
      ? `${name} (in ${where.join(', ')})`
      : place === undefined
        ? name
        : `${name} (in ${place.file})`,
  )
  throw new UserError(
    'bad-input',
    `${wrong.length === 1 ? 'A variable has' : 'Variables have'} no value: ${described.join('; ')}.`,
    `Set ${wrong.map(({ name }) => name).join(', ')} under env: of the step, or write a default: \${${first.name}:-…}. A $ that is meant as such is written $$.`,
    first.place,
  )
}

/** The Compose files and the env files that they read, named as the checkout does. */
async function textsOf(
  raw: ComposeModel,
  { mirror, folder, files }: Naming,
): Promise<{ file: Place['file']; text: string }[]> {
  const composeFiles = files.map((file) => resolve(mirror.folder, posix.relative(folder, file)))
  return await Promise.all(
    [...composeFiles, ...envFilesOf(raw)].map(async (path) => ({
      file: posix.join(folder, posix.relative(mirror.folder, path)),
      text: await readFile(path, 'utf8').catch(() => ''),
    })),
  )
}

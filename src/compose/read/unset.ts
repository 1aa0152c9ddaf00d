import { readFile } from 'node:fs/promises'
import { posix, resolve } from 'node:path'
import { type Place, UserError } from '../../errors.ts'
import type { ComposeModel } from '../../model/project/project.ts'
import { type Naming, setWhere } from './failure.ts'
import { envFilesOf, findVariable, usesOf } from './variables.ts'

/** Whether a use of a variable matters; `use` holds the keys to it, such as services, web, image. */
export type Matters = (use: string[]) => boolean

/**
 * Finds variables without a value. Compose replaces them with an empty string and only warns: the classic way to deploy
 * an empty password. `raw` is the project before interpolation.
 * @throws UserError with the names and where they are used
 */
export async function assertVariablesSet(
  names: string[],
  raw: ComposeModel,
  matters: Matters,
  naming: Naming,
  environmentFile: string,
): Promise<void> {
  const texts = await textsOf(raw, naming)
  const wrong = names.flatMap((name) => {
    const uses = usesOf(name, raw)
    const where = uses.filter(matters).map((use) => use.join('.'))
    // The model does not use it, so an env file does.
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
    `${setWhere(wrong.map(({ name }) => name).join(', '), environmentFile)}, or write a default: \${${first.name}:-…}. A $ that is meant as such is written $$.`,
    first.place,
  )
}

/** The texts of the Compose files and the env files that they load, named as in the checkout. */
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

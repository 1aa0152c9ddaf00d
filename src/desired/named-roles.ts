import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { rolesWithFile } from '../compose/file-roles.ts'
import { sourceOf } from '../compose/read/place.ts'
import { UserError } from '../errors.ts'
import type { ComposeModel } from '../model/project.ts'
import type { NamedRoles } from '../model/roles.ts'
import type { Runner } from '../runner/runner.ts'

/**
 * Collects the roles that the inputs and the Compose files name.
 * @param files relative to the workspace
 * @throws UserError at the line of an invalid role, or of one that contradicts an input
 */
export async function namedRoles(
  model: ComposeModel,
  inputs: NamedRoles,
  files: readonly string[],
  { context }: Pick<Runner, 'context'>,
): Promise<NamedRoles> {
  const found = rolesWithFile(model, inputs)
  if ('named' in found) return found.named
  const { text, fix, keys } = found.fault
  const sources = files.map(async (file) => ({
    file,
    text: await readFile(resolve(context.workspace, file), 'utf8'),
  }))
  const place = sourceOf(await Promise.all(sources)).place([keys, keys.slice(0, -1), keys.slice(0, 2)])
  const at = place === undefined ? '' : `${place.file}: `
  throw new UserError('bad-input', `${at}${text}`, fix, place)
}

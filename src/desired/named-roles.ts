import { rolesWithFile } from '../compose/file-roles.ts'
import { ProjectError } from '../compose/read/project-error.ts'
import type { ComposeModel } from '../model/project/project.ts'
import type { NamedRoles } from '../model/project/roles.ts'

/**
 * Collects the roles that the inputs and the Compose file name. Pure.
 * @throws ProjectError at an invalid role, or at one that contradicts an input
 */
export function namedRoles(model: ComposeModel, inputs: NamedRoles): NamedRoles {
  const found = rolesWithFile(model, inputs)
  if ('named' in found) return found.named
  const { text, fix, keys } = found.fault
  throw new ProjectError(text, fix, keys, keys.slice(0, -1), keys.slice(0, 2))
}

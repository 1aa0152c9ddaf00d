import { UserError } from '../errors.ts'
import type { Roles } from '../model/project/roles.ts'

/**
 * Reads the services in the input `update-services`.
 * @throws UserError for a service that the project does not have, or that is not an accessory
 */
export function readUpdates(names: readonly string[], roles: Roles): string[] {
  const app = [roles.web, ...roles.workers, ...roles.schedulers]
  const wrong = names.find((name) => !roles.accessories.includes(name))
  if (wrong === undefined) return [...new Set(names)]
  const could =
    roles.accessories.length === 0
      ? 'The project has no other services than those of the app: leave the input out.'
      : `Name one of ${roles.accessories.join(', ')}.`
  throw new UserError(
    'bad-input',
    app.includes(wrong)
      ? `Input 'update-services': ${wrong} is a service of the app, which every deploy replaces.`
      : roles.jobs.includes(wrong)
        ? `Input 'update-services': ${wrong} runs once and ends, and a deploy does its work itself.`
        : `Input 'update-services': the Compose project has no service ${wrong}.`,
    could,
  )
}

import type { ComposeModel, ComposeService } from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'

/** The service from which a release's one-off containers, such as migrations, are created. No project uses this name. */
export const oneOffService = 'saleor-deploy-one-off'

/**
 * Web's environment, networks and volumes, without what makes it a server. A migration answers no health check, and a
 * tool that restarts unhealthy containers or routes by label must not mistake it for web. An entrypoint of the Compose
 * file without a command is web's whole start, as Compose ignores the image's command then: it would start another web
 * instead of the migration, which never ends. With a command it may be what prepares any program, and stays.
 */
export function withoutServing(web: ComposeService): ComposeService {
  const { ports: _ports, labels: _labels, depends_on: _depends, restart: _restart, ...kept } = web
  if (wordsIn(kept.entrypoint) > 0 && wordsIn(kept.command) === 0) delete kept.entrypoint
  // Compose starts a service with a profile only when the service is named.
  return { ...kept, profiles: [oneOffService], healthcheck: { disable: true }, scale: 1 }
}

function wordsIn(words: ComposeService['command']): number {
  return [words ?? []].flat().length
}

/** The service for a release's one-off containers; releases of earlier versions use web. */
export function oneOffIn(model: ComposeModel, { web }: Pick<Roles, 'web'>): string {
  return oneOffService in model.services ? oneOffService : web
}

import type { ComposeModel } from '../compose/model.ts'
import type { Roles } from '../compose/roles.ts'
import type { EdgeSettings } from '../edge/config.ts'
import type { Release } from '../release/release.ts'

export type Strategy = 'rolling' | 'blue-green' | 'recreate'

/** What a deploy shall lead to. Everything is decided here; nothing later reads an input. */
export interface Wanted {
  release: Release
  /** The release's Compose model, rendered. */
  model: ComposeModel
  roles: Roles
  edge: EdgeSettings
  /** The port on the host that the edge answers on. */
  publicPort: number
  strategy: Strategy
  /** The deployment's folder on the hosts. */
  root: string
  /** The words of the migration command, empty for none. */
  migrate: readonly string[]
  /** Seconds until a new container must answer. */
  healthTimeout: number
  /** Seconds that requests in flight on the old containers may still take. */
  drainTimeout: number
  /** How many releases stay on a host. */
  keep: number
  /** Seconds to wait for another run to let go of a host. */
  lockWait: number
  /** A Docker `config.json` with the registry's login, or empty. */
  registryLogin: string
}

/** The services of a release that carry the new image. */
export function appServices({ roles }: Wanted): string[] {
  return [roles.web, ...roles.workers, ...roles.schedulers]
}

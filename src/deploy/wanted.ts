import type { Finding } from '../compose/check.ts'
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
  backup: Backups
  /** Seconds that the new release is watched at the edge before the commit, the old one still warm; 0 for none. */
  bake: number
  /** Percent of requests that the new release may answer with 5xx while it is watched. */
  maxErrorRate: number
  /** Whether this host of the fleet runs the scheduler; exactly one does. */
  schedules: boolean
  /** Workers that can't run beside their old ones (`deploy.update_config.order: stop-first`). */
  stopFirst: readonly string[]
  /** Seconds until the balancer in front has seen that a host drains; only where web is stopped first. */
  balancerWait: number
  /** Seconds until a new container must answer. */
  healthTimeout: number
  /** Seconds that requests in flight on the old containers may still take. */
  drainTimeout: number
  /** Whether web of the release before goes on running after the commit, without requests: the quickest way back. */
  keepWarm: boolean
  /** How many releases stay on a host. */
  keep: number
  /** Seconds to wait for another run to let go of a host. */
  lockWait: number
  /** A Docker `config.json` with the registry's login, or empty. */
  registryLogin: string
  /** Texts that may stand in no report; the runner hides them in its log alone. */
  secrets?: readonly string[]
  /** What is not as it should be and does not stand in the way. */
  findings?: readonly Finding[]
  /** What makes a rollback of it: the release is one that the hosts have already. */
  back?: GoingBack
}

/** What is particular to going back. */
export interface GoingBack {
  /** The release that is left. */
  from: Release
  /**
   * `keep`: the old code runs on the new schema. `migrate`: the schema is reversed by the newer code, once the old code
   * serves. `restore`: the data of a backup comes back with it. `done`: the first host serves the target already, on the database
   * as it is; the others follow.
   */
  database: 'keep' | 'migrate' | 'restore' | 'done'
  /** The release whose backup is restored, which names the backup; undefined for the newest that was taken while the target served. */
  backup: string | undefined
  /** Why, in people's words. */
  reason: string
  /** Whether a run that holds a host's lock is ended for this one; it then undoes what it did. */
  takeOver: boolean
}

/** When and how the database is backed up before it is touched. */
export interface Backups {
  /**
   * Names this run's backup, and sorts by time: the release's id; in a rollback, whose release may have one already, made like
   * it of the time and the image that is left.
   */
  id: string
  /** `pending`: when migrations are. */
  when: 'pending' | 'always' | 'never'
  /** How a backup is proved: restored into a scratch database and counted, its table of contents read, or not. */
  verify: 'restore' | 'list' | 'none'
  /** The folder on the first host. */
  folder: string
  /** How many stay. */
  keep: number
  /** The image with PostgreSQL's client and server; empty for the official one of the database's own version. */
  image: string
  /** The words of a command that copies a backup off the host, `{}` for its path; empty for none. */
  copy: readonly string[]
}

/** The services of a release that run on this host and carry the new image. */
export function appServices({ roles, schedules }: Wanted): string[] {
  return [roles.web, ...roles.workers, ...(schedules ? roles.schedulers : [])]
}

/** The services whose containers a deploy replaces or removes: also a scheduler that now runs on another host. */
export function replacedServices({ roles }: Wanted): string[] {
  return [roles.web, ...roles.workers, ...roles.schedulers]
}

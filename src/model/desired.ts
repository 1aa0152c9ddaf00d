import type { EdgeSettings, Maintenance } from './edge/edge.ts'
import type { MetricChecks } from './metric-checks.ts'
import { type Placement, placedServices, servesWeb } from './placement.ts'
import type { Finding } from './project/finding.ts'
import type { ComposeModel } from './project/project.ts'
import type { Roles } from './project/roles.ts'
import type { StoredEntry } from './release/files.ts'
import { imagesOf, type Release } from './release/release.ts'
import type { SwarmIntent } from './swarm.ts'
import type { LiveTask } from './task.ts'

export type Strategy = 'rolling' | 'blue-green' | 'recreate'

/** The desired state of a host after an operation. It is complete: nothing later reads an input. */
export interface DesiredState {
  release: Release
  /** The release's Compose model, rendered. */
  model: ComposeModel
  /** The version of Compose on the runner that read the project; undefined in a rollback, whose model a host has read before. */
  composeVersion?: string
  roles: Roles
  edge: EdgeSettings
  /** The port on the host that the edge answers on; 0 when web is reached only inside the project's networks. */
  publicPort: number
  strategy: Strategy
  /** The deployment's folder on the hosts. */
  root: string
  /** The migration command as words, empty for none. */
  migrate: readonly string[]
  backup: Backups
  /** Seconds to watch the new release at the edge before the commit, with the old one still warm; 0 for none. */
  bake: number
  /** Maximum percentage of requests that the new release may answer with 5xx during the bake. */
  maxErrorRate: number
  /** Queries of Prometheus that must hold at the end of the bake; undefined for none. */
  metrics?: MetricChecks
  /** Whether this host of the fleet runs the scheduler; exactly one does. */
  schedules: boolean
  /** The services of the project that this host runs; undefined for all. */
  placement?: Placement | undefined
  /** Workers that can't run beside their old ones (`deploy.update_config.order: stop-first`). */
  stopFirst: readonly string[]
  /** Seconds for the balancer in front to notice that a host drains; used only when web stops first. */
  balancerWait: number
  /** Seconds in which a new container must answer. */
  healthTimeout: number
  /** Seconds for requests in flight on the old containers. */
  drainTimeout: number
  /** Whether the previous release's web keeps running after the commit without requests, for the fastest rollback. */
  keepWarm: boolean
  /** Number of releases to keep on a host. */
  keep: number
  /** Seconds to wait until another run releases a host. */
  lockWait: number
  /** A Docker `config.json` with the registry's login; empty for none. */
  registryLogin: string
  /** Repository files that the model mounts; undefined in a rollback, as the hosts have them. */
  files?: readonly StoredEntry[]
  /** Secrets that must be in no report; the runner masks them only in its log. */
  secrets?: readonly string[]
  /** Services with data to replace when they differ, as the input names them. */
  updates?: readonly string[]
  /** Services that send requests to web by its name; they are refreshed when the edge is another container. */
  fronts?: readonly string[]
  /** Problems that do not prevent the operation. */
  findings?: readonly Finding[]
  /** Set for a Swarm: what `docker stack deploy` gets. */
  swarm?: SwarmIntent
  /** Set for maintenance: the live release stays, and the shop is closed with this, or opened with undefined. */
  maintenance?: { to: Maintenance | undefined }
  /** Set for a task on the live release, which stays unchanged. */
  task?: LiveTask
  /** Set for a rollback: the release is one that the hosts already have. */
  rollback?: RollbackIntent
}

/** Whether the operation leaves the live release unchanged. */
export function keepsLive({ maintenance, task }: Pick<DesiredState, 'maintenance' | 'task'>): boolean {
  return maintenance !== undefined || task !== undefined
}

/** The settings of a rollback. */
export interface RollbackIntent {
  /** The release to roll back from. */
  from: Release
  /**
   * `keep`: the old code runs on the new schema. `migrate`: the newer code reverses the schema once the old code
   * serves. `restore`: a backup's data are restored with it. `done`: the first host already serves the target on the
   * database as it is; the other hosts follow.
   */
  database: 'keep' | 'migrate' | 'restore' | 'done'
  /** The release whose id names the backup to restore; undefined for the newest backup from when the target served. */
  backup: string | undefined
  /** The reason that the user gave. */
  reason: string
  /** Whether this run ends a run that holds a host's lock; that one then undoes its changes. */
  takeOver: boolean
}

/** When and how the database is backed up before a change. */
export interface Backups {
  /**
   * Names this run's backup, and sorts by time. It is the release's id; in a rollback, whose release may already have a
   * backup, it is built the same way from the current time and the image that is left.
   */
  id: string
  /** `pending`: only when migrations are pending. */
  when: 'pending' | 'always' | 'never'
  /** How a backup is proved: by a restore into a scratch database with a count, by its table of contents, or not at all. */
  verify: 'restore' | 'list' | 'none'
  /** The folder on the first host. */
  folder: string
  /** Number of backups to keep. */
  keep: number
  /** The image with PostgreSQL's client and server; empty for the official image of the database's own version. */
  image: string
  /** A command as words that copies a backup off the host, with `{}` for its path; empty for none. */
  copy: readonly string[]
  /** Whether uploads are archived too, which lie in a volume or a folder of the host. */
  media?: boolean
}

/** The services of a release that run on this host with the new image. */
export function appServices({ roles, schedules, placement }: DesiredState): string[] {
  const here = placedServices({ roles, placement })
  const { web, otherWeb = [], workers, schedulers } = roles
  return [web, ...otherWeb, ...workers, ...(schedules ? schedulers : [])].filter((name) =>
    here.includes(name),
  )
}

/** The images of the release that this host needs. */
export function imagesHere(desired: DesiredState): string[] {
  return servesWeb(desired) ? imagesOf(desired.release) : [desired.release.image]
}

/** The services whose containers a deploy replaces or removes, including those that now run on another host. */
export function replacedServices({ roles }: DesiredState): string[] {
  return [roles.web, ...(roles.otherWeb ?? []), ...roles.workers, ...roles.schedulers]
}

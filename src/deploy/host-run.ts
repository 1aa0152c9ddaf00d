import type { Backup, DatabaseState } from '../database/database.ts'
import type { Migration } from '../database/migrations.ts'
import type { Restoring } from '../database/restore-plan.ts'
import type { Maintenance } from '../edge/maintenance.ts'
import type { Upstream } from '../edge/upstreams.ts'
import type { Host } from '../host/host.ts'
import type { Command } from '../host/quote.ts'
import type { Transaction } from '../host/transaction.ts'
import { releaseFolder } from '../release/release.ts'
import type { Runner } from '../runner/runner.ts'
import { type Observed, standingBy, standingUpstreams } from './observed.ts'
import type { Member } from './survey.ts'
import type { Wanted } from './wanted.ts'

/** One host while a deploy runs on it: what is wanted, what was found, and what came about so far. */
export interface HostRun {
  host: Host
  wanted: Wanted
  seen: Observed
  runner: Runner
  transaction: Transaction
  /** The new containers by service, in the order of their names. */
  created: Record<string, string[]>
  /** Seconds that new web took to answer: what the image needs on this host, at this hour, to be up or to fall. */
  startSeconds: number
  /** What the edge sends requests to at this moment. */
  upstreams: Upstream[]
  /** The web that runs and gets none, as the edge's file has it at this moment. */
  warm: Upstream[]
  /** What the shop is closed with at this moment; undefined while it is open. */
  maintenance: Maintenance | undefined
  /** The container whose network the health probe asks from: the edge, or its stand-in while it is not there yet. */
  probe: string
  /** What the new image's Django said about the database; undefined until it was asked. */
  database?: DatabaseState | undefined
  /** The backup that was made. */
  backup?: Backup
  /** The backup that is being restored, in a rollback with its data. */
  restoring?: Restoring
  /** What the edge counted while the new release was watched. */
  baked?: { requests: number; failed: number; seconds: number }
  /** The migrations that were taken back, in a rollback with its schema. */
  reversed?: string[]
  /** The migrations that were applied. */
  migrations: Migration[]
  /** Whether web's Docker health check can run in the image; undefined until it was tried. */
  dockerCheckWorks?: boolean
}

/** A host at the beginning, once its lock is taken. */
export function beginRun({ host, wanted, seen }: Member, transaction: Transaction, runner: Runner): HostRun {
  const fresh = {
    created: standingBy({ wanted, seen }),
    startSeconds: 0,
    upstreams: standingUpstreams(seen),
    warm: [...(seen.warm ?? [])],
    maintenance: seen.maintenance,
    probe: edgeName({ wanted }),
    migrations: [],
  }
  return { host, wanted, seen, runner, transaction, ...fresh }
}

/** `docker compose` on the release's own file; nothing is read from the environment of the SSH session. */
export function compose(
  { wanted: { root, release, model } }: Pick<HostRun, 'wanted'>,
  ...words: string[]
): Command {
  const file = `${releaseFolder(root, release.id)}/compose.json`
  return [
    'docker',
    'compose',
    '--progress',
    'quiet',
    '--project-name',
    model.name,
    '--project-directory',
    root,
    '--env-file',
    '/dev/null',
    '-f',
    file,
    ...words,
  ]
}

/** A file on the host as one command of the guard: it appears whole or not at all. */
export function put(path: string, mode: string, content: string): Command {
  return ['put', path, mode, Buffer.from(content).toString('base64')]
}

/** The new containers of some services. */
export function createdOf({ created }: Pick<HostRun, 'created'>, services: readonly string[]): string[] {
  return services.flatMap((service) => created[service] ?? [])
}

/** The edge's container. Compose numbers it 1 and it is never scaled. */
export function edgeName({ wanted }: Pick<HostRun, 'wanted'>): string {
  return `${wanted.model.name}-edge-1`
}

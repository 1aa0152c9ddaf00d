import type { Command } from '../../host/quote.ts'
import type { Transaction } from '../../host/transaction.ts'
import type { Maintenance, Upstream } from '../../model/edge/edge.ts'
import { ownUpstreams } from '../../model/edge/web.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { type ObservedState, standbyContainers, standingUpstreams } from '../../model/observed.ts'
import { releaseFolder } from '../../model/release/release.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Commands } from '../commands.ts'
import type { Session } from '../session.ts'

/** One Docker host during an operation. The fields added here belong to this engine alone. */
export interface ComposeSession extends Session {
  /** Changed only by the step that stops the background, so that later steps see it stopped. */
  observed: ObservedState
  /** The new containers by service, sorted by name. */
  created: Record<string, string[]>
  /** The containers that the edge currently sends requests to. */
  upstreams: Upstream[]
  /** Web that runs without requests, as the edge's file currently has it. */
  warm: Upstream[]
  /** The current maintenance; undefined while the shop is open. */
  maintenance: Maintenance | undefined
  /** The container whose network the health probe uses: the edge, or its stand-in until the edge exists. */
  probe: string
  /** Accessories that may have ended, as nobody knew at their start whether they would: service and container. */
  mayHaveEnded: { service: string; name: string }[]
  /** Whether each web service's Docker health check can run in its image, by service; no entry before the first try. */
  dockerChecks: Map<string, boolean>
}

/** A host's session at the start of an operation, once its lock is taken. */
export function openSession(
  { host, desired, observed }: FleetHost,
  transaction: Transaction,
  runner: Runner,
  commands: Commands,
): ComposeSession {
  const fresh = {
    created: standbyContainers({ desired, observed }),
    upstreams: ownUpstreams(desired, standingUpstreams(observed)),
    warm: ownUpstreams(desired, observed.warm ?? []),
    maintenance: observed.maintenance,
    probe: edgeName({ desired }),
    mayHaveEnded: [],
    dockerChecks: new Map<string, boolean>(),
    results: {},
  }
  return { host, desired, observed, runner, transaction, commands, ...fresh }
}

/** Runs `docker compose` on the release's own file; nothing comes from the SSH session's environment. */
export function compose(
  { desired: { root, release, model } }: Pick<ComposeSession, 'desired'>,
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

/** The guard's command that writes a file atomically. */
export function put(path: string, mode: string, content: string): Command {
  return ['put', path, mode, Buffer.from(content).toString('base64')]
}

/** The new containers of these services. */
export function createdOf(
  { created }: Pick<ComposeSession, 'created'>,
  services: readonly string[],
): string[] {
  return services.flatMap((service) => created[service] ?? [])
}

/** The edge's container. Compose gives it number 1, and it is never scaled. */
export function edgeName({ desired }: Pick<ComposeSession, 'desired'>): string {
  return `${desired.model.name}-edge-1`
}

import { type StackWork, stackWork } from '../../compose/stack/work.ts'
import { UserError } from '../../errors.ts'
import type { Transaction } from '../../host/transaction.ts'
import type { FleetHost } from '../../model/fleet.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Session } from '../session.ts'
import { swarmCommands } from './commands.ts'
import { nodeOfWeb } from './job.ts'
import { ownerOf } from './owner.ts'

/** A cluster during an operation, reached through one manager. The fields added here belong to this engine alone. */
export interface SwarmSession extends Session {
  project: string
  /** Names the owner of the cluster's lock. Every change asks first whether it still owns it. */
  owner: string
  /** The whole stack as it will be, and what becomes of the accessories. */
  work: StackWork
}

/** The session at the start of an operation, once the locks are taken. */
export function openSession(
  { host, desired, observed }: FleetHost,
  transaction: Transaction,
  runner: Runner,
): SwarmSession {
  const owner = ownerOf(transaction)
  const login = Buffer.from(desired.registryLogin || '{}').toString('base64')
  return {
    ...{ host, desired, observed, runner, transaction, owner, results: {} },
    project: desired.model.name,
    commands: swarmCommands(owner, login, {
      manager: observed.swarm?.self ?? '',
      withImage: desired.task === undefined ? undefined : nodeOfWeb(observed, desired.roles.web),
    }),
    work: stackWork(desired, observed),
  }
}

/** The live record's number; 0 when nothing is live. */
export function numberOf({ observed }: Pick<SwarmSession, 'observed'>): number {
  return observed.swarm?.record?.number ?? 0
}

/** @throws UserError for a desired state that was made for another engine */
export function intentOf({ desired }: Pick<SwarmSession, 'desired'>) {
  if (desired.swarm !== undefined) return desired.swarm
  throw new UserError(
    'no-target',
    `Release ${desired.release.id} was not deployed to a Swarm.`,
    'Deploy its image with engine: swarm.',
  )
}

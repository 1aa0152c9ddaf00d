import type { HostState, Step } from '../model/step.ts'
import { step, when } from '../model/step.ts'

/** The steps that run a command in a container of the live release. Pure. */
export function planCommand(targets: readonly HostState[]): Step[] {
  const all = step(targets)
  const line = targets[0]?.desired.task?.command?.line ?? ''
  return [
    all('begin', 'Take the lock'),
    all('run-command', `Run ${line}`),
    all('commit', 'Record it, and let the lock go'),
  ]
}

/** The steps that back up the live release's database. Pure. */
export function planBackup(targets: readonly HostState[]): Step[] {
  const all = step(targets)
  const { migrate = [], backup } = targets[0]?.desired ?? {}
  return [
    all('begin', 'Take the lock'),
    // For a database outside the project, only Django knows the version.
    ...when(migrate.length > 0 && backup?.image === '', all('pending', 'Ask the database for its version')),
    all('backup', backup?.media === true ? 'Back up the database and the uploads' : 'Back up the database'),
    all('commit', 'Record it, remove old backups, and let the lock go'),
  ]
}

/** The steps that test a backup. Pure. */
export function planVerifyBackup(targets: readonly HostState[]): Step[] {
  const all = step(targets)
  const name = targets[0]?.desired.task?.backup || 'the newest backup'
  return [
    all('begin', 'Take the lock'),
    all('verify-backup', `Restore ${name} into a scratch database, and count its rows`),
    all('commit', 'Record it, and let the lock go'),
  ]
}

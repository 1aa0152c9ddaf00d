import type { Session } from '../../engine/session.ts'
import { connectionOf } from '../backup/plan.ts'
import { lockTimeouts } from '../one-off.ts'
import { djangoCommand } from '../schema/state-script.ts'
import { databaseNames } from './plan.ts'
import { keptMark } from './program.ts'

/** Seconds in which the primary host restores its old data, unless it fails again. */
const firstHostSeconds = 45

/**
 * For all hosts but the primary: during an undo of a restore, web starts here only when the old data is live again. That
 * is the task of the primary host, and waits until it is back. If the primary has committed, web starts on the new data.
 */
export async function gateWebStart(run: Session): Promise<void> {
  const { desired, transaction, runner, host, commands } = run
  const { PGDATABASE = '' } = connectionOf(desired).variables
  const { kept } = databaseNames(PGDATABASE, desired.backup.id)
  const words = djangoCommand(desired.migrate, script, { kept })
  if (words !== undefined) {
    const name = `${desired.model.name}-hold-${desired.release.id}`
    const service = desired.roles.web
    const ask = commands.runOnce(desired, { service, words, name, environment: lockTimeouts })
    const { code } = await transaction.attempt({ undo: [commands.removeContainer(name)], run: [ask] })
    if (code === 0) {
      await transaction.attempt({ undo: [commands.gateWeb(name, ask)] })
      return
    }
  }
  runner.log.warning(
    `${host.name}: ${desired.release.id} could not be asked which release owns the live data. If this run fails, the host continues after ${firstHostSeconds} s.`,
  )
  await transaction.attempt({ undo: [['sleep', String(firstHostSeconds)]] })
}

/** Fails while the old database has another name because of a restore without a commit. */
const script = `
from django.db import connections

with connections[alias].cursor() as cursor:
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [kept]
    )
    found = cursor.fetchone()
if found and found[0] != "${keptMark}":
    raise SystemExit("the data of before are still in %s: the first host has not put them back yet" % kept)
`

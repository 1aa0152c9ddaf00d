import { compose, type HostRun } from '../deploy/host-run.ts'
import { connectionOf } from './backup-plan.ts'
import { oneOffWords } from './one-off.ts'
import { databaseNames } from './restore-plan.ts'
import { keptMark } from './restore-program.ts'
import { djangoCommand } from './state-script.ts'

/** Seconds in which the first host, when nothing else happens to it, has its own data again. */
const firstHostSeconds = 45

/**
 * On the other hosts of a restore: on the way back web comes up here only once the data of before are the live ones again, which
 * is the first host's to do and takes as long as that host is away. Or once it has committed, and they never will be.
 */
export async function holdBack(run: HostRun): Promise<void> {
  const { wanted, transaction, runner, host } = run
  const { PGDATABASE = '' } = connectionOf(wanted).variables
  const { kept } = databaseNames(PGDATABASE, wanted.backup.id)
  const words = djangoCommand(wanted.migrate, script, { kept })
  if (words !== undefined) {
    const name = `${wanted.model.name}-hold-${wanted.release.id}`
    const ask = compose(run, ...oneOffWords(name), wanted.roles.web, ...words)
    const { code } = await transaction.attempt({ undo: [['retire', name]], run: [ask] })
    if (code === 0) {
      await transaction.attempt({ undo: [['awaiting', name, ...ask]] })
      return
    }
  }
  runner.log.warning(
    `${host.name}: ${wanted.release.id} can't be asked whose the live data are. Should this fail, the host goes on after ${firstHostSeconds} s.`,
  )
  await transaction.attempt({ undo: [['sleep', String(firstHostSeconds)]] })
}

/** Fails while the database of before has another name because of a restore that is not committed. */
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

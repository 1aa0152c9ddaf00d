import { listBackups } from '../src/database/backup/list.ts'
import { resolveBackup } from '../src/desired/live/backup.ts'
import { engineOf } from '../src/engine/choose.ts'
import { doTask } from '../src/execute/live.ts'
import { backup } from '../src/inputs/backup.ts'
import { observeFirstHost } from '../src/observe/first-host.ts'
import { withFleet } from '../src/observe/fleet.ts'
import { planBackup, planVerifyBackup } from '../src/plan/live.ts'
import { runAction } from '../src/run-action.ts'
import { backupList, backupSummary } from '../src/summary/task.ts'

/** Backs up the live database, tests a backup, or lists what is there. */
export const run = (): Promise<void> =>
  runAction(backup, async (inputs, runner) => {
    const { operation } = inputs
    const engine = await engineOf(inputs.engine)
    const resolver = () => resolveBackup(engine, inputs, runner)
    const opening = observeFirstHost(engine, inputs, resolver, runner)
    const plan = operation === 'verify' ? planVerifyBackup : planBackup
    const dryRun = inputs['dry-run']
    return await withFleet(opening, runner, async (fleet) => {
      const [primary] = fleet.members
      if (operation === 'list') {
        const backups = await listBackups(primary)
        const summary = backupList(primary.host.name, backups, runner.clock.now())
        return { reason: 'done', outputs: { backups: JSON.stringify(backups) }, summary }
      }
      const done = await doTask(engine, fleet, { plan, dryRun }, runner)
      const made = done.results.backup
      const outputs = {
        backup: made?.path ?? done.results.verified?.backup.id,
        'backup-bytes': made && String(made.bytes),
        media: made?.media && made.path.replace(/\.dump$/, '.media.tar'),
        'backup-seconds': made?.seconds.toFixed(1),
      }
      return { reason: done.result, outputs, summary: backupSummary(done) }
    })
  })

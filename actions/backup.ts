import { listBackups } from '../src/database/backup/list.ts'
import { resolveBackup } from '../src/desired/live/backup.ts'
import { engineOf } from '../src/engine/choose.ts'
import { doTask } from '../src/execute/live.ts'
import { addressesFrom } from '../src/host/ssh/address.ts'
import { backup } from '../src/inputs/backup.ts'
import { observeFleet, withFleet } from '../src/observe/fleet.ts'
import { observeManagers } from '../src/observe/managers.ts'
import { planBackup, planVerifyBackup } from '../src/plan/live.ts'
import { runAction } from '../src/run-action.ts'
import { backupList, backupSummary } from '../src/summary/task.ts'

/** Backs up the live database, tests a backup, or lists what is there. */
export const run = (): Promise<void> =>
  runAction(backup, async (inputs, runner) => {
    const { operation } = inputs
    const hosts = inputs.engine === 'swarm' ? inputs.hosts : inputs.hosts.slice(0, 1)
    const { targets, jump } = addressesFrom({ ...inputs, hosts })
    const engine = await engineOf(inputs.engine)
    const observe = inputs.engine === 'swarm' ? observeManagers : observeFleet
    const settings = { parallel: 1, onUnreachable: 'refuse' } as const
    const resolve = resolveBackup(engine, inputs, runner)
    const opening = observe(engine, targets, jump, settings, resolve, runner)
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

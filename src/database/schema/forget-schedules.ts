import type { Session } from '../../engine/session.ts'
import { commandOf } from '../../model/project/project.ts'
import { oneOff } from '../one-off.ts'
import { djangoCommand, strangeSchedules } from './state-script.ts'

/** The prefix of the line that the script prints; names as JSON follow. */
const mark = 'saleor-deploy-forgotten:'

/**
 * Removes schedules from the database that the new live code does not know, because its beat would crash on them: Saleor
 * stores a schedule as the name of a variable in its code. Observed from 3.23 to 3.22. A beat that knows a schedule writes it
 * again at each start. If the removal fails, the check of beat shows whether it was needed.
 * https://github.com/saleor/saleor/blob/3.22.67/saleor/schedulers/models.py
 */
export async function forgetSchedules(run: Session): Promise<void> {
  const { desired, runner, host } = run
  const command = djangoCommand(desired.migrate, script)
  if (command === undefined) return
  const { code, stdout } = await oneOff(run, command)
  const line = stdout.split('\n').findLast((one) => one.startsWith(mark))
  if (code !== 0 || line === undefined) {
    runner.log.warning(
      `${host.name}: it could not be seen whether ${desired.release.id} knows all schedules.`,
    )
    return
  }
  const names = JSON.parse(line.slice(mark.length)) as string[]
  if (names.length > 0)
    runner.log.info(
      `  taken off the schedule, as ${desired.release.id} does not know how: ${names.join(', ')}`,
    )
}

/** Whether the database may hold schedules that the new live code does not know: Django reported some, or was not queried. */
export function mayNotKnowSchedules({ desired, results }: Pick<Session, 'desired' | 'results'>): boolean {
  const { roles, model, rollback } = desired
  const isSaleors = (name: string): boolean =>
    commandOf(model.services[name] ?? {}).includes('saleor.schedulers.')
  const strange = results.database?.strangeSchedules
  const mayBeStrange = strange === undefined ? rollback !== undefined : strange > 0
  return mayBeStrange && roles.schedulers.some(isSaleors)
}

/** The script removes tasks with their schedule. */
const script = `
import json
${strangeSchedules}
names = []
for schedule in strange_schedules():
    names += schedule.customperiodictask_set.values_list("name", flat=True)
    schedule.delete()
print("\\n${mark}" + json.dumps(names))
`

import { commandOf } from '../compose/model.ts'
import type { HostRun } from '../deploy/host-run.ts'
import { oneOff } from './one-off.ts'
import { djangoCommand } from './state-script.ts'

/** What the line that the script prints begins with; behind it are names, as JSON. */
const mark = 'saleor-deploy-forgotten:'

/**
 * Has the database forget schedules that only the release that is left knows, as beat of the one before would fall over
 * them: Saleor keeps a schedule as the name of a variable in its code. Seen from 3.23 back to 3.22. A beat that knows them
 * writes them anew whenever it starts. Where it can't be done, beat shows whether it was needed.
 * https://github.com/saleor/saleor/blob/3.22.67/saleor/schedulers/models.py
 */
export async function forgetSchedules(run: HostRun): Promise<void> {
  const { wanted, runner, host } = run
  const command = djangoCommand(wanted.migrate, script)
  if (wanted.back === undefined || command === undefined) return
  const { code, stdout } = await oneOff(run, command)
  const line = stdout.split('\n').findLast((one) => one.startsWith(mark))
  if (code !== 0 || line === undefined) {
    runner.log.warning(`${host.name}: it could not be seen whether ${wanted.release.id} knows all schedules.`)
    return
  }
  const names = JSON.parse(line.slice(mark.length)) as string[]
  if (names.length > 0)
    runner.log.info(`  taken off the schedule, as only ${wanted.back.from.id} knows how: ${names.join(', ')}`)
}

/** Whether beat keeps its schedule as Saleor's own scheduler does. */
export function hasSaleorsSchedule({ wanted: { roles, model } }: Pick<HostRun, 'wanted'>): boolean {
  return roles.schedulers.some((name) => commandOf(model.services[name] ?? {}).includes('saleor.schedulers.'))
}

/** Tasks go with their schedule. */
const script = `
import json
from django.apps import apps

names = []
for schedule in apps.get_model("schedulers", "CustomSchedule").objects.using(alias):
    try:
        schedule.schedule
    except (ImportError, AttributeError):
        names += schedule.customperiodictask_set.values_list("name", flat=True)
        schedule.delete()
print("\\n${mark}" + json.dumps(names))
`

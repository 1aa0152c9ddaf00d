import { commandOf } from '../compose/model.ts'
import type { HostRun } from '../deploy/host-run.ts'
import { oneOff } from './one-off.ts'
import { djangoCommand, strangeSchedules } from './state-script.ts'

/** What the line that the script prints begins with; behind it are names, as JSON. */
const mark = 'saleor-deploy-forgotten:'

/**
 * Has the database forget schedules that the code which takes over does not know, as its beat would fall over them: Saleor
 * keeps a schedule as the name of a variable in its code. Seen from 3.23 back to 3.22. A beat that knows them writes them
 * anew whenever it starts. Where it can't be done, beat shows whether it was needed.
 * https://github.com/saleor/saleor/blob/3.22.67/saleor/schedulers/models.py
 */
export async function forgetSchedules(run: HostRun): Promise<void> {
  const { wanted, runner, host } = run
  const command = djangoCommand(wanted.migrate, script)
  if (command === undefined) return
  const { code, stdout } = await oneOff(run, command)
  const line = stdout.split('\n').findLast((one) => one.startsWith(mark))
  if (code !== 0 || line === undefined) {
    runner.log.warning(`${host.name}: it could not be seen whether ${wanted.release.id} knows all schedules.`)
    return
  }
  const names = JSON.parse(line.slice(mark.length)) as string[]
  if (names.length > 0)
    runner.log.info(
      `  taken off the schedule, as ${wanted.release.id} does not know how: ${names.join(', ')}`,
    )
}

/** Whether the database may hold schedules that the code which takes over does not know: Django said so, or nobody asked it. */
export function mayNotKnowSchedules({ wanted, database }: Pick<HostRun, 'wanted' | 'database'>): boolean {
  const { roles, model, back } = wanted
  const isSaleors = (name: string): boolean =>
    commandOf(model.services[name] ?? {}).includes('saleor.schedulers.')
  const strange = database?.strangeSchedules
  const isSo = strange === undefined ? back !== undefined : strange > 0
  return isSo && roles.schedulers.some(isSaleors)
}

/** Tasks go with their schedule. */
const script = `
import json
${strangeSchedules}
names = []
for schedule in strange_schedules():
    names += schedule.customperiodictask_set.values_list("name", flat=True)
    schedule.delete()
print("\\n${mark}" + json.dumps(names))
`

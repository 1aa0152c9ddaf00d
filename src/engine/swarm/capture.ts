import { stackStateScript } from '../../host/guard.ts'
import { inspect } from '../../host/inspect.ts'
import { type Captured, type ContainerEvidence, linesOf } from '../../model/evidence.ts'
import type { FleetHost } from '../../model/fleet.ts'
import type { SwarmTask } from '../../model/swarm.ts'
import { ended, readState } from './state.ts'

/** A question without an answer in so many seconds is skipped: the undo is waiting. */
const limits = { seconds: 5, allowSilence: true }

/** How many tasks are examined: those that failed last, then those that are not ready. */
const most = 6

/** Captures the last words of the release's tasks that do not run, wherever they were. */
export async function capture(
  { host, desired: { model, release } }: Pick<FleetHost, 'host' | 'desired'>,
  clean: (text: string) => string,
): Promise<Captured> {
  const [told] = await inspect(host, [['bash', '-c', stackStateScript(), 'state', model.name]], limits)
  const { services, tasks } = readState(model.name, told.stdout)
  const found = tasks
    .filter(
      ({ state, wanted, release: of }) =>
        of === release.id && (ended.includes(state) || (wanted === 'running' && state !== 'running')),
    )
    .toSorted((one, other) => Number(ended.includes(other.state)) - Number(ended.includes(one.state)))
    .slice(0, most)
  const logs = await inspect(host, found.map(lastLines), limits)
  const nameOf = (task: SwarmTask): string => services.find(({ id }) => id === task.service)?.name ?? ''
  return {
    containers: found.map((task, index) => evidenceOf(task, nameOf(task), logs[index]?.stdout ?? '', clean)),
    machine: '',
  }
}

function lastLines({ id }: SwarmTask): string[] {
  return ['bash', '-c', 'docker service logs --raw --tail 60 "$1" 2>&1 | tail -c 20000', 'logs', id]
}

function evidenceOf(
  task: SwarmTask,
  service: string,
  log: string,
  clean: (text: string) => string,
): ContainerEvidence {
  const isOver = ended.includes(task.state)
  return {
    name: `${service}.${task.slot || task.node}`,
    ...{ service, release: task.release, status: isOver ? 'exited' : 'created' },
    exitCode: Number(/non-zero exit \((\d+)\)/.exec(task.error)?.[1] ?? (task.state === 'complete' ? 0 : 1)),
    restarts: 0,
    outOfMemory: false,
    error: clean(task.error),
    health: task.error.includes('unhealthy') ? 'unhealthy' : 'none',
    checks: [],
    lines: linesOf(clean(log)),
  }
}

import { definitionLabel } from '../../compose/labels.ts'
import type { Stack, StackMoment, StackState, SwarmService, SwarmTask } from '../../model/swarm.ts'

/** Parses what `stack-state.sh` prints; other lines are part of a task's error. Pure. */
export function readState(project: string, output: string): StackMoment {
  const services: SwarmService[] = []
  const tasks: SwarmTask[] = []
  let takingTasks = 0
  const none = (word = ''): string => (word === '-' ? '' : word)
  for (const line of output.split('\n')) {
    const [kind, ...words] = line.split(' ')
    if (line === 'node Ready Active') takingTasks++
    if (kind === 'service') {
      const [id = '', name = '', count = '', update = '', definition, image = ''] = words
      const replicas = count === 'global' ? count : Number(count) || 0
      services.push({
        id,
        name: name.slice(project.length + 1),
        replicas,
        update,
        definition: none(definition),
        image,
      })
    }
    if (kind === 'task') {
      const [
        id = '',
        service = '',
        slot,
        node,
        wanted = '',
        state = '',
        definition,
        release,
        image = '',
        ...error
      ] = words
      tasks.push({
        ...{ id, service, slot: none(slot), node: none(node), wanted, state },
        ...{ definition: none(definition), release: none(release), image, error: error.join(' ').trim() },
      })
    }
  }
  return { services, tasks, takingTasks }
}

/** How far Swarm is with a part of a stack. `ready` counts the tasks that run as they should. */
export type Progress =
  | { is: 'settled' }
  | { is: 'moving'; ready: number; waiting: readonly string[] }
  | { is: 'failed'; service: string; why: string }

/** A task that ended so often means that its service does not start; Swarm itself would try for ever. */
const tries = 3

/**
 * Judges these services of a stack: done is only what every update and every task says. An update that failed is told
 * nowhere else: `docker stack deploy` and `docker service update` end with 0 then (docker/cli #6752). Pure.
 * @param before tasks that had failed before
 */
export function progressOf(
  stack: Stack,
  names: readonly string[],
  state: StackMoment,
  before: ReadonlySet<string>,
): Progress {
  const waiting: string[] = []
  let ready = 0
  for (const name of names) {
    const wanted = stack.services[name]?.labels?.[definitionLabel] ?? ''
    const service = state.services.find((one) => one.name === name)
    if (service === undefined) {
      waiting.push(name)
      continue
    }
    const own = state.tasks.filter((task) => task.service === service.id)
    const isNew = own.filter((task) => task.definition === wanted)
    const failed = isNew.filter(({ id, state: is }) => ended.includes(is) && !before.has(id))
    const why = whyEnded(failed)
    if (/^(paused|rollback)/.test(service.update))
      return {
        is: 'failed',
        service: name,
        why: `Swarm stopped the update (${service.update})${why && `: ${why}`}`,
      }
    if (failed.length >= tries)
      return { is: 'failed', service: name, why: `${failed.length} tasks failed: ${why}` }
    const current = own.filter((task) => task.wanted === 'running')
    const good = current.filter(
      (task) => task.definition === wanted && task.state === 'running' && task.image === service.image,
    )
    ready += good.length
    const isPlaced = isSet(stack.services[name]?.deploy?.placement)
    const count =
      service.replicas === 'global'
        ? isPlaced
          ? Math.max(1, current.length)
          : state.takingTasks
        : service.replicas
    const isDone = ['none', 'completed'].includes(service.update) && service.definition === wanted
    if (!isDone || good.length !== count || current.length !== count) waiting.push(name)
  }
  return waiting.length === 0 ? { is: 'settled' } : { is: 'moving', ready, waiting }
}

/** Swarm stops a task whose health check fails: a program that ends in order then leaves no error. */
function whyEnded(failed: readonly SwarmTask[]): string {
  const [first] = failed
  if (first === undefined) return ''
  return (
    failed.find(({ error }) => error !== '')?.error ??
    'a task ended: its health check failed, or its program stopped'
  )
}

/** The states of a task that ended by itself, by a failed check, or was never started. */
export const ended: readonly string[] = ['complete', 'failed', 'rejected', 'orphaned']

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** The tasks that have failed up to now. Pure. */
export function failedTasks({ tasks }: StackState): ReadonlySet<string> {
  return new Set(tasks.flatMap(({ id, state }) => (ended.includes(state) ? [id] : [])))
}

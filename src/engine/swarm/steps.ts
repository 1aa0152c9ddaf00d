import { StepFailed, UserError } from '../../errors.ts'
import type { Command } from '../../host/quote.ts'
import { allWords } from '../../runner/last-words.ts'
import type { PerformOptions } from '../engine.ts'
import { applyServices, applyWhole, encoded, look, withoutTasks } from './apply.ts'
import { assertEdgesServe } from './edges.ts'
import { labels } from './records.ts'
import { intentOf, type SwarmSession } from './session.ts'
import { failedTasks, progressOf } from './state.ts'

/** Swarm's limit for a config in bytes, of moby/swarmkit `MaxConfigSize`. */
const largest = 1000 * 1024

/**
 * Puts the release and its files into the cluster. From here on an undo makes the cluster what the live release says:
 * one line of the log for all later steps.
 */
export async function install(run: SwarmSession): Promise<void> {
  const { transaction, desired, project, owner, work, host } = run
  const { objects } = intentOf(run)
  const isNew = desired.rollback === undefined
  const content = JSON.stringify(work.stack)
  if (Buffer.byteLength(content) > largest)
    throw new UserError(
      'bad-input',
      `The project has ${Buffer.byteLength(content)} bytes as a stack file; a Swarm keeps a release of ${largest} at most.`,
      'Move large texts of the Compose file into the image.',
    )
  for (const { service, why } of work.left) run.runner.log.warning(`${service} stays as it runs: ${why}.`)
  const undo: Command[] = [
    ...(isNew ? [['forget_release', project, desired.release.id]] : []),
    ['converge_swarm', project, owner],
  ]
  const failed = (ran: { stdout: string; stderr: string; code: number }): StepFailed =>
    new StepFailed('start-failed', `${host.name}: the release could not be written: ${allWords(ran)}`)
  await transaction.change({ undo }, failed)
  for (const { kind, name, content: file } of objects)
    await transaction.change(
      { run: [['put_object', kind, project, name, encoded(file), `${labels.file}=yes`]] },
      failed,
    )
}

/** Starts accessories that do not run, and replaces those that differ and may be replaced. */
export async function startAccessories(run: SwarmSession): Promise<void> {
  await applyServices(run, [...run.work.start, ...run.work.replace], 'start-failed')
}

/** Replaces the workers; each says in the stack whether its new tasks start beside the old ones. */
export async function moveWorkers(run: SwarmSession): Promise<void> {
  await applyServices(run, run.desired.roles.workers, 'start-failed')
}

/** Replaces the scheduler, whose old task stops first. */
export async function moveScheduler(run: SwarmSession, { whileStopped }: PerformOptions): Promise<void> {
  const { schedulers } = run.desired.roles
  if (whileStopped !== undefined) {
    await applyServices(run, schedulers, 'start-failed', withoutTasks(run.work.stack, schedulers))
    await whileStopped()
  }
  await applyServices(run, schedulers, 'start-failed')
}

/** Starts the edge on each node, or replaces it one node after the other. */
export async function startEdge(run: SwarmSession): Promise<void> {
  await applyServices(run, ['edge'], 'switch-failed')
}

/** Replaces web or a further web service; Swarm takes an old task away only once its successor is healthy. */
export async function replaceWeb(run: SwarmSession, { batch }: PerformOptions): Promise<void> {
  await applyServices(run, [batch.service ?? run.desired.roles.web], 'unhealthy')
}

/** Requires the whole stack: no service beside it, no update at work, and web behind the edge of each node. */
export async function settle(run: SwarmSession): Promise<void> {
  await applyWhole(run, 'unhealthy')
  await assertEdgesServe(run)
}

/**
 * Watches the tasks for `desired.bake` seconds.
 * @throws StepFailed `bake-failed` when a task of the release ends, or does not run any more
 */
export async function bake(run: SwarmSession): Promise<void> {
  const { desired, runner, work, host } = run
  const names = Object.keys(work.stack.services)
  const started = runner.clock.now()
  const first = await look(run)
  while (runner.clock.now() - started < desired.bake * 1000) {
    await runner.clock.sleep(3, runner.cancelled)
    const state = await look(run)
    const progress = progressOf(work.stack, names, state, failedTasks(first))
    const ended = [...failedTasks(state)].filter((id) => !failedTasks(first).has(id))
    if (progress.is === 'settled' && ended.length === 0) continue
    const task = state.tasks.find(({ id }) => ended.includes(id))
    const service = state.services.find(({ id }) => id === task?.service)?.name
    throw new StepFailed(
      'bake-failed',
      `${host.name}: ${service ?? (progress.is === 'moving' ? progress.waiting.join(', ') : 'a service')} did not keep running: ${task?.error || 'a task is missing'}`,
    )
  }
}

import { graceOf, partOf } from '../../compose/stack/render.ts'
import { type ReasonCode, StepFailed } from '../../errors.ts'
import { stackStateScript } from '../../host/guard.ts'
import { inspect } from '../../host/inspect.ts'
import type { Command } from '../../host/quote.ts'
import type { Stack, StackMoment } from '../../model/swarm.ts'
import { allWords, lastWords } from '../../runner/last-words.ts'
import type { SwarmSession } from './session.ts'
import { failedTasks, progressOf, readState } from './state.ts'

/** Seconds between two looks at the tasks. */
const pause = 1

/** Seconds for one look: a few questions to an engine that is busy. */
const lookSeconds = 60

/** Seconds besides the time to start and to end: to pull the image, and for Swarm's own steps. */
const patience = 120

/** Gives these services to Swarm, and waits until it has done what they say. @throws StepFailed with the reason */
export async function applyServices(
  run: SwarmSession,
  names: readonly string[],
  reason: ReasonCode,
  stack: Stack = run.work.stack,
): Promise<void> {
  const known = names.filter((name) => name in stack.services)
  if (known.length === 0) return
  const before = await look(run)
  await apply(run, partOf(stack, known))
  await untilSettled(run, stack, known, reason, before)
}

/** Gives the whole stack to Swarm, which removes the services that are not in it, and waits. @throws StepFailed */
export async function applyWhole(run: SwarmSession, reason: ReasonCode): Promise<void> {
  const { stack } = run.work
  const names = Object.keys(stack.services)
  const before = await look(run)
  await apply(run, partOf(stack, names), '--prune')
  await untilSettled(run, stack, names, reason, before)
}

async function apply(run: SwarmSession, part: Stack, ...options: string[]): Promise<void> {
  const { transaction, desired, host, project, owner } = run
  const login = encoded(desired.registryLogin || '{}')
  const command: Command = ['apply_stack', project, owner, login, encoded(JSON.stringify(part)), ...options]
  await transaction.change(
    { run: [command] },
    (ran) =>
      new StepFailed(
        'start-failed',
        `${host.name}: Swarm refused ${Object.keys(part.services).join(', ')}: ${lastWords(ran)}`,
        allWords(ran),
      ),
  )
}

/** The stack as it is now. @throws StepFailed when the managers don't tell, UserError `host-unresponsive` when the engine hangs */
export async function look({ host, project }: SwarmSession): Promise<StackMoment> {
  const [told] = await inspect(host, [['bash', '-c', stackStateScript(), 'state', project]], {
    seconds: lookSeconds,
  })
  if (told.code !== 0)
    throw new StepFailed(
      'start-failed',
      `${host.name}: the managers of the Swarm do not answer: ${allWords(told)}`,
    )
  return readState(project, told.stdout)
}

async function untilSettled(
  run: SwarmSession,
  stack: Stack,
  names: readonly string[],
  reason: ReasonCode,
  started: StackMoment,
): Promise<void> {
  const { runner, desired, host } = run
  const before = failedTasks(started)
  const limit = desired.healthTimeout + graceOf(stack, names) + patience
  let [ready, since] = [-1, runner.clock.now()]
  for (;;) {
    const progress = progressOf(stack, names, await look(run), before)
    if (progress.is === 'settled') return
    if (progress.is === 'failed')
      throw new StepFailed(reason, `${host.name}: ${progress.service}: ${progress.why}`)
    if (progress.ready !== ready) [ready, since] = [progress.ready, runner.clock.now()]
    if (runner.clock.now() - since > limit * 1000)
      throw new StepFailed(
        reason,
        `${host.name}: ${progress.waiting.join(', ')} did not become ready: no more task in ${limit} s.`,
      )
    await runner.clock.sleep(pause, runner.cancelled)
  }
}

/** The same stack with no task of these services. Pure. */
export function withoutTasks(stack: Stack, names: readonly string[]): Stack {
  const services = Object.entries(stack.services).map(([name, service]) => [
    name,
    names.includes(name) ? { ...service, deploy: { ...service.deploy, replicas: 0 } } : service,
  ])
  return { ...stack, services: Object.fromEntries(services) as Stack['services'] }
}

/** Text in base64, as the guard's words have it. */
export function encoded(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64')
}

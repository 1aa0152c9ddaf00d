import { celeryUse } from '../../../compose/celery.ts'
import { longest } from '../../../host/limits.ts'
import type { Command } from '../../../host/quote.ts'
import { isWarm, oldContainers } from '../../../model/observed.ts'
import { formerContainers } from '../../../model/release/returning.ts'
import { steadySeconds } from '../../../runner/times.ts'
import { dockerFailed } from '../observe/observe.ts'
import { type ComposeSession, createdOf } from '../session.ts'
import { awaitSteady, readStates, statesQuestion } from './health.ts'
import { quiet } from './quiet.ts'
import { logsOf } from './unhealthy.ts'

/**
 * The longest seconds to watch: a broken worker exits while it loads, which takes at least as long as web took, as it is the
 * same code.
 */
const watchSeconds = ({ results: { startSeconds = 0 } }: ComposeSession): number =>
  Math.max(steadySeconds(), startSeconds)

/** Starts new workers beside the old ones, except those that can't run twice. */
export async function startWorkers(run: ComposeSession): Promise<void> {
  const { stopFirst, roles } = run.desired
  const beside = roles.workers.filter((service) => !stopFirst.includes(service))
  if (beside.length > 0) await start(run, beside)
  for (const service of stopFirst) await handOver(run, [service])
}

/** Stops a scheduler that moves to another host, before it starts there. */
export async function stopScheduler(run: ComposeSession): Promise<void> {
  await stopOld(run, schedulersOf(run))
}

/** Stops all background services of the live release with a warm shutdown; later steps find them stopped. */
export async function stopBackground(run: ComposeSession): Promise<void> {
  const [workers, schedulers] = [workersOf(run), schedulersOf(run)]
  await stopOld(run, [...schedulers, ...workers])
  const names = runningOld(run, [...schedulers, ...workers])
  const containers = run.observed.containers.map((one) =>
    names.includes(one.name) ? { ...one, state: 'exited' } : one,
  )
  run.observed = { ...run.observed, containers }
}

/**
 * Moves the one scheduler: the old one stops before the new one starts, in the deploy and in its undo.
 * @param meanwhile work to do while none runs
 */
export async function moveScheduler(run: ComposeSession, meanwhile?: () => Promise<void>): Promise<void> {
  const schedulers = schedulersOf(run)
  if (meanwhile === undefined) return await handOver(run, schedulers)
  await stopOld(run, schedulers)
  await meanwhile()
  await start(run, schedulers)
}

/** The undo removes what was created, and only stops containers that were on standby. */
function ending(run: ComposeSession): 'rest' | 'retire' {
  return isWarm(run) ? 'rest' : 'retire'
}

async function start(run: ComposeSession, services: readonly string[]): Promise<void> {
  const names = createdOf(run, services)
  // Nothing starts when the file or the input sets no replicas.
  if (names.length === 0) return
  await run.transaction.change(
    { undo: [[ending(run), ...names]], run: [['docker', 'start', ...names]] },
    dockerFailed('start-failed', run.host.name, `starting ${names.join(', ')}`),
  )
}

async function handOver(run: ComposeSession, services: readonly string[]): Promise<void> {
  const names = createdOf(run, services)
  const old = runningOld(run, services)
  if (old.length === 0) return await start(run, services)
  if (names.length === 0) return await stopOld(run, services)
  const { stdout } = await run.transaction.change(
    {
      undo: [
        ['revive', ...old],
        [ending(run), ...names],
      ],
      run: [...stopped(run, services, old), ['docker', 'start', ...names]],
      // A worker may have a long grace period to finish its tasks.
      seconds: longest,
    },
    dockerFailed('start-failed', run.host.name, `handing over ${services.join(', ')}`),
  )
  warnOfKilled(run, stdout)
}

/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. This comes before the switch, so that no old worker meets a task that only the new release knows.
 */
export async function settleBackground(run: ComposeSession): Promise<void> {
  const { workers, schedulers } = run.desired.roles
  const services = [...workers, ...schedulers]
  await awaitSteady(run, createdOf(run, services), watchSeconds(run), () => sayReady(run, services))
  await stopOld(run, workersOf(run))
}

/** What Celery logs at level INFO once the app is loaded; a worker has reached its broker then. */
const readyLines = { worker: /\S+@\S+ ready\.\s*$/m, beat: /beat: Starting\.\.\./ }

/** Whether all new containers of these services are Celery's and have logged that they are ready. */
async function sayReady(run: ComposeSession, services: readonly string[]): Promise<boolean> {
  for (const service of services) {
    const { worker, beat } = celeryUse(run.desired.model.services[service] ?? {})
    if (!worker && !beat) return false
    const line = worker ? readyLines.worker : readyLines.beat
    for (const name of createdOf(run, [service])) if (!line.test(await logsOf(run, name))) return false
  }
  return true
}

/** Workers of this release, and those of an earlier one that have been renamed, given another role, or removed from the file. */
function workersOf({ desired, observed }: ComposeSession): string[] {
  return [...desired.roles.workers, ...formerly(desired, observed, 'worker')]
}

/** The same for schedulers: two schedulers with two names are still two schedulers. */
function schedulersOf({ desired, observed }: ComposeSession): string[] {
  return [...desired.roles.schedulers, ...formerly(desired, observed, 'scheduler')]
}

function formerly(
  desired: ComposeSession['desired'],
  observed: ComposeSession['observed'],
  role: string,
): string[] {
  const those = formerContainers(desired, observed).filter((one) => one.role === role)
  return [...new Set(those.map(({ service }) => service))]
}

async function stopOld(run: ComposeSession, services: readonly string[]): Promise<void> {
  const old = runningOld(run, services)
  if (old.length === 0) return
  const { stdout } = await run.transaction.change(
    {
      undo: [['revive', ...old]],
      run: stopped(run, services, old),
      seconds: longest,
    },
    dockerFailed('start-failed', run.host.name, `stopping ${old.join(', ')}`),
  )
  warnOfKilled(run, stdout)
}

/** Stops containers with their own grace period, and prints how they ended. */
function stopped(run: ComposeSession, services: readonly string[], old: readonly string[]): Command[] {
  return [...quieted(run, services), ['docker', 'stop', ...old], statesQuestion(old)]
}

/** The exit code of a container that did not end within its grace period. */
const killed = 137

/** `docker stop` ends well all the same, but the tasks of a worker that was killed may be lost. */
function warnOfKilled({ runner, host }: ComposeSession, output: string): void {
  for (const { name } of readStates(output).filter(({ exitCode }) => exitCode === killed))
    runner.log.warning(
      `${host.name}: ${name} did not end within its stop_grace_period and was killed; what it was working on may be lost. Set stop_grace_period to the longest that a task takes, and see that the program gets SIGTERM.`,
    )
}

/** Beat alone takes no tasks; a worker with embedded beat does. */
function quieted(run: ComposeSession, services: readonly string[]): Command[] {
  const { model } = run.desired
  const takers = services.filter((service) => celeryUse(model.services[service] ?? {}).worker)
  const old = runningOld(run, takers)
  return old.length === 0 ? [] : [quiet(old)]
}

function runningOld({ desired, observed }: ComposeSession, services: readonly string[]): string[] {
  return services.flatMap((service) =>
    oldContainers(observed, service, desired.release.id).flatMap(({ name, state }) =>
      state === 'running' ? [name] : [],
    ),
  )
}

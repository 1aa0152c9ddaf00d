import { celeryUse } from '../compose/celery.ts'
import { forgetSchedules, mayNotKnowSchedules } from '../database/forget-schedules.ts'
import type { Command } from '../host/quote.ts'
import { awaitSteady } from './health.ts'
import { createdOf, type HostRun } from './host-run.ts'
import { dockerFailed } from './observe.ts'
import { isWarm, oldContainers } from './observed.ts'
import { quiet } from './quiet.ts'

/** Seconds that a new worker or scheduler must have run without falling, at the least. */
const steadySeconds = 3

/** One that can't work falls while it loads, which takes as long as web took, or longer: it is the same code. */
const watchSeconds = ({ startSeconds }: HostRun): number => Math.max(steadySeconds, startSeconds)

/** New workers start beside the old ones, but for those that can't run twice. */
export async function startWorkers(run: HostRun): Promise<void> {
  const { stopFirst, roles } = run.wanted
  const beside = roles.workers.filter((service) => !stopFirst.includes(service))
  if (beside.length > 0) await start(run, beside)
  for (const service of stopFirst) await handOver(run, [service])
}

/** A scheduler that another host is going to run: it stops here before it starts there. */
export async function stopScheduler(run: HostRun): Promise<void> {
  await stopOld(run, run.wanted.roles.schedulers)
}

/** Everything in the background of what serves stands still, after a warm shutdown; what moves later finds it so. */
export async function stopBackground(run: HostRun): Promise<void> {
  const { workers, schedulers } = run.wanted.roles
  await stopOld(run, [...schedulers, ...workers])
  const names = runningOld(run, [...schedulers, ...workers])
  const containers = run.seen.containers.map((one) =>
    names.includes(one.name) ? { ...one, state: 'exited' } : one,
  )
  run.seen = { ...run.seen, containers }
}

/** The one scheduler: the old one has stopped before the new one starts, forwards and backwards. */
export async function moveScheduler(run: HostRun): Promise<void> {
  const { schedulers } = run.wanted.roles
  if (!mayNotKnowSchedules(run)) return await handOver(run, schedulers)
  await stopOld(run, schedulers)
  await forgetSchedules(run)
  await start(run, schedulers)
}

/** On the way back what was created goes, and what stood by does so again. */
function ending(run: HostRun): 'rest' | 'retire' {
  return isWarm(run) ? 'rest' : 'retire'
}

async function start(run: HostRun, services: readonly string[]): Promise<void> {
  const names = createdOf(run, services)
  await run.transaction.change(
    { undo: [[ending(run), ...names]], run: [['docker', 'start', ...names]] },
    dockerFailed('start-failed', run.host.name, `starting ${names.join(', ')}`),
  )
}

async function handOver(run: HostRun, services: readonly string[]): Promise<void> {
  const names = createdOf(run, services)
  const old = runningOld(run, services)
  if (old.length === 0) return await start(run, services)
  await run.transaction.change(
    {
      undo: [
        ['revive', ...old],
        [ending(run), ...names],
      ],
      run: [...quieted(run, services), ['docker', 'stop', ...old], ['docker', 'start', ...names]],
    },
    dockerFailed('start-failed', run.host.name, `handing over ${services.join(', ')}`),
  )
}

/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. Before the switch, so that no old worker meets a task that only the new release knows.
 */
export async function settleBackground(run: HostRun): Promise<void> {
  const { wanted } = run
  await awaitSteady(
    run,
    createdOf(run, [...wanted.roles.workers, ...wanted.roles.schedulers]),
    watchSeconds(run),
  )
  await stopOld(run, wanted.roles.workers)
}

async function stopOld(run: HostRun, services: readonly string[]): Promise<void> {
  const old = runningOld(run, services)
  if (old.length === 0) return
  await run.transaction.change(
    { undo: [['revive', ...old]], run: [...quieted(run, services), ['docker', 'stop', ...old]] },
    dockerFailed('start-failed', run.host.name, `stopping ${old.join(', ')}`),
  )
}

/** Beat alone takes no tasks; a worker with beat in it does. */
function quieted(run: HostRun, services: readonly string[]): Command[] {
  const { model } = run.wanted
  const takers = services.filter((service) => celeryUse(model.services[service] ?? {}).worker)
  const old = runningOld(run, takers)
  return old.length === 0 ? [] : [quiet(old)]
}

function runningOld({ wanted, seen }: HostRun, services: readonly string[]): string[] {
  return services.flatMap((service) =>
    oldContainers(seen, service, wanted.release.id).flatMap(({ name, state }) =>
      state === 'running' ? [name] : [],
    ),
  )
}

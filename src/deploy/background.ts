import { awaitSteady } from './health.ts'
import { createdOf, type HostRun } from './host-run.ts'
import { dockerFailed } from './observe.ts'
import { oldContainers } from './observed.ts'

/** Seconds that a new worker or scheduler must have run without falling, at the least. */
const steadySeconds = 3

/** One that can't work falls while it loads, which takes as long as web took, or longer: it is the same code. */
const watchSeconds = ({ startSeconds }: HostRun): number => Math.max(steadySeconds, startSeconds)

/** New workers start beside the old ones. */
export async function startWorkers({ transaction, wanted, host, created }: HostRun): Promise<void> {
  const names = createdOf({ created }, wanted.roles.workers)
  await transaction.change(
    { undo: [['retire', ...names]], run: [['docker', 'start', ...names]] },
    dockerFailed('start-failed', host.name, `starting ${names.join(', ')}`),
  )
}

/** The one scheduler: the old one has stopped before the new one starts, forwards and backwards. */
export async function moveScheduler(run: HostRun): Promise<void> {
  const { transaction, wanted, host } = run
  const names = createdOf(run, wanted.roles.schedulers)
  const old = runningOld(run, wanted.roles.schedulers)
  await transaction.change(
    {
      undo: [...(old.length === 0 ? [] : [['revive', ...old]]), ['retire', ...names]],
      run: [...(old.length === 0 ? [] : [['docker', 'stop', ...old]]), ['docker', 'start', ...names]],
    },
    dockerFailed('start-failed', host.name, `handing over ${wanted.roles.schedulers.join(', ')}`),
  )
}

/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. Before the switch, so that no old worker meets a task that only the new release knows.
 */
export async function settleBackground(run: HostRun): Promise<void> {
  const { transaction, wanted, host } = run
  await awaitSteady(
    run,
    createdOf(run, [...wanted.roles.workers, ...wanted.roles.schedulers]),
    watchSeconds(run),
  )
  const old = runningOld(run, wanted.roles.workers)
  if (old.length === 0) return
  await transaction.change(
    { undo: [['revive', ...old]], run: [['docker', 'stop', ...old]] },
    dockerFailed('start-failed', host.name, `stopping ${old.join(', ')}`),
  )
}

function runningOld({ wanted, seen }: HostRun, services: readonly string[]): string[] {
  return services.flatMap((service) =>
    oldContainers(seen, service, wanted.release.id).flatMap(({ name, state }) =>
      state === 'running' ? [name] : [],
    ),
  )
}

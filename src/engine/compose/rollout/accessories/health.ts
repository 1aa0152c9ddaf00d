import { mayEnd } from '../../../../compose/run-once.ts'
import { steadySeconds } from '../../../../runner/times.ts'
import type { ComposeSession } from '../../session.ts'
import { howFallen, inspect, type State } from '../health.ts'
import { failedAs } from '../unhealthy.ts'

/** Seconds in which an accessory's health check must pass. */
const longest = 120

/**
 * Waits for an accessory's new containers: their Docker health check passes, or without one they keep running for a
 * moment.
 * @throws StepFailed `start-failed` with the last lines of one that exits or stays unhealthy
 */
export async function awaitAccessory(
  run: ComposeSession,
  service: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return
  const { desired, runner } = run
  const ends = mayEnd(desired.model.services[service] ?? {})
  const started = runner.clock.now()
  for (;;) {
    const states = await inspect(run, names)
    const age = (runner.clock.now() - started) / 1000
    const bad = states.find((state) => hasFailed(state, ends) || state.health === 'unhealthy')
    const late = age > longest ? states.find(({ health }) => health === 'starting') : undefined
    const failed = bad ?? late
    if (failed !== undefined)
      throw await failedAs(
        run,
        { shown: service, container: failed.name, restarted: failed.restarts > 0 },
        howFailed(failed),
        'start-failed',
      )
    if (states.every(({ health }) => health === 'healthy')) return
    if (age >= steadySeconds() && states.every(({ health }) => health !== 'starting')) return
    await runner.clock.sleep(0.25, runner.cancelled)
  }
}

function hasFailed({ status, exitCode, restarts }: State, mayEndWell: boolean): boolean {
  if (status === 'running' || status === 'created') return restarts > 0
  return !(mayEndWell && status === 'exited' && exitCode === 0)
}

function howFailed(state: State): string {
  if (state.status !== 'running' || state.restarts > 0) return howFallen(state)
  return state.health === 'unhealthy' ? 'is unhealthy' : `did not become healthy within ${longest} s`
}

import { type ReasonCode, StepFailed } from '../errors.ts'
import { passDockerCheck } from './docker-check.ts'
import type { HostRun } from './host-run.ts'
import { logsOf, unhealthy } from './unhealthy.ts'

/** A container as `docker inspect` tells. */
export interface State {
  name: string
  status: string
  exitCode: number
  restarts: number
  outOfMemory: boolean
  /** What its own Docker health check says, `none` without one. */
  health: string
  address: string
}

const stateFormat =
  '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}'

/** Seconds between two looks. */
const pause = 0.25

/**
 * The health gate: every one of these web containers answers at health-path, and its own Docker health check passes
 * where it can run at all.
 * @throws StepFailed `unhealthy` with the container's last log lines: at once when one exits, else at the deadline
 */
export async function awaitHealthy(run: HostRun, names: readonly string[]): Promise<void> {
  const { wanted, runner, host } = run
  const deadline = runner.clock.now() + wanted.healthTimeout * 1000
  for (;;) {
    const states = await inspect(run, names)
    await refuseFallen(run, states)
    const silent = await notAnswering(run, states)
    if (silent.length === 0) break
    if (runner.clock.now() > deadline)
      throw await unhealthy(
        run,
        silent,
        `did not answer ${wanted.edge.healthPath} within ${wanted.healthTimeout} s`,
      )
    await runner.clock.sleep(pause, runner.cancelled)
  }
  await passDockerCheck(run, names, deadline)
  runner.log.info(
    `${host.name}: ${names.join(', ')} ${names.length === 1 ? 'answers' : 'answer'} ${wanted.edge.healthPath}`,
  )
}

/** Background containers say nothing; they are taken for well when they run and have not restarted for so long. */
export async function awaitSteady(run: HostRun, names: readonly string[], seconds: number): Promise<void> {
  const until = run.runner.clock.now() + seconds * 1000
  do {
    await refuseFallen(run, await inspect(run, names))
    await run.runner.clock.sleep(pause, run.runner.cancelled)
  } while (run.runner.clock.now() < until)
}

/** The edge takes commands; it is there in a moment, or its configuration or image can't be used. */
export async function awaitEdge(run: HostRun): Promise<void> {
  const { transaction, runner, host, probe } = run
  const deadline = runner.clock.now() + 10_000
  while ((await transaction.attempt({ run: [['ask', probe, 'show info']] })).code !== 0) {
    await refuseFallen(run, await inspect(run, [probe]), 'switch-failed')
    if (runner.clock.now() > deadline)
      throw new StepFailed(
        'switch-failed',
        `${host.name}: the edge takes no commands. Its image must have bash.`,
        await logsOf(run, probe),
      )
    await runner.clock.sleep(pause, runner.cancelled)
  }
}

/**
 * One look at new containers, which need not run.
 * @throws StepFailed `start-failed` when one is gone
 */
export async function inspect({ transaction, host }: HostRun, names: readonly string[]): Promise<State[]> {
  const { stdout } = await transaction.change(
    { run: [['docker', 'inspect', '--format', stateFormat, ...names]] },
    (ran) =>
      new StepFailed('start-failed', `${host.name}: the new containers are gone: ${ran.stdout.trim()}`),
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', status = '', exitCode, restarts, outOfMemory, health = '', address = ''] = line
        .trim()
        .split(' ')
      return {
        name: name.slice(1),
        status,
        exitCode: Number(exitCode),
        restarts: Number(restarts),
        outOfMemory: outOfMemory === 'true',
        health,
        address,
      }
    })
}

/** @throws StepFailed with the last log lines of a container that does not run any more, or runs again after a fall */
export async function refuseFallen(
  run: HostRun,
  states: readonly State[],
  reason: ReasonCode = 'unhealthy',
): Promise<void> {
  const fallen = states.find(
    ({ status, restarts }) => restarts > 0 || (status !== 'running' && status !== 'created'),
  )
  if (fallen === undefined) return
  throw await unhealthy(run, [fallen.name], howFallen(fallen), reason)
}

/** A container that is up again after a fall says exit code 0, as it has not fallen anew yet. */
function howFallen({ outOfMemory, status, exitCode, restarts }: State): string {
  if (outOfMemory) return 'was killed: out of memory'
  const ended = status === 'running' ? 'exited' : `exited with code ${exitCode}`
  return restarts > 0 ? `${ended} and was restarted` : ended
}

/** Our own probe, asked from inside the edge's network: the way that requests will take. */
async function notAnswering(
  { transaction, wanted, probe }: HostRun,
  states: readonly State[],
): Promise<string[]> {
  const { port, healthPath, healthHost } = wanted.edge
  const addresses = states.map(({ address }) => address)
  const { stdout } = await transaction.attempt({
    run: [['probe', probe, String(port), healthPath, healthHost, ...addresses]],
  })
  const well = new Set(
    stdout.split('\n').flatMap((line) => (/ 2\d\d$/.test(line.trim()) ? [line.split(' ')[0]] : [])),
  )
  return states.filter(({ address }) => address === '' || !well.has(address)).map(({ name }) => name)
}

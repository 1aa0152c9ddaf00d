import { type ReasonCode, StepFailed } from '../../../errors.ts'
import type { Command } from '../../../host/quote.ts'
import type { WebService } from '../../../model/edge/web.ts'
import { allWords } from '../../../runner/last-words.ts'
import { steadySeconds } from '../../../runner/times.ts'
import type { ComposeSession } from '../session.ts'
import { passDockerCheck } from './docker-check.ts'
import { logsOf, unhealthy } from './unhealthy.ts'

/** A container's state from `docker inspect`. */
export interface State {
  name: string
  status: string
  exitCode: number
  restarts: number
  outOfMemory: boolean
  /** The status of its own Docker health check, `none` without one. */
  health: string
  address: string
}

const stateFormat =
  '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}'

/** Seconds between two checks. */
const pause = 0.25

/**
 * The health gate: each of these containers of a web service answers at its health path, and its own Docker health
 * check passes if it can run at all.
 * @throws StepFailed `unhealthy` with the container's last log lines: at once when one exits, else at the deadline
 */
export async function awaitHealthy(
  run: ComposeSession,
  web: WebService,
  names: readonly string[],
): Promise<void> {
  const { desired, runner, host } = run
  const deadline = runner.clock.now() + desired.healthTimeout * 1000
  for (;;) {
    const states = await inspect(run, names)
    await assertRunning(run, states)
    const silent = await notAnswering(run, web, states)
    if (silent.length === 0) break
    if (runner.clock.now() > deadline)
      throw await unhealthy(run, silent, `did not answer ${web.healthPath} within ${desired.healthTimeout} s`)
    await runner.clock.sleep(pause, runner.cancelled)
  }
  await passDockerCheck(run, web, names, deadline)
  runner.log.info(
    `${host.name}: ${names.join(', ')} ${names.length === 1 ? 'answers' : 'answer'} ${web.healthPath}`,
  )
}

/** Seconds between two questions whether containers say that they are ready. */
const readyPause = 1

/**
 * Waits for background containers. They have no health endpoint, so they count as healthy after running that long without
 * a restart.
 * @param areReady whether all of them say that they are ready: then `steadySeconds` more are enough
 */
export async function awaitSteady(
  run: ComposeSession,
  names: readonly string[],
  seconds: number,
  areReady: () => Promise<boolean>,
): Promise<void> {
  if (names.length === 0) return
  const { clock, cancelled } = run.runner
  let until = clock.now() + seconds * 1000
  let nextQuestion = clock.now() + readyPause * 1000
  do {
    await assertRunning(run, await inspect(run, names))
    const enough = clock.now() + steadySeconds() * 1000
    if (enough < until && clock.now() >= nextQuestion) {
      if (await areReady()) until = enough
      nextQuestion = clock.now() + readyPause * 1000
    }
    await clock.sleep(pause, cancelled)
  } while (clock.now() < until)
}

/** Waits until the edge takes commands. That is a moment, unless its configuration or image can't be used. */
export async function awaitEdge(run: ComposeSession): Promise<void> {
  const { transaction, runner, host, probe } = run
  const deadline = runner.clock.now() + 10_000
  while ((await transaction.attempt({ run: [['ask', probe, 'show info']] })).code !== 0) {
    await assertRunning(run, await inspect(run, [probe]), 'switch-failed')
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
 * Inspects new containers once; they need not run.
 * @throws StepFailed `start-failed` when one no longer exists
 */
export async function inspect(
  { transaction, host }: ComposeSession,
  names: readonly string[],
): Promise<State[]> {
  if (names.length === 0) return []
  const { stdout } = await transaction.change(
    { run: [statesQuestion(names)] },
    (ran) => new StepFailed('start-failed', `${host.name}: the new containers are gone: ${allWords(ran)}`),
  )
  return readStates(stdout)
}

/** Prints a line for each container, for {@link readStates}. */
export function statesQuestion(names: readonly string[]): Command {
  return ['docker', 'inspect', '--format', stateFormat, ...names]
}

/** Reads the states of containers, and passes over what other commands printed before. Pure. */
export function readStates(output: string): State[] {
  return output.split('\n').flatMap((line) => {
    const [name = '', status = '', exitCode, restarts, outOfMemory, health, address = ''] = line
      .trim()
      .split(' ')
    if (!name.startsWith('/') || health === undefined) return []
    return [
      {
        name: name.slice(1),
        status,
        exitCode: Number(exitCode),
        restarts: Number(restarts),
        outOfMemory: outOfMemory === 'true',
        health,
        address,
      },
    ]
  })
}

/** @throws StepFailed with the last log lines of a container that has exited, or that restarted after an exit */
export async function assertRunning(
  run: ComposeSession,
  states: readonly State[],
  reason: ReasonCode = 'unhealthy',
): Promise<void> {
  const fallen = states.find(
    ({ status, restarts }) => restarts > 0 || (status !== 'running' && status !== 'created'),
  )
  if (fallen === undefined) return
  throw await unhealthy(run, [fallen.name], howFallen(fallen), reason, fallen.restarts > 0)
}

/** Describes how a container fell. A restarted one shows exit code 0, as it has not exited again yet. */
export function howFallen({ outOfMemory, status, exitCode, restarts }: State): string {
  if (outOfMemory) return 'was killed: out of memory'
  const ended = status === 'running' ? 'exited' : `exited with code ${exitCode}`
  return restarts > 0 ? `${ended} and was restarted` : ended
}

/** Sends our own probe from the edge's network, along the path of real requests. */
async function notAnswering(
  { transaction, desired, probe }: ComposeSession,
  { port, healthPath, mayRedirect }: WebService,
  states: readonly State[],
): Promise<string[]> {
  const { healthHost } = desired.edge
  const addresses = states.map(({ address }) => address)
  const { stdout } = await transaction.attempt({
    run: [['probe', probe, String(port), healthPath, healthHost, ...addresses]],
  })
  const good = mayRedirect ? / [23]\d\d$/ : / 2\d\d$/
  const well = new Set(
    stdout.split('\n').flatMap((line) => (good.test(line.trim()) ? [line.split(' ')[0]] : [])),
  )
  return states.filter(({ address }) => address === '' || !well.has(address)).map(({ name }) => name)
}

import { accessoryWork } from '../../../compose/accessory-work.ts'
import { attemptsOf, mayEnd, startOrder } from '../../../compose/run-once.ts'
import type { StepFailed } from '../../../errors.ts'
import { byNumber, containersOf } from '../../../model/observed.ts'
import { since, withProgress } from '../../../report/progress.ts'
import type { RanOnce, StepResults } from '../../session.ts'
import { containerFormat, dockerFailed, readContainers } from '../observe/observe.ts'
import { type ComposeSession, compose } from '../session.ts'
import { howFallen, inspect, type State } from './health.ts'
import { failedAs } from './unhealthy.ts'

/** Seconds for which a service that may end is watched after its start; a check before the commit finds later failures. */
const watchSeconds = 2

/** Maximum runtime in seconds of a service that runs once, enough for a large import. */
const longest = 1800

/** Seconds between tries of a service that is restarted when it fails. */
const pauses = [1, 2, 4, 8, 16, 30]

/**
 * Starts accessories such as database and Redis that are not running, and services that run once, in the order of their
 * dependencies.
 * @throws StepFailed `start-failed` with the failed service's last lines
 */
export async function startAccessories(run: ComposeSession): Promise<Started> {
  const { start, once, late } = accessoryWork(run.desired, run.observed)
  const isEarly = (name: string): boolean => !late.includes(name)
  return await startInOrder(run, start.filter(isEarly), once.filter(isEarly))
}

/** Starts those that need web, once it answers. @throws StepFailed `start-failed` */
export async function startLate(run: ComposeSession): Promise<Started> {
  const { start, once, late } = accessoryWork(run.desired, run.observed)
  const isLate = (name: string): boolean => late.includes(name)
  const { ranOnce } = await startInOrder(run, start.filter(isLate), once.filter(isLate))
  return { ranOnce: [...(run.results.ranOnce ?? []), ...ranOnce] }
}

type Started = Required<Pick<StepResults, 'ranOnce'>>

async function startInOrder(
  run: ComposeSession,
  start: readonly string[],
  once: readonly string[],
): Promise<Started> {
  const { model } = run.desired
  const ranOnce: RanOnce[] = []
  for (const round of startOrder(model, [...start, ...once])) {
    const starting = round.filter((name) => start.includes(name))
    const unclear = starting.filter((name) => mayEnd(model.services[name] ?? {}))
    const servers = starting.filter((name) => !unclear.includes(name))
    await up(run, servers, ['--wait', '--wait-timeout', '120'])
    await up(run, unclear, [])
    await watch(run, unclear)
    for (const name of round.filter((one) => once.includes(one))) ranOnce.push(await runOnce(run, name))
  }
  return { ranOnce }
}

/**
 * Requires that services which may end either ended well or still run, just before the commit. Returns those that
 * ended.
 * @throws StepFailed `start-failed` for one that failed
 */
export async function refuseFailedAccessories(run: ComposeSession): Promise<RanOnce[]> {
  const ended: RanOnce[] = []
  for (const [service, states] of await statesOf(run)) {
    const failed = states.find(({ status }) => status !== 'running' && status !== 'exited')
    if (failed !== undefined) throw await fell(run, service, failed)
    if (states.every(({ status }) => status === 'exited')) ended.push({ service })
  }
  return ended
}

async function up(
  run: ComposeSession,
  services: readonly string[],
  options: readonly string[],
): Promise<void> {
  if (services.length === 0) return
  const { transaction, desired, observed, host } = run
  const project = `com.docker.compose.project=${desired.model.name}`
  const added = services.filter((service) => containersOf(observed, service).length === 0)
  await transaction.change(
    {
      undo: added.map((service) => ['sweep', project, `com.docker.compose.service=${service}`]),
      run: [compose(run, 'up', '-d', '--no-recreate', '--no-deps', ...options, ...services)],
    },
    dockerFailed('start-failed', host.name, `starting ${services.join(', ')}`),
  )
}

/** Watches services that may be servers or may end: it waits for neither, and notices a failure at once. */
async function watch(run: ComposeSession, services: readonly string[]): Promise<void> {
  if (services.length === 0) return
  const { transaction, desired, runner, host } = run
  const { stdout } = await transaction.change(
    {
      run: [
        [
          ...['docker', 'ps', '-a', '--filter', `label=com.docker.compose.project=${desired.model.name}`],
          ...['--format', containerFormat],
        ],
      ],
    },
    dockerFailed('start-failed', host.name, `looking at ${services.join(', ')}`),
  )
  const found = readContainers(stdout).filter(({ service }) => services.includes(service))
  run.mayHaveEnded.push(
    ...found.map(({ service, name }) => ({ service, name })).sort((a, b) => byNumber(a.name, b.name)),
  )
  const until = runner.clock.now() + watchSeconds * 1000
  do {
    const states = [...(await statesOf(run)).values()].flat()
    if (states.every(({ status }) => status === 'exited')) return
    await runner.clock.sleep(0.25, runner.cancelled)
  } while (runner.clock.now() < until)
}

/**
 * Returns the containers that may have ended, by service.
 * @throws StepFailed `start-failed` for one that ended with a code other than 0 and that Docker does not restart
 */
async function statesOf(run: ComposeSession): Promise<Map<string, State[]>> {
  const names = run.mayHaveEnded.map(({ name }) => name)
  const states = names.length === 0 ? [] : await inspect(run, names)
  const found = new Map<string, State[]>()
  for (const { service, name } of run.mayHaveEnded) {
    const state = states.find((one) => one.name === name)
    if (state === undefined) continue
    if (hasEnded(state) && state.exitCode !== 0) throw await fell(run, service, state)
    found.set(service, [...(found.get(service) ?? []), state])
  }
  return found
}

/** Runs a service to its end, beside its containers of earlier deploys. The commit or the undo removes the container. */
async function runOnce(run: ComposeSession, service: string): Promise<RanOnce> {
  const { transaction, desired, host, runner } = run
  const name = `${desired.model.name}-${service}-once-${desired.release.id}`
  const started = runner.clock.now()
  await transaction.change(
    {
      undo: [['retire', name]],
      afterCommit: [['retire', name]],
      run: [compose(run, 'run', '--detach', '--no-deps', '-T', '--name', name, service)],
    },
    dockerFailed('start-failed', host.name, `starting ${service}`),
  )
  await withProgress(run, `${service} has run`, awaitEnd(run, service, name), () => Promise.resolve(''))
  runner.log.info(`${host.name}: ${service} ran once and ended well, after ${since(run, started)}`)
  return { service, seconds: (runner.clock.now() - started) / 1000 }
}

async function awaitEnd(run: ComposeSession, service: string, name: string): Promise<void> {
  const { transaction, desired, runner, host } = run
  const { clock, log, cancelled } = runner
  const deadline = clock.now() + longest * 1000
  const attempts = attemptsOf(desired.model.services[service] ?? {})
  for (let attempt = 1; ; ) {
    const [state] = await inspect(run, [name])
    if (state !== undefined && hasEnded(state)) {
      if (state.exitCode === 0) return
      if (attempt >= attempts) throw await fell(run, service, state)
      const pause = pauses[Math.min(attempt, pauses.length) - 1] ?? 1
      log.info(`${host.name}: ${service} ${howFallen(state)}; it is started again in ${pause} s`)
      await clock.sleep(pause, cancelled)
      await transaction.change(
        { run: [['docker', 'start', name]] },
        dockerFailed('start-failed', host.name, `starting ${service} again`),
      )
      attempt++
    }
    if (clock.now() > deadline)
      throw await failedAs(
        run,
        { shown: service, container: name },
        `did not end within ${longest / 60} min, and others wait for its end`,
        'start-failed',
      )
    await clock.sleep(0.5, cancelled)
  }
}

function hasEnded({ status }: State): boolean {
  return status === 'exited' || status === 'dead'
}

async function fell(run: ComposeSession, service: string, state: State): Promise<StepFailed> {
  return await failedAs(run, { shown: service, container: state.name }, howFallen(state), 'start-failed')
}

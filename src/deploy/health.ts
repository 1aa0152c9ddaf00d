import { type ReasonCode, StepFailed } from '../errors.ts'
import type { HostRun } from './host-run.ts'

interface State {
  name: string
  status: string
  exitCode: number
  restarts: number
  outOfMemory: boolean
  address: string
}

const stateFormat =
  '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}'

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
    const states = await look(run, names)
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
  for (const name of names) await ownCheck(run, name, deadline)
  runner.log.info(
    `${host.name}: ${names.join(', ')} ${names.length === 1 ? 'answers' : 'answer'} ${wanted.edge.healthPath}`,
  )
}

/** Background containers say nothing; they are taken for well when they run and have not restarted for so long. */
export async function awaitSteady(run: HostRun, names: readonly string[], seconds: number): Promise<void> {
  const until = run.runner.clock.now() + seconds * 1000
  do {
    await refuseFallen(run, await look(run, names))
    await run.runner.clock.sleep(pause, run.runner.cancelled)
  } while (run.runner.clock.now() < until)
}

/** The edge takes commands; it is there in a moment, or its configuration or image can't be used. */
export async function awaitEdge(run: HostRun): Promise<void> {
  const { transaction, runner, host, probe } = run
  const deadline = runner.clock.now() + 10_000
  while ((await transaction.attempt({ run: [['ask', probe, 'show info']] })).code !== 0) {
    await refuseFallen(run, await look(run, [probe]), 'switch-failed')
    if (runner.clock.now() > deadline)
      throw new StepFailed(
        'switch-failed',
        `${host.name}: the edge takes no commands. Its image must have bash.`,
        await logsOf(run, probe),
      )
    await runner.clock.sleep(pause, runner.cancelled)
  }
}

/** The addresses that containers have now, in the same order. */
export async function addressesOf(run: HostRun, names: readonly string[]): Promise<string[]> {
  return (await look(run, names)).map(({ address }) => address)
}

async function look({ transaction, host }: HostRun, names: readonly string[]): Promise<State[]> {
  const { stdout } = await transaction.change(
    { run: [['docker', 'inspect', '--format', stateFormat, ...names]] },
    (ran) =>
      new StepFailed('start-failed', `${host.name}: the new containers are gone: ${ran.stdout.trim()}`),
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', status = '', exitCode, restarts, outOfMemory, address = ''] = line.trim().split(' ')
      return {
        name: name.slice(1),
        status,
        exitCode: Number(exitCode),
        restarts: Number(restarts),
        outOfMemory: outOfMemory === 'true',
        address,
      }
    })
}

async function refuseFallen(
  run: HostRun,
  states: readonly State[],
  reason: ReasonCode = 'unhealthy',
): Promise<void> {
  const fallen = states.find(
    ({ status, restarts }) => restarts > 0 || (status !== 'running' && status !== 'created'),
  )
  if (fallen === undefined) return
  const how = fallen.outOfMemory
    ? 'was killed: out of memory'
    : `exited with code ${fallen.exitCode}${fallen.restarts > 0 ? ` and restarted ${fallen.restarts} times` : ''}`
  throw await unhealthy(run, [fallen.name], how, reason)
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

/** Runs the container's Docker health check now instead of waiting for its interval; the guide's is 30 s. */
async function ownCheck(run: HostRun, name: string, deadline: number): Promise<void> {
  const test = run.wanted.model.services[run.wanted.roles.web]?.healthcheck?.test
  const [kind, ...words] = Array.isArray(test) ? test : test === undefined ? [] : ['CMD-SHELL', test]
  const command = kind === 'CMD' ? words : kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : []
  if (command.length === 0) return
  for (;;) {
    const { code, stdout } = await run.transaction.attempt({
      run: [['docker', 'exec', name, ...command.map(unescapeDollar)]],
    })
    if (code === 0) return
    if (code === 126 || code === 127 || /executable file not found|: not found/.test(stdout)) {
      run.runner.log.warning(
        `${run.host.name}: the health check of ${run.wanted.roles.web} can't work in this image (${words.join(' ')}: ${stdout.trim().split('\n').at(-1)}). ` +
          `It was not waited for; ${run.wanted.edge.healthPath} answers. Write it with python, which is there: ` +
          `["CMD", "python", "-c", "import urllib.request as u; u.urlopen('http://localhost:${run.wanted.edge.port}${run.wanted.edge.healthPath}')"]`,
      )
      return
    }
    if (run.runner.clock.now() > deadline)
      throw await unhealthy(run, [name], `failed its own health check: ${stdout.trim().split('\n').at(-1)}`)
    await run.runner.clock.sleep(1, run.runner.cancelled)
  }
}

async function unhealthy(
  run: HostRun,
  names: readonly string[],
  how: string,
  reason: ReasonCode = 'unhealthy',
): Promise<StepFailed> {
  const lines = await logsOf(run, names[0] ?? '')
  const last = lines.split('\n').at(-1)
  return new StepFailed(
    reason,
    `${run.host.name}: ${names.join(', ')} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`,
    lines,
  )
}

async function logsOf({ transaction }: HostRun, name: string): Promise<string> {
  return (await transaction.attempt({ run: [['docker', 'logs', '--tail', '40', name]] })).stdout.trim()
}

/** Canonical Compose output writes `$` as `$$`. */
function unescapeDollar(word: string): string {
  return word.replaceAll('$$', '$')
}

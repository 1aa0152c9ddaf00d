import { StepFailed } from '../../errors.ts'
import type { Runner } from '../../runner/runner.ts'
import { askCommand, importCommand, type Verification } from './verify-plan.ts'

/** When a container ends, its exec ends with this code a moment before the engine says that the container has ended. */
const KILLED = 137

/** Starts the container with its own command, imports its application and waits until its port answers HTTP. */
export async function startAndImport(
  runner: Runner,
  container: string,
  { module, attribute, port }: Extract<Verification, { kind: 'start' }>,
  signal: AbortSignal,
): Promise<string> {
  const run = (command: string[]) => runner.process.run(command, { signal })
  const started = await run(['docker', 'start', container])
  if (started.code !== 0) throw new StepFailed('verify-failed', 'The image does not start.', started.stderr)

  const imported = await run(importCommand(container, module, attribute))
  if (imported.code !== 0) {
    if (imported.code === KILLED) await runner.clock.sleep(1, signal)
    await requireRunning(runner, container)
    const what = `The image starts, but '${module}:${attribute}' can't be imported in it.`
    throw new StepFailed('verify-failed', what, tail(imported.stdout + imported.stderr))
  }
  if (port === undefined) {
    await requireRunning(runner, container)
    return `starts and imports \`${module}:${attribute}\``
  }
  for (;;) {
    const asked = await run(askCommand(container, port))
    if (asked.code === 0)
      return `starts, imports \`${module}:${attribute}\`, answers on port ${port} with HTTP ${asked.stdout.trim()}`
    await requireRunning(runner, container)
    await runner.clock.sleep(0.5, signal)
  }
}

/** Shows the last lines of a container that has stopped. */
async function requireRunning(runner: Runner, container: string): Promise<void> {
  const { process, cancelled } = runner
  const format = '{{.State.Running}} {{.State.ExitCode}}'
  const { stdout } = await process.run(['docker', 'inspect', '--format', format, container], {
    signal: cancelled,
  })
  const [running, code] = stdout.trim().split(' ')
  if (running === 'true') return
  const hint = "If its command needs a database to start, set `verify` to a command that doesn't."
  throw new StepFailed(
    'verify-failed',
    `The image's own command ended with code ${code}. ${hint}`,
    await lastWords(runner, container),
  )
}

/** The last lines of a container. */
export async function lastWords({ process, cancelled }: Runner, container: string): Promise<string> {
  const logs = await process.run(['docker', 'logs', '--tail', '40', container], { signal: cancelled })
  return tail(logs.stdout + logs.stderr)
}

/** The last few lines of a text. */
export function tail(text: string): string {
  return text.trim().split('\n').slice(-40).join('\n')
}

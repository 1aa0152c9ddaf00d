import { resolveCommand } from '../src/desired/live/run-command.ts'
import { engineOf } from '../src/engine/choose.ts'
import { StepFailed } from '../src/errors.ts'
import { doTask } from '../src/execute/live.ts'
import { runCommand } from '../src/inputs/run-command.ts'
import { observeFirstHost } from '../src/observe/first-host.ts'
import { withFleet } from '../src/observe/fleet.ts'
import { planCommand } from '../src/plan/live.ts'
import { runAction } from '../src/run-action.ts'
import { commandSummary } from '../src/summary/task.ts'

/** Runs a command in a container of the live release, beside what serves. */
export const run = (): Promise<void> =>
  runAction(runCommand, async (inputs, runner) => {
    const engine = await engineOf(inputs.engine)
    const resolver = () => resolveCommand(engine, inputs, runner)
    const opening = observeFirstHost(engine, inputs, resolver, runner)
    const work = { plan: planCommand, dryRun: inputs['dry-run'] }
    const done = await withFleet(opening, runner, (fleet) => doTask(engine, fleet, work, runner))
    const { command } = done.results
    if (command === undefined) return { reason: done.result, outputs: {}, summary: commandSummary(done) }
    const outputs = { 'exit-code': String(command.exitCode), output: command.output }
    const line = done.fleet.members[0].desired.task?.command?.line ?? ''
    if (command.exitCode !== 0)
      throw new StepFailed(
        'command-failed',
        `${done.fleet.members[0].host.name}: ${line} ended with exit code ${command.exitCode}.`,
        command.output,
        { outputs },
      )
    runner.log.info(command.output)
    return { reason: done.result, outputs, summary: commandSummary(done) }
  })

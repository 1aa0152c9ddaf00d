import { type ReasonCode, reasonOf, StepFailed, UserError } from './errors.ts'
import type { Contract, InputsOf, OutputsOf } from './inputs/contract.ts'
import { readInputs, secretsOf } from './inputs/read.ts'
import { notified } from './notify/notify.ts'
import { failureSummary } from './report/failure.ts'
import { type Ending, endingOf } from './report/serving.ts'
import { guardOutput } from './runner/guard-output.ts'
import { type Runner, realRunner } from './runner/runner.ts'

/** How an action ended well: its reason, outputs, and the Markdown for the job summary. */
export interface Outcome<C extends Contract> {
  reason: ReasonCode
  outputs: OutputsOf<C>
  summary: string
}

/**
 * The frame around every action and its only try/catch: masks secrets, reads inputs, runs the body, writes outputs
 * and summary, and turns an error into a red job with a message, an annotation and a `reason-code`.
 */
export async function runAction<C extends Contract>(
  contract: C,
  body: (inputs: InputsOf<C>, runner: Runner) => Promise<Outcome<C>>,
): Promise<void> {
  const runner = realRunner(cancellation())
  guardProcess(runner)
  try {
    for (const value of secretsOf(contract, process.env)) runner.log.mask(value)
    const inputs = readInputs(contract, process.env)
    const work = () => body(inputs, runner)
    const { reason, outputs, summary } = await notified(contract.does, inputs, runner, work)
    await write({ ...outputs, ...servingOutputs(contract, runner), 'reason-code': reason }, summary)
  } catch (error) {
    process.exitCode = 1
    const ending = changesServers(contract) ? endingOf(runner.serving) : undefined
    tell(error, ending, runner)
    const known = error instanceof StepFailed ? error.outputs : {}
    await write(
      { ...known, ...servingOutputs(contract, runner), 'reason-code': reasonOf(error) },
      failureSummary(error, { does: contract.does, ending }),
    )
  }
}

/** Node prints an error that nobody caught as it is, with whatever text of others is in it: here it is ours to print. */
function guardProcess(runner: Runner): void {
  const flushes = [process.stdout, process.stderr].map((output) => guardOutput(output, runner.log))
  process.once('exit', () => flushes.forEach((flush) => flush()))
  process.once('uncaughtException', (error) => {
    tell(error, undefined, runner)
    process.exit(1)
  })
}

/** The runner cancels with SIGINT, after 7.5 s SIGTERM, 2.5 s later it kills: the first one starts our way out. */
function cancellation(): AbortSignal {
  const controller = new AbortController()
  const cancel = (): void => controller.abort()
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  return controller.signal
}

/** Those say at their end what serves now, whatever ended them. */
function changesServers({ outputs }: Contract): boolean {
  return outputs.includes('serving-release')
}

function servingOutputs(contract: Contract, { serving }: Runner): Record<string, string> {
  if (!changesServers(contract)) return {}
  const { release, affected } = endingOf(serving)
  return { 'serving-release': release, 'customers-affected': affected }
}

function tell(error: unknown, ending: Ending | undefined, { log }: Runner): void {
  if (error instanceof StepFailed && error.evidence !== '') log.info(error.evidence)
  const place = error instanceof UserError ? error.place : undefined
  log.error([...wordsOf(error), ...(ending === undefined ? [] : [ending.text])].join('\n'), place)
}

function wordsOf(error: unknown): string[] {
  if (error instanceof UserError) return [error.message, error.fix]
  if (error instanceof StepFailed) return [error.message]
  if (reasonOf(error) === 'cancelled') return ['The job was cancelled.']
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
}

/** Outputs and summary are files of the runner's; @actions/core knows their formats. Loaded only here, at the end. */
async function write(outputs: Record<string, string | undefined>, summary: string): Promise<void> {
  const core = await import('@actions/core')
  for (const [name, value] of Object.entries(outputs)) if (value !== undefined) core.setOutput(name, value)
  if (summary !== '' && process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(summary, true).write()
}

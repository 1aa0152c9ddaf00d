import { StepFailed, UserError } from '../errors.ts'
import { GitHubError } from '../github/failure.ts'
import type { awaitApproval as contract } from '../inputs/await-approval.ts'
import type { Outcome } from '../run-action.ts'
import { nonce } from '../runner/chance.ts'
import type { Runner } from '../runner/runner.ts'
import { answer, answeredSummary } from './answer.ts'
import { draft, type Mode } from './ask.ts'
import { type ApprovalContext, type Inputs, openContext } from './context.ts'
import { readGate } from './github/environment.ts'
import { openRequest } from './open.ts'
import { approvalOf, granted, notGranted, outputsOf, requested } from './outcome.ts'
import { passGate } from './pass-gate.ts'
import { resume } from './resume.ts'
import { codeOf } from './rules/binding.ts'
import { requestText } from './text.ts'
import { endCancelled, waitForAnswer } from './wait.ts'
import { claim, endQuietly, type Watched } from './watch.ts'

type Ended = Outcome<typeof contract>

/** Holds a deploy until people approve it, in the selected mode. */
export async function awaitApproval(inputs: Inputs, runner: Runner): Promise<Ended> {
  try {
    const context = await openContext(inputs, runner)
    if (inputs.decide !== undefined) return await decideFor(context, inputs.decide)
    if (inputs.request !== undefined) return await resume(context, inputs.request)
    const { mode, why } = await chooseMode(context)
    runner.log.info(`Mode ${mode}, because ${why}.`)
    return mode === 'environment' ? await passGate(context, nonce()) : await ask(context, mode, why)
  } catch (error) {
    throw error instanceof GitHubError ? unanswered(error, runner.context.actor) : error
  }
}

/** Selects the mode of `auto`, with the reason; no mode approves by itself. */
async function chooseMode({ inputs, github }: ApprovalContext): Promise<{ mode: Mode; why: string }> {
  const { mode, 'environment-name': name, 'resume-workflow': resumes } = inputs
  if (mode !== 'auto') return { mode, why: 'the workflow says so' }
  const gate = await readGate(github, name)
  if (gate?.reviewers !== undefined)
    return { mode: 'environment', why: `the environment ${name} has required reviewers` }
  const none =
    gate === undefined
      ? `there is no environment ${name}`
      : `the environment ${name} has no required reviewers`
  return resumes === undefined
    ? { mode: 'issue-wait', why: `${none}, and no resume-workflow is named` }
    : { mode: 'issue-resume', why: `${none}, and ${resumes} goes on when a comment has decided` }
}

/** Opens an issue, and waits for the answer or leaves the decision to a comment. */
async function ask(
  context: ApprovalContext,
  mode: Exclude<Mode, 'environment'>,
  why: string,
): Promise<Ended> {
  const { runner, inputs } = context
  if (mode === 'issue-resume' && inputs['resume-workflow'] === undefined)
    throw new UserError(
      'bad-input',
      "Input 'resume-workflow' is empty: with issue-resume it names the workflow that deploys what is granted.",
      'Name its file, such as `resume-workflow: production.yml`.',
    )
  const { asked, excluded } = await draft(context, mode, nonce())
  const request = await openRequest(context, asked, mode === 'issue-wait' ? 'job' : 'comment')
  const text = requestText(asked)
  const how = `Mode ${mode}, because ${why}.`
  runner.log.info(`Waiting for approval: ${request.url}, code ${codeOf(request.record.hash)}`)
  const nobody = { state: 'requested', approved: [] } as const
  if (mode === 'issue-resume') return requested(outputsOf(request, mode, nobody), text, how)

  const watched: Watched = { request, excluded }
  const decision = await waitForAnswer(context, watched).catch(async (error: unknown) => {
    if (runner.cancelled.aborted) await endCancelled(context, watched)
    throw error
  })
  if (decision === 'parked') return requested(outputsOf(request, mode, nobody), text, how)
  const outputs = outputsOf(request, mode, decision)
  const other = decision.state === 'granted' ? await claim(context, request) : undefined
  // The newer request has already ended a superseded one.
  if (decision.state !== 'superseded' && other === undefined) await endQuietly(context, request, decision)
  if (other !== undefined) throw notGranted({ state: 'consumed', why: other }, outputs, text)
  if (decision.state !== 'granted') throw notGranted(decision, outputs, text)
  return granted(
    outputs,
    approvalOf(request.record, decision.approved),
    decision.approved,
    `${how}\n\n${text}`,
  )
}

/** Started by a comment or the schedule: evaluates requests, and deploys nothing. */
async function decideFor(context: ApprovalContext, which: string): Promise<Ended> {
  const answered = await answer(context, which)
  const [only] = answered.length === 1 ? answered : []
  const nobody = { state: 'requested', approved: [] } as const
  const outputs = only === undefined ? {} : outputsOf(only.request, 'issue-resume', nobody)
  const state = only?.state ?? (answered.length === 0 ? 'none' : 'several')
  for (const { request, state } of answered) context.runner.log.info(`${request.url}: ${state}`)
  return {
    reason: answered.some(({ changed }) => changed) ? 'done' : 'unchanged',
    outputs: { ...outputs, granted: 'false', state },
    summary: answeredSummary(answered),
  }
}

/** The error if GitHub did not answer: nothing is decided, and the deploy stops. */
function unanswered(error: GitHubError, actor: string): StepFailed {
  const hint = {
    refused:
      'The job needs `permissions:` issues: write, deployments: write, actions: read, contents: read, pull-requests: read.',
    missing: 'A token without the permission is told that there is nothing, too.',
  }[error.kind as 'refused' | 'missing']
  const dependabot =
    error.kind === 'refused' && actor === 'dependabot[bot]'
      ? ['Dependabot started this run, and its token may only read unless the `permissions:` say more.']
      : []
  return new StepFailed(
    'github-unavailable',
    [error.message, hint ?? 'Nothing was decided.', ...dependabot].join('\n'),
    '',
    { cause: error },
  )
}

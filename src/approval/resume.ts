import { UserError } from '../errors.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { Outcome } from '../run-action.ts'
import { watch } from './answer.ts'
import { liveNow } from './ask.ts'
import type { ApprovalContext } from './context.ts'
import { findRequest, type Request } from './github/request.ts'
import { approvalOf, granted, notGranted, outputsOf } from './outcome.ts'
import { claim, endingOf, endQuietly, evaluate } from './watch.ts'

/**
 * Resumes a request that a comment has granted. The starter of this run only named an issue: whether it is granted, by
 * whom and for what, is read from GitHub again and decided here.
 * @throws UserError `approval-refused` for a foreign request or one that does not match this run; StepFailed if it is not granted
 */
export async function resume(
  context: ApprovalContext,
  number: number,
): Promise<Outcome<typeof awaitApproval>> {
  const { github, inputs, runner } = context
  const request = await findRequest(github, number, inputs['environment-name'])
  if (request === undefined)
    throw refused(
      `#${number} is no request for approval for ${inputs['environment-name']}, or no workflow wrote it`,
    )
  const watched = await watch(context, request)
  await requireFit(context, request)
  const { decision } = await evaluate(context, watched, { ended: await endingOf(context, request) })
  const outputs = outputsOf(request, 'issue-resume', decision)
  if (decision.state !== 'granted')
    throw notGranted({ ...decision, why: decision.why || decision.missing.join(', ') }, outputs)
  const other = await claim(context, request)
  if (other !== undefined) throw notGranted({ state: 'consumed', why: other }, outputs)
  await endQuietly(context, request, decision)
  const { runId: forRun, runAttempt: forAttempt } = runner.context
  const approval = { ...approvalOf(request.record, decision.approved), forRun, forAttempt }
  return granted(outputs, approval, decision.approved, `Asked in [#${number}](${request.url}).`)
}

/** Requires that this run is for the approved commit and ref, and that the same release is still live. */
async function requireFit(context: ApprovalContext, { record }: Request): Promise<void> {
  const { context: runContext } = context.runner
  const { binding, ref } = record
  const live = (await liveNow(context))?.release ?? ''
  const differs = [
    ...(binding.repository === runContext.repository ? [] : [`it is for ${binding.repository}`]),
    ...(binding.commit === runContext.sha
      ? []
      : [`it is for the commit ${binding.commit}, this run is of ${runContext.sha}`]),
    ...(ref === runContext.ref ? [] : [`it is for ${ref}, this run is on ${runContext.ref}`]),
    ...(binding.live === live
      ? []
      : [`when it was asked ${binding.live || 'nothing'} was live, now it is ${live || 'nothing'}`]),
  ]
  if (differs.length > 0) throw refused(`The request does not fit: ${differs.join('; ')}`)
}

function refused(what: string): UserError {
  return new UserError('approval-refused', `${what}.`, 'Ask again: run the workflow that asks.')
}

import { UserError } from '../errors.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { Outcome } from '../run-action.ts'
import { watch } from './answer.ts'
import { liveNow } from './ask.ts'
import type { Desk } from './desk.ts'
import { approvalOf, granted, notGranted, outputsOf } from './outcome.ts'
import { findRequest, type Request } from './request.ts'
import { endingOf, endQuietly, look, takeUp } from './watch.ts'

/**
 * Takes a request up that a comment has granted. Whoever started this run only named an issue: whether it is granted, by
 * whom and for what, is read from GitHub once more and decided here.
 * @throws UserError `approval-refused` for a request that isn't ours or doesn't fit this run; StepFailed when it isn't granted
 */
export async function resume(desk: Desk, number: number): Promise<Outcome<typeof awaitApproval>> {
  const { github, inputs, runner } = desk
  const request = await findRequest(github, number, inputs['environment-name'])
  if (request === undefined)
    throw refused(
      `#${number} is no request for approval for ${inputs['environment-name']}, or no workflow wrote it`,
    )
  const watched = await watch(desk, request)
  await demandFit(desk, request)
  const { decision } = await look(desk, watched, { ended: await endingOf(desk, request) })
  const outputs = outputsOf(request, 'issue-resume', decision)
  if (decision.state !== 'granted')
    throw notGranted({ ...decision, why: decision.why || decision.missing.join(', ') }, outputs)
  const other = await takeUp(desk, request)
  if (other !== undefined) throw notGranted({ state: 'consumed', why: other }, outputs)
  await endQuietly(desk, request, decision)
  const { runId: forRun, runAttempt: forAttempt } = runner.context
  const approval = { ...approvalOf(request.record, decision.approved), forRun, forAttempt }
  return granted(outputs, approval, decision.approved, `Asked in [#${number}](${request.url}).`)
}

/** This run has to be for what was approved, and the same has to be live still. */
async function demandFit(desk: Desk, { record }: Request): Promise<void> {
  const { context } = desk.runner
  const { binding, ref } = record
  const live = (await liveNow(desk))?.release ?? ''
  const differs = [
    ...(binding.repository === context.repository ? [] : [`it is for ${binding.repository}`]),
    ...(binding.commit === context.sha
      ? []
      : [`it is for the commit ${binding.commit}, this run is of ${context.sha}`]),
    ...(ref === context.ref ? [] : [`it is for ${ref}, this run is on ${context.ref}`]),
    ...(binding.live === live
      ? []
      : [`when it was asked ${binding.live || 'nothing'} was live, now it is ${live || 'nothing'}`]),
  ]
  if (differs.length > 0) throw refused(`The request does not fit: ${differs.join('; ')}`)
}

function refused(what: string): UserError {
  return new UserError('approval-refused', `${what}.`, 'Ask again: run the workflow that asks.')
}

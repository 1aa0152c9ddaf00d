import { type ReasonCode, StepFailed } from '../errors.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { OutputsOf } from '../inputs/contract.ts'
import { inlineCode } from '../report/markdown.ts'
import type { Outcome } from '../run-action.ts'
import type { Mode } from './ask.ts'
import { type Approval, codeOf } from './binding.ts'
import type { Decision } from './decision.ts'
import type { Person } from './panel.ts'
import type { RequestRecord } from './record.ts'
import type { Request } from './request.ts'
import { listed } from './words.ts'

type Ended = Outcome<typeof awaitApproval>
type Outputs = OutputsOf<typeof awaitApproval>

/** What is known of a request, for the steps that follow. Pure. */
export function outputsOf(
  { number, url, record }: Pick<Request, 'number' | 'url' | 'record'>,
  mode: Mode,
  { state, approved }: Pick<Decision, 'state' | 'approved'>,
): Outputs {
  const { binding, hash, version } = record
  return {
    granted: 'false',
    ...{ mode, state, version, code: codeOf(hash) },
    request: String(number),
    'request-url': url,
    'approved-by': JSON.stringify(approved.map(({ login }) => login)),
    ...{ expires: binding.expires, commit: binding.commit, live: binding.live },
    image: binding.images[0],
    images: JSON.stringify(binding.images),
  }
}

/** What `deploy-production` holds against what it is about to do. Pure. */
export function approvalOf({ binding, hash }: RequestRecord, by: readonly Person[]): Approval {
  return { ...binding, hash, approvedBy: by.map(({ login }) => login) }
}

/** Granted: the approval goes on to `deploy-production`. Pure. */
export function granted(outputs: Outputs, approval: Approval, by: readonly Person[], how: string): Ended {
  const people = listed(by.map(({ login }) => inlineCode(login)))
  return {
    reason: 'done',
    outputs: { ...outputs, granted: 'true', approval: JSON.stringify(approval) },
    summary: [`### ✅ Approved for ${approval.environment} by ${people}`, how].join('\n\n'),
  }
}

/** Asked, and nothing more: this job is over, and a comment decides. Pure. */
export function requested(outputs: Outputs, text: string, how: string): Ended {
  const head = `### Waiting for approval: [#${outputs.request}](${outputs['request-url']})`
  return { reason: 'requested', outputs, summary: [head, how, text].join('\n\n') }
}

const reasons: Partial<Record<Decision['state'], ReasonCode>> = {
  denied: 'approval-denied',
  expired: 'approval-expired',
  superseded: 'approval-superseded',
  cancelled: 'approval-cancelled',
}

/** The error of a request that ended otherwise. Pure. */
export function notGranted(
  { state, why }: Pick<Decision, 'state' | 'why'>,
  outputs: Outputs,
  text = '',
): StepFailed {
  const what: Partial<Record<Decision['state'], string>> = {
    consumed: `The approval was used already, by ${why}.`,
    error: `The request can't be trusted: ${why}.`,
  }
  const said = what[state] ?? `Not approved (${state}): ${why}.`
  return new StepFailed(reasons[state] ?? 'approval-refused', said, '', { outputs, report: text })
}

import { type ReasonCode, StepFailed } from '../errors.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { OutputsOf } from '../inputs/contract.ts'
import { inlineCode } from '../report/markdown.ts'
import type { Outcome } from '../run-action.ts'
import type { Mode } from './ask.ts'
import type { Request } from './github/request.ts'
import type { Person } from './rules/approvers.ts'
import { type Approval, codeOf } from './rules/binding.ts'
import type { Decision } from './rules/decision.ts'
import { listed } from './rules/format.ts'
import type { RequestRecord } from './rules/record.ts'

type Ended = Outcome<typeof awaitApproval>
type Outputs = OutputsOf<typeof awaitApproval>

/** The outputs of a request. Pure. */
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

/** The approval that `deploy-production` verifies. Pure. */
export function approvalOf({ binding, hash }: RequestRecord, by: readonly Person[]): Approval {
  return { ...binding, hash, approvedBy: by.map(({ login }) => login) }
}

/** The end of a granted request, with the approval for `deploy-production`. Pure. */
export function granted(outputs: Outputs, approval: Approval, by: readonly Person[], how: string): Ended {
  const people = listed(by.map(({ login }) => inlineCode(login)))
  return {
    reason: 'done',
    outputs: { ...outputs, granted: 'true', approval: JSON.stringify(approval) },
    summary: [`### ✅ Approved for ${approval.environment} by ${people}`, how].join('\n\n'),
  }
}

/** The end of a job whose request is still open: a comment decides. Pure. */
export function requested(outputs: Outputs, text: string, how: string): Ended {
  const head = `### ⏳ Nothing is deployed yet: [#${outputs.request}](${outputs['request-url']}) waits for approval`
  return { reason: 'requested', outputs, summary: [head, how, text].join('\n\n') }
}

const reasons: Partial<Record<Decision['state'], ReasonCode>> = {
  denied: 'approval-denied',
  expired: 'approval-expired',
  superseded: 'approval-superseded',
  cancelled: 'approval-cancelled',
}

/** The error of a request that was not granted. Pure. */
export function notGranted(
  { state, why }: Pick<Decision, 'state' | 'why'>,
  outputs: Outputs,
  text = '',
): StepFailed {
  const what: Partial<Record<Decision['state'], string>> = {
    consumed: `The approval was used already, by ${why}.`,
    error: `The request can't be trusted: ${why}.`,
  }
  const message = what[state] ?? `Not approved (${state}): ${why}.`
  return new StepFailed(reasons[state] ?? 'approval-refused', message, '', { outputs, report: text })
}

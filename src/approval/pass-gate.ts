import { StepFailed } from '../errors.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { Outcome } from '../run-action.ts'
import { runUrl } from '../runner/context.ts'
import { draft } from './ask.ts'
import type { ApprovalContext } from './context.ts'
import { readGate, readReviews } from './github/environment.ts'
import { keepRecord } from './open.ts'
import { approvalOf, granted, outputsOf } from './outcome.ts'
import { isApprover, missing } from './rules/approvers.ts'
import { type Gate, validateGate } from './rules/gate.ts'
import { makeRecord } from './rules/record.ts'
import { requestText } from './text.ts'
import { setState } from './watch.ts'

/**
 * Verifies that approvers let this run through the protection of its environment, and records it. It never waits:
 * GitHub has done so.
 * @throws StepFailed `approval-refused` with all problems
 */
export async function passGate(
  context: ApprovalContext,
  nonce: string,
): Promise<Outcome<typeof awaitApproval>> {
  const { github, inputs, runner, approvers } = context
  const { asked, excluded } = await draft(context, 'environment', nonce)
  const gate = await readGate(github, asked.binding.environment)
  const reviews = await readReviews(github, Number(asked.binding.run))
  const { approved, problems } = validateGate(gate, reviews, {
    environment: asked.binding.environment,
    attempt: asked.binding.attempt,
    cooldown: inputs.cooldown,
    isApprover: (person) => isApprover(approvers, person),
    missing: (people) => missing(approvers, people),
    excluded,
  })
  const text = requestText(asked)
  const { ref, version, live } = asked
  const deadline = new Date(asked.deadline).toISOString()
  const more = { deadline, ref, version, decidedBy: 'job', liveCommit: live?.commit ?? '' } as const
  const record = makeRecord(asked.binding, more, text)
  const state = problems.length === 0 ? 'granted' : 'error'
  const {
    request: _,
    'request-url': __,
    ...outputs
  } = outputsOf({ number: 0, url: '', record }, 'environment', { state, approved })
  if (problems.length > 0)
    throw new StepFailed(
      'approval-refused',
      ['The gate has not held this deploy as it should.', ...problems].join('\n'),
      '',
      { outputs, report: text },
    )
  const by = `Approved at the gate by ${approved.map(({ login }) => login).join(', ')}`
  const deployment = await keepRecord(context, record, by)
  await setState(context, { deployment, url: runUrl(runner.context) }, 'inactive', by)
  const weak = weaknesses(gate)
  for (const one of weak) runner.log.warning(one)
  return granted(outputs, approvalOf(record, approved), approved, text)
}

/** Weak settings of the environment, which are reported but not refused. Pure. */
function weaknesses(gate: Gate | undefined): string[] {
  return [
    ...(gate?.branches === false
      ? [
          'Any branch may deploy to this environment: a workflow on a branch of somebody can read its secrets. Restrict it to the default branch.',
        ]
      : []),
    ...(gate?.adminsBypass === false
      ? []
      : ['Admins may go round the gate of this environment. Switch that off in its settings.']),
  ]
}

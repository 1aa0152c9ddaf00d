import { StepFailed } from '../errors.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { Outcome } from '../run-action.ts'
import { runUrl } from '../runner/context.ts'
import { draft } from './ask.ts'
import type { Desk } from './desk.ts'
import { readGate, readReviews } from './environment.ts'
import { type Gate, judgeGate } from './gate.ts'
import { keepRecord } from './open.ts'
import { approvalOf, granted, outputsOf } from './outcome.ts'
import { isOn, missing } from './panel.ts'
import { makeRecord } from './record.ts'
import { requestText } from './text.ts'
import { setState } from './watch.ts'

/**
 * Proves that people who may have let this run through the gate of its environment, and records it. It never waits:
 * GitHub has done that.
 * @throws StepFailed `approval-refused` with everything that speaks against it
 */
export async function passGate(desk: Desk, nonce: string): Promise<Outcome<typeof awaitApproval>> {
  const { github, inputs, runner, panel } = desk
  const { asked, excluded } = await draft(desk, 'environment', nonce)
  const gate = await readGate(github, asked.binding.environment)
  const reviews = await readReviews(github, Number(asked.binding.run))
  const { approved, complaints } = judgeGate(gate, reviews, {
    environment: asked.binding.environment,
    attempt: asked.binding.attempt,
    cooldown: inputs.cooldown,
    isOn: (person) => isOn(panel, person),
    missing: (people) => missing(panel, people),
    excluded,
  })
  const text = requestText(asked)
  const { ref, version, live } = asked
  const deadline = new Date(asked.deadline).toISOString()
  const more = { deadline, ref, version, decidedBy: 'job', liveCommit: live?.commit ?? '' } as const
  const record = makeRecord(asked.binding, more, text)
  const state = complaints.length === 0 ? 'granted' : 'error'
  const {
    request: _,
    'request-url': __,
    ...outputs
  } = outputsOf({ number: 0, url: '', record }, 'environment', { state, approved })
  if (complaints.length > 0)
    throw new StepFailed(
      'approval-refused',
      ['The gate has not held this deploy as it should.', ...complaints].join('\n'),
      '',
      { outputs, report: text },
    )
  const by = `Approved at the gate by ${approved.map(({ login }) => login).join(', ')}`
  const deployment = await keepRecord(desk, record, by)
  await setState(desk, { deployment, url: runUrl(runner.context) }, 'inactive', by)
  const weak = weaknesses(gate)
  for (const one of weak) runner.log.warning(one)
  return granted(outputs, approvalOf(record, approved), approved, text)
}

/** What GitHub lets pass though the gate stands; it isn't ours to forbid. Pure. */
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

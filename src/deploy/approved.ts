import { verifyApproval } from '../approval/binding.ts'
import { UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import type { Fleet } from './survey.ts'

/** What the inputs say of an approval. */
export interface ApprovalInputs {
  approval: string | undefined
  'require-approval': boolean
  'environment-name': string
}

/** Whether an approval is there when it has to be: known before any connection is made. */
export function demandApproval(inputs: ApprovalInputs): void {
  if (inputs.approval !== undefined || !inputs['require-approval']) return
  throw new UserError(
    'approval-refused',
    "Input 'approval' is empty, and require-approval demands one.",
    'Put await-approval before this step and pass its output `approval` on.',
  )
}

/**
 * Holds the approval, when there is one, against what is about to happen on every host, and notes it in the release, so
 * that it can't be used again.
 * @throws UserError `approval-refused`
 */
export function checkApproval(
  { members }: Pick<Fleet, 'members'>,
  { approval, 'environment-name': environment }: ApprovalInputs,
  { context, clock }: Pick<Runner, 'context' | 'clock'>,
): void {
  if (approval === undefined) return
  const used = members.flatMap(({ seen }) => seen.releases.flatMap((one) => one.approval ?? []))
  for (const { wanted, seen } of members) {
    const { hash } = verifyApproval(approval, {
      repository: context.repository,
      environment,
      run: context.runId,
      attempt: context.runAttempt,
      commit: context.sha,
      image: wanted.release.image,
      live: seen.live?.id ?? '',
      now: new Date(clock.now()).toISOString(),
      used,
    })
    wanted.release.approval = hash
  }
}

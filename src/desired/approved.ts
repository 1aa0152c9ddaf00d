import { verifyApproval } from '../approval/rules/binding.ts'
import { UserError } from '../errors.ts'
import type { Fleet } from '../model/fleet.ts'
import { imagesOf } from '../model/release/release.ts'
import type { Runner } from '../runner/runner.ts'

/** The inputs about an approval. */
export interface ApprovalInputs {
  approval: string | undefined
  'require-approval': boolean
  'environment-name': string
}

/** Requires an approval when `require-approval` is set; checked before any connection is made. */
export function requireApproval(inputs: ApprovalInputs): void {
  if (inputs.approval !== undefined || !inputs['require-approval']) return
  throw new UserError(
    'approval-refused',
    "Input 'approval' is empty, and require-approval demands one.",
    'Put await-approval before this step and pass its output `approval` on.',
  )
}

/**
 * Checks the approval, if there is one, against the planned change on every host, and records it in the release, so
 * that it can't be used again.
 * @throws UserError `approval-refused`
 */
export function checkApproval(
  { members }: Pick<Fleet, 'members'>,
  { approval, 'environment-name': environment }: ApprovalInputs,
  { context, clock }: Pick<Runner, 'context' | 'clock'>,
): void {
  if (approval === undefined) return
  const used = members.flatMap(({ observed }) => observed.releases.flatMap((one) => one.approval ?? []))
  for (const { desired, observed } of members) {
    const { hash } = verifyApproval(approval, {
      repository: context.repository,
      environment,
      run: context.runId,
      attempt: context.runAttempt,
      commit: context.sha,
      images: imagesOf(desired.release),
      live: observed.live?.id ?? '',
      now: new Date(clock.now()).toISOString(),
      used,
    })
    desired.release.approval = hash
  }
}

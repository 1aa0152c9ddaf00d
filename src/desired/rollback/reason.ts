import { UserError } from '../../errors.ts'

/**
 * Requires a reason for a rollback in production: people read it later in the host's history.
 * @throws UserError `bad-input`
 */
export function requireReason(inputs: { reason: string | undefined; 'environment-name': string }): void {
  if (inputs.reason !== undefined || inputs['environment-name'] !== 'production') return
  throw new UserError(
    'bad-input',
    "Input 'reason' is empty, and a rollback of production needs one.",
    'Say in a sentence why, such as "checkout fails for PayPal"; for another environment set environment-name.',
  )
}

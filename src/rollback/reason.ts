import { UserError } from '../errors.ts'

/**
 * Production does not go back without a word why: whoever comes after reads it in the history of the host.
 * @throws UserError `bad-input`
 */
export function demandReason(inputs: { reason: string | undefined; 'environment-name': string }): void {
  if (inputs.reason !== undefined || inputs['environment-name'] !== 'production') return
  throw new UserError(
    'bad-input',
    "Input 'reason' is empty, and a rollback of production needs one.",
    'Say in a sentence why, such as "checkout fails for PayPal"; for another environment set environment-name.',
  )
}

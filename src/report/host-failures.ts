import { messageOf, StepFailed, UserError } from '../errors.ts'
import type { Failure } from '../model/fleet.ts'

/** Combines the errors of several hosts into one that names them all. Hosts that were only aborted do not count. */
export function allOf(failures: readonly Failure[]): unknown {
  const real = failures.filter(({ error }) => !isAbort(error))
  const [first, ...more] = real
  if (first === undefined) return failures[0]?.error
  if (more.length === 0) return first.error
  const counted = real.filter(({ error }) => error instanceof UserError || error instanceof StepFailed)
  const [head = first] = counted
  const message = real.map(({ error }) => messageOf(error)).join('\n')
  return combine(head.error, message, real)
}

function combine(head: unknown, message: string, failures: readonly Failure[]): UserError | StepFailed {
  if (head instanceof UserError) {
    const fixes = failures.flatMap(({ error }) => (error instanceof UserError ? error.fix.split('\n') : []))
    return new UserError(head.reason, message, [...new Set(fixes)].join('\n'))
  }
  const evidence = failures.flatMap(({ host, error }) =>
    error instanceof StepFailed && error.evidence !== '' ? [`— ${host} —\n${error.evidence}`] : [],
  )
  const reason = head instanceof StepFailed ? head.reason : 'internal-error'
  return new StepFailed(reason, message, evidence.join('\n'))
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

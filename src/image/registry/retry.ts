import { StepFailed, UserError } from '../../errors.ts'
import { retryTransient } from '../../runner/retry.ts'
import type { Runner } from '../../runner/runner.ts'
import { backOff, classifyFailure, type Failure, isTransient } from './registry-failure.ts'

/** The retry policy for a registry. */
export interface RetryPolicy {
  attempts: number
  /** The longest single wait; a registry that requests more is given up. */
  longestWaitSeconds: number
}

/** The result of one attempt. */
export type Attempt<T> = { done: T } | { failed: string; waitSeconds?: number | undefined }

/**
 * Runs a request to a registry, and retries transient failures.
 * @throws UserError `registry-refused`, at once, for a failure that no retry helps; StepFailed `registry-unavailable`.
 */
export async function withRetries<T>(
  runner: Runner,
  what: string,
  retry: RetryPolicy,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  const work = async (): Promise<T> => {
    const result = await attempt()
    if ('done' in result) return result.done
    throw new FailedAttempt(result.failed, result.waitSeconds)
  }
  return await retryTransient(runner, work, (error, count) => {
    if (!(error instanceof FailedAttempt)) throw error
    const failed = error.message
    const failure = classifyFailure(failed)
    if (error.waitSeconds !== undefined) failure.waitSeconds = error.waitSeconds
    if (!isTransient(failure)) throw finalError(what, failure, failed)
    const wait = backOff(count, failure)
    if (count >= retry.attempts) throw gaveUp(what, `${count} attempts failed`, failed)
    if (wait > retry.longestWaitSeconds)
      throw gaveUp(what, `the registry asks to wait ${wait} s, longer than \`max-wait\``, failed)
    runner.log.info(`${what}: ${lastLine(failed)}`)
    runner.log.info(`Attempt ${count + 1} of ${retry.attempts} in ${wait} s.`)
    return wait
  })
}

class FailedAttempt extends Error {
  readonly waitSeconds: number | undefined

  constructor(failed: string, waitSeconds: number | undefined) {
    super(failed)
    this.waitSeconds = waitSeconds
  }
}

function finalError(what: string, { kind }: Failure, text: string): Error {
  const reason = lastLine(text)
  if (kind === 'refused') return new UserError('registry-refused', `${what}: refused. ${reason}`, remedy)
  if (kind === 'missing')
    return new UserError(
      'registry-refused',
      `${what}: there is no such repository or image. ${reason}`,
      missing,
    )
  return new StepFailed('registry-unavailable', `${what} failed: ${reason}`, text)
}

const remedy =
  'Check `username` and `password`. GitHub: the job needs `permissions: packages: write` and the package must allow ' +
  'this repository. Docker Hub: an access token with write rights.'
const missing =
  'Check the name; some registries (ECR, Harbor) want the repository to be made before the first push.'

function gaveUp(what: string, why: string, text: string): StepFailed {
  return new StepFailed('registry-unavailable', `${what}: given up, ${why}. ${lastLine(text)}`, text)
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

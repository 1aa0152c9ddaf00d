import { StepFailed, UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { backOff, type Failure, isTransient, judgeFailure } from './registry-failure.ts'

/** How patient to be with a registry. */
export interface Patience {
  attempts: number
  /** No single wait is longer; a registry that asks for more is given up. */
  longestWaitSeconds: number
}

/** What one attempt came to. */
export type Attempt<T> = { done: T } | { failed: string; waitSeconds?: number | undefined }

/**
 * Does something with a registry, again after a while when the failure is one that passes.
 * @throws UserError `registry-refused`, at once, for what no patience mends; StepFailed `registry-unavailable`.
 */
export async function patiently<T>(
  runner: Runner,
  what: string,
  patience: Patience,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  for (let count = 1; ; count++) {
    const result = await attempt()
    if ('done' in result) return result.done
    const failure = judgeFailure(result.failed)
    if (result.waitSeconds !== undefined) failure.waitSeconds = result.waitSeconds
    if (!isTransient(failure)) throw finalError(what, failure, result.failed)
    const wait = backOff(count, failure)
    if (count >= patience.attempts) throw gaveUp(what, `${count} attempts failed`, result.failed)
    if (wait > patience.longestWaitSeconds)
      throw gaveUp(what, `the registry asks to wait ${wait} s, longer than \`max-wait\``, result.failed)
    runner.log.info(`${what}: ${lastLine(result.failed)}`)
    runner.log.info(`Attempt ${count + 1} of ${patience.attempts} in ${wait} s.`)
    await runner.clock.sleep(wait, runner.cancelled)
  }
}

function finalError(what: string, { kind }: Failure, text: string): Error {
  const said = lastLine(text)
  if (kind === 'refused') return new UserError('registry-refused', `${what}: refused. ${said}`, remedy)
  if (kind === 'missing')
    return new UserError(
      'registry-refused',
      `${what}: there is no such repository or image. ${said}`,
      missing,
    )
  return new StepFailed('registry-unavailable', `${what} failed: ${said}`, text)
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

import { posix } from 'node:path'
import type { Runner } from '../../runner/runner.ts'
import type { ImageConfig } from './verify-plan.ts'

/**
 * Saleor's build runs collectstatic with DEBUG on, which leaves a signing key in the image (core/jwt_manager.py). Searches
 * for the key in a container that has not started yet, by copying it out, which needs no program inside.
 */
export async function warnOfBakedKey(
  { process, log, cancelled }: Runner,
  container: string,
  { WorkingDir }: ImageConfig,
): Promise<void> {
  const key = posix.join(WorkingDir || '/app', '.jwt_key.pem')
  const { code } = await process.run(['docker', 'cp', `${container}:${key}`, '-'], { signal: cancelled })
  if (code !== 0) return
  log.warning(
    `The image holds a private key, ${key}, made while it was built. Whoever can pull the image can sign tokens with ` +
      'it, and a container accepts them unless DEBUG is False and RSA_PRIVATE_KEY is set. Remove it in the step of the ' +
      `Dockerfile that makes it: \`RUN … collectstatic --no-input && rm -f ${key}\`.`,
  )
}

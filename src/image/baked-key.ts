import { access, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../runner/runner.ts'
import type { ImageConfig } from './verify-plan.ts'

/**
 * Saleor's build runs collectstatic with DEBUG on, which leaves a signing key in the image (core/jwt_manager.py). Looks
 * for it in a container that was not started yet, by copying it out, which needs no program inside.
 */
export async function warnOfBakedKey(
  runner: Runner,
  container: string,
  { WorkingDir }: ImageConfig,
): Promise<void> {
  const folder = await mkdtemp(join(runner.context.temp, 'verify-'))
  const key = join(WorkingDir || '/app', '.jwt_key.pem')
  try {
    await runner.process.run(['docker', 'cp', `${container}:${key}`, folder])
    const baked = await access(join(folder, '.jwt_key.pem')).then(
      () => true,
      () => false,
    )
    if (baked)
      runner.log.warning(
        `The image holds a private key, ${key}, made while it was built. Whoever can pull the image can sign tokens ` +
          'with it, and a container without DEBUG=False and RSA_PRIVATE_KEY accepts them. Remove it in the Dockerfile ' +
          `in the step that makes it: \`RUN … collectstatic --no-input && rm -f ${key}\`.`,
      )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

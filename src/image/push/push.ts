import { StepFailed, UserError } from '../../errors.ts'
import type { Reference } from '../../model/release/image-reference.ts'
import { lastWords } from '../../runner/last-words.ts'
import type { Runner } from '../../runner/runner.ts'
import type { PrivateDocker } from '../registry/docker-config.ts'
import type { Repository } from '../registry/registry.ts'
import { type RetryPolicy, withRetries } from '../registry/retry.ts'

/** The image to push, its registry, and the Docker client. */
export interface PushJob {
  runner: Runner
  docker: PrivateDocker
  image: Reference
  tags: readonly string[]
  repository: Repository
  retry: RetryPolicy
  /** The registry may speak plain HTTP. */
  plain: boolean
  /** The expected digest, if there is one. */
  expected: string | undefined
}

/**
 * Pushes every tag from the local engine and returns their digest. Each tag is read back before the next one moves, so
 * `latest` never points to an image that the registry serves differently.
 */
export async function pushFromEngine(job: PushJob): Promise<string> {
  await requireLocal(job)
  let digest = job.expected
  for (const tag of job.tags) {
    const pushed = await pushTag(job, tag)
    digest ??= pushed
    requireSame(job, tag, digest, pushed)
    await readBack(job, tag, digest)
  }
  return digest ?? ''
}

/** Reads back a tag from the registry; the digest is computed here from the bytes. */
export async function readBack(job: PushJob, tag: string, digest: string): Promise<void> {
  const { runner, image, repository, retry } = job
  const read = await withRetries(runner, `Read ${image.name}:${tag} back`, retry, async () => {
    const answer = await repository.manifest(tag)
    // A new tag may take some time to be visible everywhere.
    const notYet = 'failed' in answer && answer.failed.startsWith('status 404')
    return notYet ? { failed: 'a temporary failure: pushed, but not to be seen yet (404)' } : answer
  })
  requireSame(job, tag, digest, read.digest)
  runner.log.info(`${image.name}:${tag} is ${digest} in the registry.`)
}

/** @throws StepFailed `digest-mismatch`, whose message names both. */
export function requireSame({ image }: PushJob, tag: string, desired: string, found: string): void {
  if (desired !== found)
    throw new StepFailed('digest-mismatch', `${image.name}:${tag} should be ${desired}, but is ${found}.`)
}

async function pushTag({ runner, docker, image, repository, retry }: PushJob, tag: string): Promise<string> {
  const name = `${image.name}:${tag}`
  return await withRetries(runner, `Push of ${name}`, retry, async () => {
    const options = { env: docker.env, signal: runner.cancelled, onLine: runner.log.debug }
    const ran = await runner.process.run(['docker', 'push', name], options)
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(ran.stdout)?.[1]
    if (ran.code === 0 && digest !== undefined) return { done: digest }
    const failed = ran.stderr.trim() || ran.stdout
    return {
      failed,
      waitSeconds: /\b429\b|too ?many ?requests/i.test(failed) ? await repository.waitingTime() : undefined,
    }
  })
}

/** Checks before a push that every tag exists and, if the engine knows its digest, has the expected one. */
async function requireLocal(job: PushJob): Promise<void> {
  const { runner, image, tags, expected } = job
  for (const tag of tags) {
    const command = [
      'docker',
      'image',
      'inspect',
      '--format',
      '{{json .RepoDigests}}',
      `${image.name}:${tag}`,
    ]
    const ran = await runner.process.run(command, { signal: runner.cancelled })
    if (ran.code !== 0)
      throw new UserError(
        'not-ready',
        `There is no ${image.name}:${tag} in the local engine: ${lastWords(ran)}`,
        'Run build-image in the same job and give its outputs `image` and `tags`, or `archive`.',
      )
    // With containerd's store an image has its digest from the start; elsewhere the list fills with the first push.
    const digests = (JSON.parse(ran.stdout || '[]') as string[]).map((one) => one.split('@')[1] ?? '')
    const [digest, ...others] = new Set(digests)
    if (expected !== undefined && digest !== undefined && others.length === 0)
      requireSame(job, tag, expected, digest)
  }
}

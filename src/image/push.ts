import { StepFailed, UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import type { PrivateDocker } from './docker-config.ts'
import type { Reference } from './reference.ts'
import type { Repository } from './registry.ts'
import { type Patience, patiently } from './retry.ts'

/** What is pushed to where, and through what. */
export interface PushJob {
  runner: Runner
  docker: PrivateDocker
  image: Reference
  tags: readonly string[]
  repository: Repository
  patience: Patience
  /** The registry may speak plain HTTP. */
  plain: boolean
  /** The digest that it must be, if somebody said. */
  expected: string | undefined
}

/**
 * Pushes every tag from the local engine and returns their digest. Each is read back before the next one moves, so
 * `latest` never goes to something that the registry doesn't serve as it was pushed.
 */
export async function pushFromEngine(job: PushJob): Promise<string> {
  await demandLocal(job)
  let digest = job.expected
  for (const tag of job.tags) {
    const pushed = await pushTag(job, tag)
    digest ??= pushed
    demandSame(job, tag, digest, pushed)
    await readBack(job, tag, digest)
  }
  return digest ?? ''
}

/** Asks the registry what it serves under a tag; the bytes are hashed here. */
export async function readBack(job: PushJob, tag: string, digest: string): Promise<void> {
  const { runner, image, repository, patience } = job
  const read = await patiently(runner, `Read ${image.name}:${tag} back`, patience, async () => {
    const answer = await repository.manifest(tag)
    // What was just pushed may take its time to be seen everywhere.
    const notYet = 'failed' in answer && answer.failed.startsWith('status 404')
    return notYet ? { failed: 'a temporary failure: pushed, but not to be seen yet (404)' } : answer
  })
  demandSame(job, tag, digest, read.digest)
  runner.log.info(`${image.name}:${tag} is ${digest} in the registry.`)
}

/** @throws StepFailed `digest-mismatch`, whose message names both. */
export function demandSame({ image }: PushJob, tag: string, wanted: string, found: string): void {
  if (wanted !== found)
    throw new StepFailed('digest-mismatch', `${image.name}:${tag} should be ${wanted}, but is ${found}.`)
}

async function pushTag(
  { runner, docker, image, repository, patience }: PushJob,
  tag: string,
): Promise<string> {
  const name = `${image.name}:${tag}`
  return await patiently(runner, `Push of ${name}`, patience, async () => {
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

/** Before anything is pushed: every tag is there and, if the engine can tell its digest yet, is what was expected. */
async function demandLocal(job: PushJob): Promise<void> {
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
        `There is no ${image.name}:${tag} in the local engine: ${ran.stderr.trim()}`,
        'Run build-image in the same job and give its outputs `image` and `tags`, or `archive`.',
      )
    // With containerd's store an image has its digest from the start; elsewhere the list fills with the first push.
    const digests = (JSON.parse(ran.stdout || '[]') as string[]).map((one) => one.split('@')[1] ?? '')
    const [digest, ...others] = new Set(digests)
    if (expected !== undefined && digest !== undefined && others.length === 0)
      demandSame(job, tag, expected, digest)
  }
}

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
}

/**
 * Pushes every tag from the local engine, and returns the one digest that all of them have in the registry.
 * @throws StepFailed `digest-mismatch` when the registry serves something else than was pushed.
 */
export async function pushFromEngine(job: PushJob): Promise<string> {
  await demandLocal(job)
  const pushed = new Set<string>()
  for (const tag of job.tags) pushed.add(await pushTag(job, tag))
  return await readBack(job, one(pushed, job))
}

/** Pushes an OCI archive, all platforms in it, without changing a byte; skopeo does this, docker has no command for it. */
export async function pushArchive(job: PushJob, archive: string): Promise<string> {
  const { runner, docker, image, patience, plain } = job
  const read = ['skopeo', 'inspect', '--raw', `oci-archive:${archive}`]
  const { code, stdout, stderr } = await runner.process
    .run(read, { signal: runner.cancelled })
    .catch(noSkopeo)
  if (code !== 0)
    throw new UserError(
      'bad-input',
      `The archive ${archive} can't be read: ${stderr.trim()}`,
      'Give the output `archive` of build-image.',
    )
  const { createHash } = await import('node:crypto')
  const digest = `sha256:${createHash('sha256').update(stdout).digest('hex')}`
  for (const tag of job.tags) {
    const options = [
      '--all',
      '--preserve-digests',
      '--authfile',
      docker.file,
      ...(plain ? ['--dest-tls-verify=false'] : []),
    ]
    const command = [
      'skopeo',
      'copy',
      ...options,
      `oci-archive:${archive}`,
      `docker://${fullName(image)}:${tag}`,
    ]
    await patiently(runner, `Push of ${image.name}:${tag}`, patience, async () => {
      const ran = await runner.process.run(command, { signal: runner.cancelled, onLine: runner.log.debug })
      return ran.code === 0 ? { done: true } : { failed: ran.stderr }
    })
  }
  return await readBack(job, digest)
}

/** Asks the registry what it serves under each tag. */
export async function readBack(
  { runner, image, tags, repository, patience }: PushJob,
  pushed: string,
): Promise<string> {
  for (const tag of tags) {
    const { digest } = await patiently(runner, `Read ${image.name}:${tag} back`, patience, () =>
      repository.manifest(tag),
    )
    if (digest !== pushed)
      throw new StepFailed(
        'digest-mismatch',
        `${image.name}:${tag} was pushed as ${pushed}, but the registry serves ${digest}.`,
      )
    runner.log.info(`${image.name}:${tag} is ${digest} in the registry.`)
  }
  return pushed
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

async function demandLocal({ runner, image, tags }: PushJob): Promise<void> {
  for (const tag of tags) {
    const name = `${image.name}:${tag}`
    const ran = await runner.process.run(['docker', 'image', 'inspect', name], { signal: runner.cancelled })
    if (ran.code !== 0)
      throw new UserError(
        'not-ready',
        `There is no ${name} in the local engine: ${ran.stderr.trim()}`,
        'Run build-image in the same job and give its outputs `image` and `tags`, or `archive`.',
      )
  }
}

/** Tags of one image that were pushed from one engine have one digest; if not, they are not one image. */
function one(digests: ReadonlySet<string>, { image, tags }: PushJob): string {
  const [first, ...others] = digests
  if (first !== undefined && others.length === 0) return first
  throw new StepFailed(
    'digest-mismatch',
    `The tags ${tags.join(', ')} of ${image.name} are not the same image: ${[...digests].join(', ')}.`,
  )
}

/** skopeo takes `shop/backend` for a host called shop. */
function fullName({ registry, repository }: Reference): string {
  return `${registry}/${repository}`
}

function noSkopeo(error: Error): never {
  throw new UserError(
    'not-ready',
    `skopeo can't be started: ${error.message}`,
    'Install skopeo on the runner (apt-get install skopeo); GitHub-hosted Ubuntu runners have it.',
  )
}

import { StepFailed } from '../../errors.ts'
import type { Reference } from '../../model/release/image-reference.ts'
import type { Manifest, Repository } from '../registry/registry.ts'
import { withRetries } from '../registry/retry.ts'
import type { PushJob } from './push.ts'
import { readBack } from './push.ts'

/** A tested digest and its repository. */
export interface Source {
  reference: Reference & { digest: string }
  repository: Repository
}

/**
 * Tags a digest of one repository in another: all platforms, no rebuild, no pull. Returns whether anything had
 * to be done.
 *
 * `buildx imagetools create` copies the layers (within a registry it only links them). It wraps a single
 * manifest in a new index though (docker/buildx#2481), which has another digest; so the exact bytes of the source
 * are stored under the tags afterwards, where they are missing.
 */
export async function promote(job: PushJob, source: Source): Promise<'done' | 'unchanged'> {
  const { runner, image, tags, repository, retry } = job
  const from = `${source.reference.name}@${source.reference.digest}`
  const manifest = await withRetries(runner, `Read ${from}`, retry, () =>
    source.repository.manifest(source.reference.digest),
  )
  if (manifest.digest !== source.reference.digest)
    throw new StepFailed(
      'digest-mismatch',
      `The registry serves ${manifest.digest} when it is asked for ${from}.`,
    )

  const missing = []
  for (const tag of tags) if (!(await serves(repository, tag, manifest))) missing.push(tag)
  const [first] = missing
  if (first !== undefined) {
    await copyLayers(job, from, first)
    for (const tag of missing)
      if (!(await serves(repository, tag, manifest)))
        await withRetries(runner, `Name ${image.name}:${tag}`, retry, () => repository.name(tag, manifest))
  }
  for (const tag of tags) await readBack(job, tag, manifest.digest)
  return first === undefined ? 'unchanged' : 'done'
}

async function serves(repository: Repository, tag: string, { digest }: Manifest): Promise<boolean> {
  const there = await repository.manifest(tag)
  return 'done' in there && there.done.digest === digest
}

async function copyLayers(
  { runner, docker, image, retry }: PushJob,
  from: string,
  tag: string,
): Promise<void> {
  const command = ['docker', 'buildx', 'imagetools', 'create', '--tag', `${image.name}:${tag}`, from]
  await withRetries(runner, `Copy of ${from} to ${image.name}`, retry, async () => {
    const options = { env: docker.env, signal: runner.cancelled, onLine: runner.log.debug }
    const ran = await runner.process.run(command, options)
    return ran.code === 0 ? { done: true } : { failed: ran.stderr }
  })
}

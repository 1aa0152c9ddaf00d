import { StepFailed } from '../errors.ts'
import type { PushJob } from './push.ts'
import { readBack } from './push.ts'
import type { Reference } from './reference.ts'
import type { Manifest, Repository } from './registry.ts'
import { patiently } from './retry.ts'

/** A digest that was tested, and the repository that has it. */
export interface Source {
  reference: Reference & { digest: string }
  repository: Repository
}

/**
 * Gives a digest of one repository names in another: all platforms, no rebuild, no pull. Returns whether anything had
 * to be done.
 *
 * `buildx imagetools create` carries the layers over (within a registry it only links them). It wraps a single
 * manifest in a new index though (docker/buildx#2481), which is another digest; so the very bytes that the source
 * serves are put under the names afterwards, where they aren't yet.
 */
export async function promote(job: PushJob, source: Source): Promise<'done' | 'unchanged'> {
  const { runner, image, tags, repository, patience } = job
  const from = `${source.reference.name}@${source.reference.digest}`
  const manifest = await patiently(runner, `Read ${from}`, patience, () =>
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
        await patiently(runner, `Name ${image.name}:${tag}`, patience, () => repository.name(tag, manifest))
  }
  for (const tag of tags) await readBack(job, tag, manifest.digest)
  return first === undefined ? 'unchanged' : 'done'
}

async function serves(repository: Repository, tag: string, { digest }: Manifest): Promise<boolean> {
  const there = await repository.manifest(tag)
  return 'done' in there && there.done.digest === digest
}

async function copyLayers(
  { runner, docker, image, patience }: PushJob,
  from: string,
  tag: string,
): Promise<void> {
  const command = ['docker', 'buildx', 'imagetools', 'create', '--tag', `${image.name}:${tag}`, from]
  await patiently(runner, `Copy of ${from} to ${image.name}`, patience, async () => {
    const options = { env: docker.env, signal: runner.cancelled, onLine: runner.log.debug }
    const ran = await runner.process.run(command, options)
    return ran.code === 0 ? { done: true } : { failed: ran.stderr }
  })
}

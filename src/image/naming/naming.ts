import { UserError } from '../../errors.ts'
import { parseReference, tagPattern } from '../../model/release/image-reference.ts'
import type { Runner } from '../../runner/runner.ts'
import { ociLabels } from './labels.ts'
import { readCommit, readSourceVersion, readTags } from './source.ts'
import { planTags, type TagPlan } from './tags.ts'
import { resolveVersion, type Version } from './version.ts'

/** The inputs that decide the names of an image. */
export interface NamingWish {
  image: string
  tags: readonly string[]
  labels: readonly string[]
  version: string | undefined
  versionFiles: readonly string[]
  /** Folder of the sources; a remote context has none. */
  sources: string | undefined
  token: string | undefined
}

/** The names of an image, and their origin. */
export interface Naming {
  name: string
  version: Version
  plan: TagPlan
  labels: string[]
  revision: string
  /** Of the commit, seconds since 1970. */
  time: number | undefined
}

/** Names the image from ref, checkout, sources and the repository's tags. */
export async function nameImage(runner: Runner, wish: NamingWish): Promise<Naming> {
  const name = imageName(wish.image, runner)
  const { ref, serverUrl, repository } = runner.context
  const { revision, time } = await readCommit(runner)
  const source =
    wish.sources === undefined ? undefined : await readSourceVersion(wish.sources, wish.versionFiles)
  const version = resolveVersion({ given: wish.version, ref, source, revision })
  // Only a stable release needs the highest version; all other builds save the request.
  const stable = version.release !== undefined && version.release.prerelease.length === 0
  const known = stable ? await readTags(runner, wish.token) : []
  const plan = planTags({
    ref,
    revision,
    version: version.version,
    release: version.release,
    known,
    extra: wish.tags.map(checkedTag),
  })
  const labels = ociLabels({
    source: repository === '' ? '' : `${serverUrl}/${repository}`,
    revision,
    version: version.version,
    created: time === undefined ? undefined : new Date(time * 1000).toISOString(),
    extra: wish.labels,
  })
  return { name, version, plan, labels, revision, time }
}

/** Registries require lower case, while owners on GitHub may have capitals: `ghcr.io/${{ github.repository }}`. */
function imageName(given: string, { log }: Runner): string {
  const reference = parseReference(given.toLowerCase())
  if (reference === undefined || reference.tag !== undefined || reference.digest !== undefined)
    throw new UserError(
      'bad-input',
      `Input 'image': "${given}" is not the name of an image.`,
      'Give it without a tag, as in `ghcr.io/shop/backend`; tags come from the Git ref and from the input `tags`.',
    )
  if (reference.name !== given)
    log.info(`The image is called ${reference.name}: registries require lower case.`)
  return reference.name
}

function checkedTag(tag: string): string {
  if (tagPattern.test(tag)) return tag
  throw new UserError(
    'bad-input',
    `Input 'tags': "${tag}" can't be a tag.`,
    'A tag has up to 128 letters, digits, `.`, `_` and `-`, and begins with none of the latter two.',
  )
}

import { createHash } from 'node:crypto'
import { compareBuild, parse, type SemVer } from 'semver'
import { shortCommit } from './version.ts'

/** A tag and the rule that gave or withheld it. */
export interface ReasonedTag {
  tag: string
  because: string
}

/** The tags of an image, the most specific first, and the withheld ones. */
export interface TagPlan {
  tags: ReasonedTag[]
  withheld: ReasonedTag[]
}

/** The facts for the rules. */
export interface TagFacts {
  ref: string
  revision: string
  version: string
  /** Set when this is a release. */
  release: SemVer | undefined
  /** All tags of the repository; undefined if they are unknown. */
  known: readonly string[] | undefined
  extra: readonly string[]
}

/** Every tag of an image, each once: version, moving versions, branch or pull request, commit, extra tags. */
export function planTags(facts: TagFacts): TagPlan {
  const { moving, withheld } = movingTags(facts)
  const all = [
    ...versionTag(facts),
    ...moving,
    ...refTag(facts),
    ...commitTag(facts.revision),
    ...facts.extra.map((tag) => ({ tag, because: 'input `tags`' })),
  ]
  const names = all.map(({ tag }) => tag)
  return { tags: all.filter(({ tag }, at) => names.indexOf(tag) === at), withheld }
}

/** On a release the version itself is a tag; otherwise the commit tag identifies the build. */
function versionTag({ version, release, ref }: TagFacts): ReasonedTag[] {
  if (release === undefined && !isTag(ref)) return []
  return release === undefined ? [] : [{ tag: asTag(version), because: 'this version' }]
}

/**
 * `1.4`, `1` and `latest` move, so only the highest stable version of their series gets them: Saleor releases
 * 3.22.67 and 3.23.28 on one day, and `3` must not go back. If the other versions are unknown, none of them moves.
 * Major 0 promises nothing, so `0` isn't given.
 */
function movingTags({ release, known }: TagFacts): { moving: ReasonedTag[]; withheld: ReasonedTag[] } {
  if (release === undefined || release.prerelease.length > 0) return { moving: [], withheld: [] }
  const { major, minor } = release
  const series: { tag: string; of: string; includes: (other: SemVer) => boolean }[] = [
    {
      tag: `${major}.${minor}`,
      of: `${major}.${minor}`,
      includes: (o) => o.major === major && o.minor === minor,
    },
    ...(major === 0 ? [] : [{ tag: `${major}`, of: `${major}`, includes: (o: SemVer) => o.major === major }]),
    { tag: 'latest', of: 'all', includes: () => true },
  ]
  const plan = { moving: [] as ReasonedTag[], withheld: [] as ReasonedTag[] }
  for (const { tag, of, includes } of series) {
    const higher = highest(known ?? [], includes)
    if (known === undefined)
      plan.withheld.push({ tag, because: 'the tags of the repository could not be read' })
    else if (higher !== undefined && compareBuild(higher, release) > 0)
      plan.withheld.push({ tag, because: `${higher.raw.replace(/^v/, '')} is higher` })
    else plan.moving.push({ tag, because: `highest stable of ${of}` })
  }
  return plan
}

function highest(known: readonly string[], includes: (version: SemVer) => boolean): SemVer | undefined {
  return known
    .map((name) => parse(name))
    .filter((version) => version !== null)
    .filter((version) => version.prerelease.length === 0 && includes(version))
    .sort(compareBuild)
    .at(-1)
}

function refTag({ ref, release }: TagFacts): ReasonedTag[] {
  const [, kind, name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(ref) ?? []
  if (kind === 'heads') return [{ tag: guarded(name, 'branch'), because: `branch ${name}` }]
  if (kind === 'pull') return [{ tag: `pr-${name.split('/')[0]}`, because: 'pull request' }]
  if (kind === 'tags' && release === undefined)
    return [{ tag: guarded(name, 'tag'), because: `Git tag ${name}` }]
  return []
}

/** With a prefix, because YAML reads a bare `12e4567` as a number, and seven digits look like a version. */
function commitTag(revision: string): ReasonedTag[] {
  return revision === '' ? [] : [{ tag: `sha-${shortCommit(revision)}`, because: 'commit' }]
}

/** Tags with a reserved meaning: versions, pull requests, commits, the build cache. */
const reserved = /^((branch|tag)-)*(latest$|buildcache$|pr-\d+$|sha-[0-9a-f]+$|v?\d+(\.|$))/

/** Saleor has branches called 3.22; such a name must not take over a version's tag. */
function guarded(name: string, prefix: string): string {
  const tag = distinctTag(name)
  return reserved.test(tag) ? distinctTag(`${prefix}-${tag}`) : tag
}

/** Other characters are lost in a tag, so that two branches could get the same tag. */
const plainName = /^\w[\w./-]{0,127}$/

/** `feature/x` → `feature-x`; a name that is no valid tag gets a short hash: `größe` → `gr-e-` and eight digits. */
function distinctTag(name: string): string {
  if (plainName.test(name)) return asTag(name)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${asTag(name).slice(0, 119).replace(/-+$/, '') || 'unnamed'}-${hash}`
}

/** `feature/x` → `feature-x`; `1.4.2+build.5` → `1.4.2-build.5`. */
function asTag(name: string): string {
  return name
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 128)
}

function isTag(ref: string): boolean {
  return ref.startsWith('refs/tags/')
}

import { compare, parse, type SemVer } from 'semver'
import { shortCommit } from './version.ts'

/** A tag and the rule that gave or refused it. */
export interface ReasonedTag {
  tag: string
  because: string
}

/** The names of an image, the most telling first, and those that were kept back. */
export interface TagPlan {
  tags: ReasonedTag[]
  withheld: ReasonedTag[]
}

/** All that the rules look at. */
export interface TagFacts {
  ref: string
  revision: string
  version: string
  /** Set when this is a release. */
  release: SemVer | undefined
  /** All tags of the repository; undefined when nobody could tell. */
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

/** On a release the version itself is a tag; elsewhere the commit tag says the same. */
function versionTag({ version, release, ref }: TagFacts): ReasonedTag[] {
  if (release === undefined && !isTag(ref)) return []
  return release === undefined ? [] : [{ tag: asTag(version), because: 'this version' }]
}

/**
 * `1.4`, `1` and `latest` move, so only the highest stable version of their series may have them: Saleor releases
 * 3.22.67 and 3.23.28 on one day, and `3` must not go back. Major 0 promises nothing, so `0` isn't given.
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
    if (higher !== undefined && compare(higher, release) > 0)
      plan.withheld.push({ tag, because: `${higher.version} is higher` })
    else if (known === undefined && tag === 'latest')
      plan.withheld.push({ tag, because: 'the tags of the repository could not be read' })
    else plan.moving.push({ tag, because: known === undefined ? 'this version' : `highest stable of ${of}` })
  }
  return plan
}

function highest(known: readonly string[], includes: (version: SemVer) => boolean): SemVer | undefined {
  return known
    .map((name) => parse(name))
    .filter((version) => version !== null)
    .filter((version) => version.prerelease.length === 0 && includes(version))
    .sort(compare)
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

/** With a prefix: YAML reads a bare `12e4567` as a number, and seven digits look like a version. */
function commitTag(revision: string): ReasonedTag[] {
  return revision === '' ? [] : [{ tag: `sha-${shortCommit(revision)}`, because: 'commit' }]
}

/** Saleor has branches called 3.22; such a name must not take over a version's tag. */
function guarded(name: string, prefix: string): string {
  const tag = asTag(name)
  return tag === 'latest' || /^v?\d+(\.|$)/.test(tag) ? asTag(`${prefix}-${tag}`) : tag
}

/** `feature/x` → `feature-x`; `1.4.2+build.5` → `1.4.2-build.5`. */
function asTag(name: string): string {
  return (
    name
      .replaceAll(/[^\w.-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 128) || 'unnamed'
  )
}

function isTag(ref: string): boolean {
  return ref.startsWith('refs/tags/')
}

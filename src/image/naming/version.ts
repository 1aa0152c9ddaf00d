import { parse, type SemVer } from 'semver'

/** The possible sources of a version. */
export interface VersionFacts {
  /** The input `version`. */
  given: string | undefined
  /** `refs/tags/v1.4.2`, `refs/heads/main`. */
  ref: string
  /** The `__version__` in the sources, and in which file. */
  source: { file: string; version: string } | undefined
  /** Full commit. */
  revision: string
}

/** One searched place, for the table in log and summary. */
export interface VersionSource {
  source: string
  says: string
  used: boolean
}

/** The version of an image and its origin. */
export interface Version {
  version: string
  /** Present for a release: given, or from a Git tag. Only releases get version tags. */
  release: SemVer | undefined
  sources: VersionSource[]
  warnings: string[]
}

/** The first source with a version wins: the input, a semver Git tag, the sources with the short commit, the commit alone. */
export function resolveVersion({ given, ref, source, revision }: VersionFacts): Version {
  const tagged = parse(tagOf(ref))
  const short = shortCommit(revision)
  const candidates = [
    { source: 'input `version`', says: given ?? '', version: given && withoutV(given) },
    { source: 'Git tag', says: tagOf(ref), version: tagged?.raw && withoutV(tagged.raw) },
    {
      source: source === undefined ? 'source' : `\`${source.file}\``,
      says: source?.version ?? '',
      version: source && [source.version, short].filter(Boolean).join('-'),
    },
    { source: 'commit', says: short, version: short },
  ]
  const chosen = candidates.find(({ version }) => version)
  return {
    version: chosen?.version ?? '0',
    release: parse(given ?? '') ?? (given ? undefined : (tagged ?? undefined)),
    sources: candidates.map((one) => ({ source: one.source, says: one.says, used: one === chosen })),
    warnings: disagreement(given ? withoutV(given) : tagged?.version, source),
  }
}

/** A release whose code has another version almost always lacks a version bump. */
function disagreement(release: string | undefined, source: VersionFacts['source']): string[] {
  if (release === undefined || source === undefined || source.version === release) return []
  return [`The image is called ${release}, but ${source.file} says ${source.version}.`]
}

/** Finds `__version__ = "3.22.1"`, or `version = "3.22.1"` of pyproject.toml's project table. */
export function versionInSource(text: string): string | undefined {
  const dunder = /^__version__\s*(?::[^=]+)?=\s*["']([^"']+)["']/m.exec(text)?.[1]
  const project = /^\[(?:project|tool\.poetry)\][^[]*?^version\s*=\s*["']([^"']+)["']/ms.exec(text)?.[1]
  return dunder ?? project
}

/** Seven characters, as Git and GitHub show it. */
export function shortCommit(revision: string): string {
  return revision.slice(0, 7)
}

function tagOf(ref: string): string {
  return ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : ''
}

function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, '')
}

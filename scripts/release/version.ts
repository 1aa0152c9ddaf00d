/** A semantic version, as tags of releases have it. */
export interface Version {
  major: number
  minor: number
  patch: number
  /** `rc.1`; empty for a release. */
  pre: string
}

const form = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*))?$/

/** Reads `1.2.3`, `v1.2.3` or `v2.0.0-rc.1`; undefined for anything else, such as `v1`. Pure. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch, pre = ''] = form.exec(text) ?? []
  if (major === undefined) return undefined
  return { major: Number(major), minor: Number(minor), patch: Number(patch), pre }
}

/**
 * The tags that this release moves: `v1.2` if it is the newest patch there, `v1` if it is the newest of all; none for a
 * pre-release. `tags` are those of the repository. Pure.
 */
export function movingTags(version: Version, tags: readonly string[]): string[] {
  if (version.pre !== '') return []
  const released = tags.map(parseVersion).filter((one) => one !== undefined && one.pre === '')
  const series = released.filter((one) => one?.major === version.major)
  const isNewest = (others: readonly (Version | undefined)[]): boolean =>
    others.every((one) => one === undefined || compare(one, version) <= 0)
  const { major, minor } = version
  return [
    ...(isNewest(series.filter((one) => one?.minor === minor)) ? [`v${major}.${minor}`] : []),
    ...(isNewest(series) ? [`v${major}`] : []),
  ]
}

function compare(one: Version, other: Version): number {
  return one.major - other.major || one.minor - other.minor || one.patch - other.patch
}

/** The facts for the standard labels of an image. */
export interface LabelFacts {
  /** Page of the repository. */
  source: string
  revision: string
  version: string
  /** ISO 8601; the commit's time, so that the same commit gives the same image. */
  created: string | undefined
  /** `key=value` lines of the input; they win. */
  extra: readonly string[]
}

/**
 * The OCI labels as `key=value`. Title, description, authors and licences are left to the Dockerfile: Saleor's sets
 * them, and labels from here would override it.
 * https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function ociLabels({ source, revision, version, created, extra }: LabelFacts): string[] {
  const labels = new Map(
    Object.entries({ source, url: source, revision, version, created: created ?? '' })
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [`org.opencontainers.image.${key}`, value]),
  )
  for (const line of extra) labels.set(...keyValue(line))
  return [...labels].map(([key, value]) => `${key}=${value}`)
}

/** Splits at the first `=`: values may contain more of them. */
export function keyValue(line: string): [key: string, value: string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}

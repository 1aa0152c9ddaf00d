/** The notes of a version: the text of its section. Undefined when the changelog has none with a date. Pure. */
export function notesOf(changelog: string, version: string): string | undefined {
  const section = sections(changelog).find(({ name }) => name === version)
  return section?.date === undefined || section.text === '' ? undefined : section.text
}

/**
 * The changelog with its section "Unreleased" as that of the version, and an empty one above. Throws when nothing is
 * unreleased, or when the version is there. Pure.
 */
export function withVersion(changelog: string, version: string, date: string): string {
  const all = sections(changelog)
  if (all.some(({ name }) => name === version))
    throw new Error(`CHANGELOG.md has a section ${version} already.`)
  const unreleased = all.find(({ name }) => name === 'Unreleased')
  if (unreleased === undefined || unreleased.text === '')
    throw new Error('CHANGELOG.md has nothing under "## [Unreleased]": write there what changed.')
  return changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${date}\n`)
}

interface Section {
  name: string
  date: string | undefined
  text: string
}

function sections(changelog: string): Section[] {
  const [, ...parts] = changelog.split(/^## /m)
  return parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n')
    const [, name = '', date] = /^\[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?$/.exec(heading) ?? []
    return { name, date, text: lines.join('\n').trim() }
  })
}

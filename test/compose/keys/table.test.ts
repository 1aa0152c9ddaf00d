import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { keySections } from '../../../scripts/compose-keys/sections.ts'
import { sourceOf } from '../../../src/compose/read/place.ts'
import { findRoles } from '../../../src/compose/roles.ts'
import { checkModel, rules } from '../../../src/compose/rules/check.ts'
import { fileStates, type ProjectState, settingStates } from '../states.ts'
import { triggers } from './triggers.ts'

const rows = keySections.flatMap((section) => section.rows)
const known = new Set(rows.flatMap(({ keys }) => keys))
const states: readonly ProjectState[] = [...settingStates, ...fileStates, ...triggers]

/** A path of a model as the table has it, without the names that people give. */
const keyOf = (path: readonly string[]): string =>
  path.reduce((key, part) => {
    const longer = key === '' ? part : `${key}.${part}`
    return known.has(longer) ? longer : key
  }, '')

function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])])
}

/** The key on whose line a state of a project is annotated. */
function annotated({ model, rule, hosts = 1, production = false, checkout }: ProjectState): string[] {
  const files = [{ file: 'compose.yml', text: stringify(model, { aliasDuplicateObjects: false }) }]
  const source = sourceOf(files)
  const lines = pathsIn(model)
    .map((path) => ({ line: source.place([path])?.line ?? 0, key: keyOf(path) }))
    .sort((one, other) => one.line - other.line)
  const options = { files, hosts, production, ...(checkout === undefined ? {} : { checkout }) }
  return checkModel(model, findRoles(model), options).flatMap((finding) =>
    finding.rule === rule
      ? (lines.findLast(({ line }) => line <= (finding.place?.line ?? 0))?.key ?? [])
      : [],
  )
}

const found = new Map<string, Set<string>>()
for (const state of states)
  found.set(state.rule, new Set([...(found.get(state.rule) ?? []), ...annotated(state)]))

describe('a rule that the table names', () => {
  const pairs = rows.flatMap(({ keys, rules: named = [] }) => named.map((rule) => ({ rule, keys })))

  it.each(pairs)(
    'The rule $rule exists, and annotates the line of $keys.0 or a key beside it',
    ({ rule, keys }) => {
      expect(rules.map(({ name }) => name)).toContain(rule)
      expect([...(found.get(rule) ?? [])].filter((key) => keys.includes(key))).not.toEqual([])
    },
  )

  it('A rule of the table is an error where the table says refused, and a warning where a key is not ours', () => {
    const severitiesOf = (wanted: string) =>
      rows.flatMap(({ treatment, keys, rules: named = [] }) => {
        const severity = (name: string) => rules.find((rule) => rule.name === name)?.severity
        return treatment === wanted ? [[keys[0], ...named.map(severity)]] : []
      })
    expect(severitiesOf('refused').filter(([, ...severities]) => severities.join() !== 'error')).toEqual([])
    // A service that is built is refused for what it lacks, an image.
    expect(severitiesOf('not ours').filter(([, ...severities]) => severities.includes('error'))).toEqual([
      ['services.build', 'error'],
    ])
  })

  it.each(triggers)('The table names $rule beside $key', ({ rule, key }) => {
    expect(rows.filter(({ keys }) => keys.includes(key)).flatMap(({ rules: named = [] }) => named)).toContain(
      rule,
    )
    expect(found.get(rule)).toContain(key)
  })
})

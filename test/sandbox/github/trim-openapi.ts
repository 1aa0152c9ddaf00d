/**
 * Writes `openapi.json`: GitHub's own description of its REST API, cut down to the operations the stand-in
 * serves. Run it after adding an operation to `operations.ts`: `node test/sandbox/github/trim-openapi.ts`.
 *
 * The full package is 385 MB unpacked, so it is no dependency: it is fetched for this run only. Nothing is
 * changed but prose (descriptions, examples) left out, so that a difference in behaviour is never ours.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operations } from './operations.ts'

/** The release of GitHub's description that the stand-in answers to. */
export const PACKAGE = '@octokit/openapi@23.0.2'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const PROSE = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'x-github'])

/** The description without prose; property names that happen to be called `description` stay. */
function withoutProse(value: Json, isPropertyMap = false): Json {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isPropertyMap || !PROSE.has(key))
      .map(([key, item]) => [key, withoutProse(item, key === 'properties' && !isPropertyMap)]),
  )
}

/** Every `#/components/<kind>/<name>` that a piece of the description points to. */
function references(value: Json, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) references(item, found)
  else if (value !== null && typeof value === 'object') {
    if (typeof value['$ref'] === 'string') found.add(value['$ref'])
    for (const item of Object.values(value)) references(item, found)
  }
  return found
}

/** The description with only the named operations and the components they reach. */
export function trim(full: JsonObject, desired: readonly string[]): JsonObject {
  const paths: JsonObject = {}
  const missing = new Set(desired)
  for (const [path, item] of Object.entries(full['paths'] as JsonObject)) {
    const kept = Object.entries(item as JsonObject).filter(([, operation]) => {
      const id = (operation as JsonObject)?.['operationId']
      return typeof id === 'string' && missing.delete(id)
    })
    if (kept.length > 0) paths[path] = withoutProse(Object.fromEntries(kept))
  }
  if (missing.size > 0) throw new Error(`not in GitHub's description: ${[...missing].join(', ')}`)

  const components: Record<string, JsonObject> = {}
  const open = [...references(paths)]
  for (let pointer = open.pop(); pointer !== undefined; pointer = open.pop()) {
    const [kind, name] = pointer.split('/').slice(2) as [string, string]
    const group = (components[kind] ??= {})
    if (name in group) continue
    const component = withoutProse((full['components'] as Record<string, JsonObject>)[kind]?.[name] ?? null)
    group[name] = component
    open.push(...references(component))
  }
  for (const group of Object.values(components)) {
    for (const name of Object.keys(group).sort()) {
      const component = group[name] as Json
      delete group[name]
      group[name] = component
    }
  }
  return {
    openapi: full['openapi'] as string,
    info: {
      title: `GitHub REST API, cut from ${PACKAGE}`,
      version: (full['info'] as JsonObject)['version'] as string,
    },
    paths,
    components,
  }
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
  try {
    execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { stdio: 'inherit' })
    const source = 'package/generated/api.github.com.json'
    execFileSync('sh', ['-c', 'tar xzf *.tgz "$1"', 'sh', source], { cwd: folder })
    const full = JSON.parse(readFileSync(join(folder, source), 'utf8')) as JsonObject
    const trimmed = JSON.stringify(trim(full, operations), null, 1)
    writeFileSync(join(import.meta.dirname, 'openapi.json'), `${trimmed}\n`)
    console.log(`openapi.json: ${operations.length} operations, ${(trimmed.length / 1024).toFixed(0)} kB`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * `npm run docs`: fills the tables of inputs and outputs in each action's README from its action.yml, between
 * `<!-- inputs -->` and `<!-- /inputs -->` (`outputs` likewise), the tables of docs/rules.md from the rules, and those
 * of docs/compose.md from `compose-keys/`, and writes schema/compose.json for editors. With `--check` it only lists outdated ones.
 */
import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { rules } from '../src/compose/rules/check.ts'
import type { Rule } from '../src/compose/rules/rule.ts'
import { table } from '../src/report/markdown.ts'
import { composeFileSchema } from './compose-file-schema.ts'
import { keyTables } from './compose-keys/sections.ts'

/** The parts of an action.yml that the tables need. */
export interface Manifest {
  inputs?: Record<string, { description?: string; required?: boolean; default?: string | number | boolean }>
  outputs?: Record<string, { description?: string }>
}

/** The README with both tables up to date. Throws when a description or a marker is missing. */
export function withTables(readme: string, { inputs = {}, outputs = {} }: Manifest): string {
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    described(name, input.description),
    input.required === true ? '**required**' : shownDefault(input.default),
  ])
  const outputRows = Object.entries(outputs).map(([name, output]) => [
    `\`${name}\``,
    described(name, output.description),
  ])
  const withInputs = between(readme, 'inputs', table(['Input', 'What it is', 'Default'], inputRows))
  return between(withInputs, 'outputs', table(['Output', 'What it is'], outputRows))
}

/** An outdated document, with its correct text. */
export interface Stale {
  path: string
  fresh: string
}

/** Every document with an outdated generated part. */
export async function staleDocs(root: string): Promise<Stale[]> {
  const pages: [string, (page: string) => string][] = [
    ['rules.md', withRules],
    ['compose.md', (page) => between(page, 'keys', keyTables())],
  ]
  const stale = await staleReadmes(root)
  for (const [name, filled] of pages) {
    const path = join('docs', name)
    const page = await readFile(join(root, path), 'utf8')
    const fresh = filled(page)
    if (fresh !== page) stale.push({ path, fresh })
  }
  const path = join('schema', 'compose.json')
  const fresh = `${JSON.stringify(composeFileSchema(), null, 2)}\n`
  if (fresh !== (await readFile(join(root, path), 'utf8').catch(() => ''))) stale.push({ path, fresh })
  return stale
}

/** The page of rules with both tables up to date: rules that refuse a deploy, and rules that warn. */
function withRules(page: string): string {
  const rows = (severity: Rule['severity']): string[][] =>
    rules
      .filter((rule) => rule.severity === severity)
      .map(({ name, only, what, fix }) => [`\`${name}\``, only === undefined ? '' : only, what, fix])
  const header = ['Rule', 'Only for', 'What it finds', 'What to do']
  const withErrors = between(page, 'errors', table(header, rows('error')))
  return between(withErrors, 'warnings', table(header, rows('warning')))
}

async function staleReadmes(root: string): Promise<Stale[]> {
  const stale: Stale[] = []
  for (const manifest of manifests(root)) {
    const path = join(dirname(manifest), 'README.md')
    const readme = await readFile(join(root, path), 'utf8')
    // The root's README covers the whole suite, so its one-step form may have no tables there.
    if (dirname(manifest) === '.' && !readme.includes('<!-- inputs -->')) continue
    try {
      const fresh = withTables(readme, parse(await readFile(join(root, manifest), 'utf8')) as Manifest)
      if (fresh !== readme) stale.push({ path, fresh })
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error })
    }
  }
  return stale
}

function manifests(root: string): string[] {
  return globSync(['action.yml', '*/action.yml'], { cwd: root }).sort()
}

function described(name: string, description: string | undefined): string {
  if (description === undefined || description.trim() === '') throw new Error(`'${name}' has no description`)
  return description.trim().replace(/\s*\n\s*/g, ' ')
}

function shownDefault(value: string | number | boolean | undefined): string {
  const text = String(value ?? '').trim()
  return text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => `\`${line}\``)
        .join('\n')
}

function between(readme: string, name: string, content: string): string {
  const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`)
  if (!marked.test(readme)) throw new Error(`the markers <!-- ${name} --> and <!-- /${name} --> are missing`)
  return readme.replace(marked, (_, open: string, close: string) => `${open}\n${content}\n\n${close}`)
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const stale = await staleDocs(root)
  const check = process.argv.includes('--check')
  for (const { path, fresh } of stale) {
    console.log(check ? `${path} is not fresh: run npm run docs` : `wrote ${path}`)
    if (!check) await writeFile(join(root, path), fresh)
  }
  if (check && stale.length > 0) process.exitCode = 1
}

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import { UserError } from '../../errors.ts'
import type { HttpResponse } from '../../runner/http/http.ts'
import { type Check, type Probe, type Severity, statusOf } from '../check.ts'
import { stepsOf, valueAt } from './json-path.ts'
import { excerpt } from './shop.ts'

/** A custom check, as it is written. */
interface OwnCheck {
  name: string
  url: string
  method: string
  headers: Record<string, string>
  body: unknown
  status: number[]
  contains: string | undefined
  json: Record<string, unknown>
  header: Record<string, string>
  severity: Severity
}

/** The valid values of a key, and their description. */
const keys: Record<string, [fits: (value: unknown) => boolean, expected: string]> = {
  name: [(value) => typeof value === 'string' && value.trim() !== '', 'a text'],
  url: [
    (value) => typeof value === 'string' && /^(\/|https?:\/\/[^\s/])\S*$/.test(value),
    'a path that begins with /, or a URL',
  ],
  method: [
    (value) => typeof value === 'string' && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(value),
    'GET, POST or another method',
  ],
  headers: [isTexts, 'a mapping of names to texts'],
  body: [(value) => value !== null, 'a text, or a mapping or list that is sent as JSON'],
  status: [
    (value) => [value].flat().length > 0 && [value].flat().every(isStatus),
    'a status from 100 to 599, or a list of them',
  ],
  contains: [(value) => typeof value === 'string' && value !== '', 'a text'],
  json: [
    (value) => isRecord(value) && Object.keys(value).every((path) => stepsOf(path) !== undefined),
    'a mapping of paths such as data.shop.name or items[0].id to values',
  ],
  header: [isTexts, 'a mapping of names to texts'],
  severity: [(value) => value === 'error' || value === 'warning', 'error or warning'],
}

/**
 * Reads custom checks. Paths are below the shop's base URL.
 * @throws UserError `bad-input` that names the line of every mistake
 */
export function readOwnChecks(text: string, base: string): Probe[] {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  const lineOf = (node: unknown): number =>
    lineCounter.linePos((node as Node | null | undefined)?.range?.[0] ?? 0).line
  const [broken] = document.errors
  if (broken !== undefined)
    throw bad([
      `line ${broken.linePos?.[0].line ?? 1}: ${broken.message.split('\n')[0]?.replace(/ at line.*$/, '')}`,
    ])
  if (!isSeq(document.contents))
    throw bad([`line ${lineOf(document.contents)} is no list of checks, each with a name and a url`])
  const problems: string[] = []
  const names = new Map<string, number>()
  const checks = document.contents.items.flatMap((item) => {
    if (!isMap(item)) {
      problems.push(`line ${lineOf(item)} is no check with a name and a url`)
      return []
    }
    const found = complaintsAbout(item as YAMLMap, lineOf)
    const name = String(item.get('name'))
    const before = names.get(name)
    if (before !== undefined) found.push(`line ${lineOf(item)}: line ${before} has a check of the same name`)
    names.set(name, lineOf(item))
    problems.push(...found)
    return [item.toJS(document) as Partial<OwnCheck>]
  })
  if (problems.length > 0) throw bad(problems)
  return checks.map((check) => probeOf(check, base))
}

function complaintsAbout(item: YAMLMap, lineOf: (node: unknown) => number): string[] {
  const missing = ['name', 'url'].filter((key) => !item.has(key))
  return [
    ...missing.map((key) => `line ${lineOf(item)}: the check has no ${key}`),
    ...item.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : ''
      const [fits, expected] = keys[name] ?? []
      if (fits === undefined)
        return [
          `line ${lineOf(key)}: there is no ${JSON.stringify(name)}; there are ${Object.keys(keys).join(', ')}`,
        ]
      const plain: unknown = (value as { toJSON(): unknown } | null)?.toJSON() ?? null
      return fits(plain) ? [] : [`line ${lineOf(value ?? key)}: ${name} is not ${expected}`]
    }),
  ]
}

function probeOf(written: Partial<OwnCheck>, base: string): Probe {
  const { name = '', url = '', method, headers = {}, body, severity = 'error' } = written
  const isJson = body !== undefined && typeof body !== 'string'
  const sent = isJson ? JSON.stringify(body) : body
  const wishes = wishesOf(written)
  const check: Check = {
    name,
    severity,
    expected: wishes.map(({ expected }) => expected).join(', '),
    evaluate(answer) {
      const problems = wishes.flatMap(({ problem }) => problem(answer) ?? [])
      return { passed: problems.length === 0, got: problems.join('; ') || statusOf(answer) }
    },
  }
  return {
    request: {
      method: method ?? (sent === undefined ? 'GET' : 'POST'),
      url: url.startsWith('/') ? base + url : url,
      headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    },
    checks: [check],
  }
}

/** An assertion, and the function that finds what is wrong with an answer. */
interface Wish {
  expected: string
  problem: (answer: HttpResponse) => string | undefined
}

function wishesOf({ status, contains, json = {}, header = {} }: Partial<OwnCheck>): Wish[] {
  const statuses = [status ?? 200].flat()
  return [
    {
      expected: statuses.join(' or '),
      problem: (answer) => (statuses.includes(answer.status) ? undefined : statusOf(answer)),
    },
    ...(contains === undefined
      ? []
      : [
          {
            expected: `with ${JSON.stringify(contains)}`,
            problem: ({ body }: HttpResponse) =>
              body.includes(contains) ? undefined : `not in it: ${excerpt(body, 80)}`,
          },
        ]),
    ...Object.entries(json).map(([path, value]) => ({
      expected: `${path} = ${JSON.stringify(value)}`,
      problem: ({ body }: HttpResponse) => wrongAt(body, path, value),
    })),
    ...Object.entries(header).map(([name, value]) => ({
      expected: `${name}: ${value}`,
      problem({ headers }: HttpResponse) {
        const got = headers[name.toLowerCase()]
        return got?.includes(value) ? undefined : `${name}: ${got ?? 'no such header'}`
      },
    })),
  ]
}

function wrongAt(body: string, path: string, expected: unknown): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return `not JSON: ${excerpt(body, 80)}`
  }
  const got = valueAt(value, path)
  return JSON.stringify(got) === JSON.stringify(expected)
    ? undefined
    : `${path} = ${excerpt(JSON.stringify(got) ?? 'nothing', 80)}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599
}

function isTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => ['string', 'number'].includes(typeof one))
}

function bad(problems: readonly string[]): UserError {
  return new UserError(
    'bad-input',
    `Input 'own-checks': ${problems.join('\n')}`,
    'A check is written as\n- name: search finds shoes\n  url: /graphql/\n  body: { query: "…" }\n  json: { data.products.totalCount: 3 }',
  )
}

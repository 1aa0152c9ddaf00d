import { describe, expect, it } from 'vitest'
import type { UserError } from '../../../src/errors.ts'
import type { HttpResponse } from '../../../src/runner/http/http.ts'
import { evaluate } from '../../../src/smoke/check.ts'
import { stepsOf, valueAt } from '../../../src/smoke/outside/json-path.ts'
import { readOwnChecks } from '../../../src/smoke/outside/own-checks.ts'

const text = `# What matters to us
- name: search finds shoes
  url: /graphql/
  body: { query: "{ products(first: 1) { totalCount } }" }
  json:
    data.products.totalCount: 3
  severity: warning
- name: old address
  url: https://old.example.com/shop?x=1
  method: HEAD
  status: [301, 308]
  header: { Location: https://shop.example.com }
`

const answer = (parts: Partial<HttpResponse>): HttpResponse => ({
  ...{ status: 200, headers: {}, body: '', seconds: 0.1, ...parts },
})

/** What a single check says to an answer. */
function verdict(check: string, parts: Partial<HttpResponse>): string {
  const [probe] = readOwnChecks(`- name: own\n  url: /x\n${check}`, 'https://shop')
  if (probe === undefined) throw new Error('no probe')
  const [result] = evaluate(probe, answer(parts))
  return `${result?.passed ? '' : '!'}${result?.got}`
}

function problem(yaml: string): string {
  try {
    readOwnChecks(yaml, 'https://shop')
  } catch (error) {
    return (error as UserError).message.replace("Input 'own-checks': ", '')
  }
  return ''
}

describe('requests', () => {
  it('The requests of custom checks are below the base URL, and JSON where the body is an object', () => {
    expect(readOwnChecks(text, 'https://shop').map(({ request }) => request)).toEqual([
      {
        method: 'POST',
        url: 'https://shop/graphql/',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ products(first: 1) { totalCount } }"}',
      },
      { method: 'HEAD', url: 'https://old.example.com/shop?x=1', headers: {} },
    ])
  })

  it('The requests of custom checks name their expectation', () => {
    expect(
      readOwnChecks(text, 'https://shop').flatMap(({ checks }) =>
        checks.map(({ severity, expected }) => `${severity}: ${expected}`),
      ),
    ).toEqual([
      'warning: 200, data.products.totalCount = 3',
      'error: 301 or 308, Location: https://shop.example.com',
    ])
  })
})

describe('verdicts', () => {
  it.each([
    ['  status: 404', { status: 404 }, '404'],
    ['  status: 404', { status: 200 }, '!200'],
    ['', { status: 301, headers: { location: '/y' } }, '!301 → /y'],
    ['  contains: shoes', { body: 'all shoes here' }, '200'],
    ['  contains: shoes', { body: 'no boots' }, '!not in it: no boots'],
    ['  json: { a.b: [1, { c: x }] }', { body: '{"a":{"b":[1,{"c":"x"}]}}' }, '200'],
    ['  json: { "$.a[0].id": "7" }', { body: '{"a":[{"id":7}]}' }, '!$.a[0].id = 7'],
    ['  json: { a.b: 1 }', { body: '{"a":null}' }, '!a.b = nothing'],
    ['  json: { a: 1 }', { body: '<html>' }, '!not JSON: <html>'],
    ['  header: { Cache-Control: max-age }', { headers: { 'cache-control': 'public, max-age=3' } }, '200'],
    ['  header: { X-Up: yes }', {}, '!X-Up: no such header'],
    ['  status: 201\n  contains: a', { status: 500, body: 'b' }, '!500; not in it: b'],
  ])('The answer to a custom check is judged: %s', (check, parts, expected) => {
    expect(verdict(check, parts)).toBe(expected)
  })
})

describe('mistakes', () => {
  it.each([
    ['name: x', 'line 1 is no list of checks, each with a name and a url'],
    ['- name: a\n  url: /x\n- just text', 'line 3 is no check with a name and a url'],
    ['- name: a\n  url: /x\n\n- name: b', 'line 4: the check has no url'],
    ['- name: a\n  url: x', 'line 2: url is not a path that begins with /, or a URL'],
    [
      '- name: a\n  url: /x\n  status: 20',
      'line 3: status is not a status from 100 to 599, or a list of them',
    ],
    [
      '- name: a\n  url: /x\n  status: []',
      'line 3: status is not a status from 100 to 599, or a list of them',
    ],
    ['- name: a\n  url: /x\n  method: get', 'line 3: method is not GET, POST or another method'],
    ['- name: a\n  url: /x\n  severity: fatal', 'line 3: severity is not error or warning'],
    [
      '- name: a\n  url: /x\n  json:\n    a..b: 1',
      'line 4: json is not a mapping of paths such as data.shop.name or items[0].id to values',
    ],
    ['- name: a\n  url: /x\n  header: [x]', 'line 3: header is not a mapping of names to texts'],
    ['- name: a\n  url: /x\n  contains:', 'line 3: contains is not a text'],
    ['- name: a\n  url: /x\n- name: a\n  url: /y', 'line 3: line 1 has a check of the same name'],
    ['- name: a\n url: /x', 'line 2: Sequence item without - indicator'],
    ['- name: a\n  url: "/x', 'line 2: Missing closing "quote'],
  ])('A mistake in a custom check is reported with its line: %j', (yaml, expected) => {
    expect(problem(yaml)).toBe(expected)
  })

  it('All mistakes are reported at once, with the known keys', () => {
    expect(problem('- nmae: a\n  url: /x\n  body:\n- name: ""\n  url: 3').split('\n')).toEqual([
      'line 1: the check has no name',
      'line 1: there is no "nmae"; there are name, url, method, headers, body, status, contains, json, header, severity',
      'line 3: body is not a text, or a mapping or list that is sent as JSON',
      'line 4: name is not a text',
      'line 5: url is not a path that begins with /, or a URL',
    ])
  })
})

describe('paths', () => {
  it.each([
    ['a', ['a']],
    ['$.a.b', ['a', 'b']],
    ['a[0][1].b-c', ['a', '0', '1', 'b-c']],
    ['[2].x', ['2', 'x']],
    ['$', []],
    ['a.', undefined],
    ['a[b]', undefined],
    ['a b', undefined],
    ['..a', undefined],
  ])('The JSON path is read: %s', (path, steps) => {
    expect(stepsOf(path)).toEqual(steps)
  })

  it('A JSON path leads only to what is in the answer', () => {
    const value = { a: [{ b: 0 }] }
    expect(valueAt(value, 'a[0].b')).toBe(0)
    expect(valueAt(value, '$')).toBe(value)
    expect(valueAt(value, 'a.constructor')).toBeUndefined()
    expect(valueAt(value, 'a[0].b.c')).toBeUndefined()
  })
})

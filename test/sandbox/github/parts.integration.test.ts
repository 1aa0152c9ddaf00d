import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bearer, may } from './access.ts'
import { importGit } from './git.ts'
import { paginate } from './paging.ts'
import { State } from './state/state.ts'
import { trim } from './trim-openapi.ts'

test('A trimmed description keeps what its operations reach, and property names that look like prose', () => {
  const full = {
    openapi: '3.0.3',
    info: { version: '1' },
    paths: {
      '/a': {
        get: { operationId: 'a', summary: 'A', responses: { 200: { $ref: '#/components/responses/a' } } },
      },
      '/b': { get: { operationId: 'b' } },
    },
    components: {
      responses: { a: { description: 'A', content: { schema: { $ref: '#/components/schemas/a' } } } },
      schemas: { a: { properties: { description: { type: 'string', description: 'prose' } } }, b: {} },
    },
  }
  const trimmed = trim(full, ['a'])
  expect(trimmed['paths']).toEqual({
    '/a': { get: { operationId: 'a', responses: { 200: { $ref: '#/components/responses/a' } } } },
  })
  expect(trimmed['components']).toEqual({
    responses: { a: { content: { schema: { $ref: '#/components/schemas/a' } } } },
    schemas: { a: { properties: { description: { type: 'string' } } } },
  })
  expect(() => trim(full, ['a', 'z'])).toThrow(/not in GitHub's description: z/)
})

test('A git repository becomes commits, branches and tags, annotated ones included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'git-'))
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...args], {
      encoding: 'utf8',
    }).trim()
  git('init', '--quiet', '--initial-branch=main')
  for (const name of ['one', 'two']) {
    writeFileSync(join(folder, name), name)
    git('add', '.')
    git('commit', '--quiet', '-m', `Add ${name}`)
  }
  git('tag', 'plain')
  git('tag', '-a', '-m', 'annotated', 'annotated')
  const repository = new State(() => new Date()).addRepository('org/shop')
  importGit(repository, folder)
  const head = git('rev-parse', 'HEAD')
  expect(repository.tip()).toBe(head)
  expect(repository.refs.get('refs/tags/plain')).toBe(head)
  expect(repository.refs.get('refs/tags/annotated')).toBe(head)
  const parents = [git('rev-parse', 'HEAD~1')]
  expect(repository.commits.get(head)).toMatchObject({
    message: 'Add two',
    author: 'Ann',
    parents,
    files: ['two'],
  })
  rmSync(folder, { recursive: true })
})

test('Pages of a list end where the list ends', () => {
  const items = Array.from({ length: 250 }, (_, index) => index)
  const page = (query: string) => paginate(items, new URL(`http://api/list${query}`))
  expect(page('').items).toHaveLength(30)
  expect(page('?per_page=500').items).toHaveLength(100)
  expect(page('?per_page=100&page=3')).toMatchObject({ items: items.slice(200) })
  expect(page('?per_page=100&page=3').link).not.toMatch(/rel="next"/)
  expect(page('?page=99').items).toEqual([])
  expect(paginate([], new URL('http://api/list')).link).toBeUndefined()
})

test('The permission to write includes reading, and metadata can always be read', () => {
  const token = (permissions: Parameters<typeof may>[0]['permissions']) => ({
    value: 't',
    login: 'ann',
    permissions,
    isWorkflow: false,
    limit: 1,
    used: 0,
  })
  expect(may(token({ issues: 'write' }), 'issues:read')).toBe(true)
  expect(may(token({ issues: 'read' }), 'issues:write')).toBe(false)
  expect(may(token({}), 'metadata:read')).toBe(true)
  expect(may(token(undefined), 'actions:write')).toBe(true)
  expect([bearer('Bearer a'), bearer('token b'), bearer('Basic c'), bearer(undefined)]).toEqual([
    'a',
    'b',
    undefined,
    undefined,
  ])
})

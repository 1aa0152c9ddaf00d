import { expect, it } from 'vitest'
import { blocksOf, withoutCode } from '../../scripts/pages/blocks.ts'
import { exampleOf, isCut, wrongInputs } from '../../scripts/pages/examples.ts'

it('A code block has its language, its line, its text without indentation, and the comment before it', () => {
  const page =
    'Text\n\n<!-- quickstart: run -->\n\n```sh\nls\n```\n\n- item\n\n  ```yaml\n  a:\n    b: 1\n  ```\n'
  expect(blocksOf(page)).toEqual([
    { language: 'sh', text: 'ls\n', line: 5, note: 'quickstart: run' },
    { language: 'yaml', text: 'a:\n  b: 1\n', line: 11, note: '' },
  ])
})

it('A code block without an end is an error that names its line', () => {
  expect(() => blocksOf('Text\n```sh\nls\n')).toThrow('line 2')
})

it('A page without its code keeps its lines', () => {
  expect(withoutCode('a `b` c\n```\nd\n```\ne')).toBe('a  c\n\n\n\ne')
})

it('Steps, jobs and permissions become whole workflows, and Compose files are known', () => {
  expect(exampleOf('- uses: a/b@v1\n')).toMatchObject({ kind: 'workflow', isWhole: false })
  expect(exampleOf('permissions:\n  contents: read\n')).toMatchObject({ kind: 'workflow', isWhole: false })
  expect(exampleOf('on: push\njobs: {}\n')).toMatchObject({ kind: 'workflow', isWhole: true })
  expect(exampleOf('services:\n  web: {}\n')).toEqual({ kind: 'compose' })
  expect(exampleOf('hosts: a\n')).toEqual({ kind: 'other' })
})

it('An input that an action does not have is found, and one that it needs', () => {
  const inputs = (action: string) =>
    action === 'deploy' ? { host: { required: true }, port: {} } : undefined
  const wrong = (uses: string, given: Record<string, unknown>, cut = false): string[] =>
    wrongInputs([{ uses, with: given }], cut, inputs)
  expect(wrong('org/saleor-deploy/deploy@v1', { host: 'a', port: 1 })).toEqual([])
  expect(wrong('org/saleor-deploy/deploy@v1.2.3', { hots: 'a' })).toEqual([
    'org/saleor-deploy/deploy@v1.2.3 has no input hots',
    'org/saleor-deploy/deploy@v1.2.3 needs the input host',
  ])
  expect(wrong('org/saleor-deploy/deploy@v1', {}, true)).toEqual([])
  expect(wrong('org/saleor-deploy/deploy@main', {})).toHaveLength(1)
  expect(wrong('org/saleor-deploy/nothing@v1', {})).toHaveLength(1)
  expect(wrong('actions/checkout@v6', { anything: 1 })).toEqual([])
})

it('An example with a comment of three dots says that it leaves something out', () => {
  expect(isCut('- uses: a\n  # …\n')).toBe(true)
  expect(isCut('- uses: a\n  # all of it\n')).toBe(false)
})

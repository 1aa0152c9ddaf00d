import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { reasonCodes } from '../../src/errors.ts'
import { parseEnvironment } from '../../src/inputs/values/environment.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const troubleshooting = read('docs/troubleshooting.md')

interface Step {
  uses?: string
  with?: Record<string, unknown>
}

/** The steps in a document's YAML examples. */
function exampleSteps(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/^```yaml\n([^]*?)^```/gm)].map(
    ([, text]) => parse(text ?? '') as unknown,
  )
  return blocks.flatMap((block) => (Array.isArray(block) ? (block as Step[]) : []))
}

interface Workflow {
  permissions: object
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>
}

const examples = globSync('workflows-examples/*.yml', { cwd: root })
  .filter((path) => /^jobs:/m.test(read(path)))
  .sort()
const workflow = (path: string): Workflow => parse(read(path)) as Workflow

function workflowSteps(path: string): Step[] {
  return Object.values(workflow(path).jobs).flatMap(({ steps }) => steps)
}

it('The page about failed jobs explains every reason code, in the order of the list, and no other', () => {
  const [byCode = ''] = troubleshooting.split('\n## By symptom')
  const rows = [...byCode.matchAll(/^\| `([a-z-]+)` \| \S.* \|.*\|$/gm)].map(([, code]) => code)
  expect(rows).toEqual([...reasonCodes])
})

const ours = [
  ...globSync('*/README.md', { cwd: root }).filter((path) =>
    existsSync(join(root, dirname(path), 'action.yml')),
  ),
]

it.each([
  ...examples.map((path): [string, Step[]] => [path, workflowSteps(path)]),
  ...['README.md', 'docs/examples.md', ...ours].map((path): [string, Step[]] => [
    path,
    exampleSteps(read(path)),
  ]),
])('The example in %s uses inputs that the actions have, and all that they require', (_, steps) => {
  const calls = steps.filter(({ uses }) => uses?.startsWith('org/saleor-deploy'))
  expect(calls.length).toBeGreaterThan(0)
  for (const { uses = '', with: given = {} } of calls) {
    const [, name = '.'] = /^org\/saleor-deploy\/([\w-]+)@v1$/.exec(uses) ?? []
    const { inputs } = parse(read(join(name, 'action.yml'))) as {
      inputs: Record<string, { required?: boolean }>
    }
    const required = Object.keys(inputs).filter((input) => inputs[input]?.required)
    expect(
      Object.keys(given).filter((input) => !(input in inputs)),
      `${uses}: unknown`,
    ).toEqual([])
    expect(
      required.filter((input) => !(input in given)),
      `${uses}: missing`,
    ).toEqual([])
  }
})

it('The page of examples shows each action at least once', () => {
  const shown = new Set(exampleSteps(read('docs/examples.md')).map(({ uses }) => uses?.split(/[/@]/)[2]))
  expect(ours.map(dirname).filter((name) => !shown.has(name))).toEqual([])
})

it('README is short enough to be read at once', () => {
  expect(read('README.md').length).toBeLessThan(10_500)
})

/** The variables and secrets that a workflow names. */
const settingsOf = (text: string): Set<string> =>
  new Set([...text.matchAll(/\b(?:vars|secrets)\.([A-Z_]+)/g)].flatMap(([, name]) => name ?? []))

/** Those that the head of the pipeline explains. */
const explained = (): Set<string> => {
  const [head = ''] = read('workflows-examples/pipeline.yml').split('\nname: ')
  return new Set([...head.matchAll(/^# {3}([A-Z_]+) /gm)].flatMap(([, name]) => name ?? []))
}

it('The pipeline reads exactly the variables and secrets that its head explains', () => {
  expect(settingsOf(read('workflows-examples/pipeline.yml'))).toEqual(explained())
})

it.each(examples)(
  'The workflow %s reads only variables and secrets that are explained in the pipeline or in its own head',
  (path) => {
    const [head = ''] = read(path).split('\nname: ')
    const known = explained()
    const others = [...settingsOf(read(path))].filter((name) => !known.has(name))
    expect(others.filter((name) => !head.includes(name))).toEqual([])
  },
)

it.each(examples)('The workflow %s grants no permission by default, and each job what it needs', (path) => {
  const { permissions, jobs } = workflow(path)
  expect(permissions).toEqual({})
  for (const [name, job] of Object.entries(jobs)) {
    const given = job.permissions ?? {}
    const uses = job.steps.map(({ uses = '' }) => uses.replace(/@.*/, ''))
    const records = uses.some((one) => /^org\/saleor-deploy(\/(deploy|rollback|await)[\w-]*)?$/.test(one))
    const asks = uses.includes('org/saleor-deploy/await-approval')
    expect([name, given.deployments]).toEqual([name, records ? 'write' : undefined])
    expect([name, given.issues]).toEqual([name, asks ? 'write' : undefined])
    expect([name, given.contents]).toEqual([
      name,
      uses.includes('actions/checkout') ? 'read' : given.contents,
    ])
  }
})

it('The example environment can be pasted as a secret, and only its secrets are blank', () => {
  const example = parseEnvironment(read('workflows-examples/.env.staging.example'))
  const blank = [...example].filter(([, value]) => value === '').map(([name]) => name)
  expect(blank).toEqual(['SECRET_KEY', 'RSA_PRIVATE_KEY'])
  expect(example.get('DEBUG')).toBe('False')
})

it('The page about failed jobs calls as many reason codes green as the list has', () => {
  const codes = [...troubleshooting.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| [^|]*\|$/gm)].map(
    ([, code]) => code,
  )
  const first = codes.indexOf('done')
  expect(codes.slice(first, first + 5)).toEqual([...reasonCodes.slice(0, 4), 'bad-input'])
  expect(troubleshooting).toContain('All but the first four make the job red.')
})

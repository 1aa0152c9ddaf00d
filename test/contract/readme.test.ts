import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseEnvironment } from '../../src/compose/environment.ts'
import { reasonCodes } from '../../src/errors.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

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

function pipelineSteps(): Step[] {
  const { jobs } = parse(read('workflows-examples/pipeline.yml')) as {
    jobs: Record<string, { steps: Step[] }>
  }
  return Object.values(jobs).flatMap(({ steps }) => steps)
}

it('README explains every reason code, in the order of the list, and no other', () => {
  const rows = [...readme.matchAll(/^\| `([a-z-]+)` \| \S.* \|.*\|$/gm)].map(([, code]) => code)
  expect(rows).toEqual([...reasonCodes])
})

const ours = [
  ...globSync('*/README.md', { cwd: root }).filter((path) =>
    existsSync(join(root, dirname(path), 'action.yml')),
  ),
]

it.each([
  ['workflows-examples/pipeline.yml', pipelineSteps()],
  ...['README.md', ...ours].map((path): [string, Step[]] => [path, exampleSteps(read(path))]),
])('%s calls our actions with inputs that they have, and with all that they require', (_, steps) => {
  const calls = steps.filter(({ uses }) => uses?.startsWith('org/saleor-deploy'))
  expect(calls.length).toBeGreaterThan(0)
  for (const { uses = '', with: given = {} } of calls) {
    const [, name = ''] = /^org\/saleor-deploy\/([\w-]+)@v1$/.exec(uses) ?? []
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

it('README shows each action once at least', () => {
  const shown = new Set(exampleSteps(readme).map(({ uses }) => uses?.split(/[/@]/)[2]))
  expect(ours.map(dirname).filter((name) => !shown.has(name))).toEqual([])
})

it.each(['README.md', 'CONTRIBUTING.md', ...ours])('the links in %s lead somewhere', (path) => {
  const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '')
  const files = links.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.split('#')[0] ?? '')
  expect(files.filter((file) => !existsSync(join(root, dirname(path), file)))).toEqual([])
})

it('the variables and secrets that the pipeline reads are the ones that its head explains', () => {
  const pipeline = read('workflows-examples/pipeline.yml')
  const [head = ''] = pipeline.split('\nname: ')
  const explained = [...head.matchAll(/^# {3}([A-Z_]+) /gm)].map(([, name]) => name)
  const used = [...pipeline.matchAll(/\b(?:vars|secrets)\.([A-Z_]+)/g)].map(([, name]) => name)
  expect(new Set(used)).toEqual(new Set(explained))
})

it('the example environment can be pasted as a secret; only secrets are left blank in it', () => {
  const example = parseEnvironment(read('workflows-examples/.env.staging.example'))
  const blank = [...example].filter(([, value]) => value === '').map(([name]) => name)
  expect(blank).toEqual(['SECRET_KEY', 'RSA_PRIVATE_KEY'])
  expect(example.get('DEBUG')).toBe('False')
})

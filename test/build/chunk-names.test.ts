import { expect, it } from 'vitest'
import { type Chunk, chunkNames, withNames } from '../../scripts/chunk-names.ts'

const chunk = (id: number, requests: string[], ...modules: string[]): Chunk => ({
  id,
  names: [],
  origins: requests.map((request) => ({ request })),
  modules: modules.map((name) => ({ name })),
})
const deploy = './actions/deploy.js'
const rollback = './actions/rollback.js'
const execa = '../../node_modules/execa/index.js + 137 modules'
const core = '../../node_modules/@actions/core/lib/core.js + 7 modules'
const tunnel = '../../node_modules/tunnel/index.js'

it.each<[string, string, Chunk]>([
  ['an action by its name', 'rollback', chunk(1, [rollback], './actions/rollback.js + 7 modules')],
  ['a package by its own', 'execa', chunk(1, ['execa'], execa)],
  [
    'a package with others by what was imported',
    'actions-core',
    chunk(1, ['@actions/core', '@actions/cache'], core, tunnel),
  ],
  [
    'packages that are kept apart from the import that needs them',
    'deploy-packages',
    chunk(1, [deploy], execa, tunnel),
  ],
  ['a package that comes along by its own', 'tunnel', chunk(1, [deploy, rollback], tunnel)],
  [
    'what is shared by who shares it, in any order',
    'deploy+rollback',
    chunk(1, [rollback, deploy, rollback], './src/plan/rollback.js', './src/errors.js', tunnel),
  ],
])('A chunk is named after %s', (_, name, one) => {
  expect(chunkNames([one]).get('1')).toBe(name)
})

it('A name used by two chunks is an error', () => {
  const one = chunk(1, [deploy, rollback], './src/a.js')
  expect(() => chunkNames([one, { ...one, id: 2 }])).toThrow('two chunks would be called deploy+rollback')
})

it('The file that is loaded first keeps its name', () => {
  const first = { ...chunk(1, [], './main.js'), names: ['main'] }
  expect(chunkNames([first])).toEqual(new Map())
})

it('Chunk numbers in a file become names, and no other number is changed', () => {
  const names = new Map([
    ['84', 'semver'],
    ['124', 'execa'],
  ])
  const text = `export const id = 124;
export const ids = [124];
const a = await __webpack_require__.e(/* import() */ 84).then(__webpack_require__.bind(__webpack_require__, 84))
const b = await Promise.all(/* import() */[__nccwpck_require__.e(84), __nccwpck_require__.e(124)])
const answers = [124, 84]`
  expect(withNames(text, names)).toBe(`export const id = "execa";
export const ids = ["execa"];
const a = await __webpack_require__.e(/* import() */ "semver").then(__webpack_require__.bind(__webpack_require__, 84))
const b = await Promise.all(/* import() */[__nccwpck_require__.e("semver"), __nccwpck_require__.e("execa")])
const answers = [124, 84]`)
})

it('A number without a name is an error', () => {
  expect(() => withNames('__webpack_require__.e(7)', new Map())).toThrow('chunk 7 has no name')
})

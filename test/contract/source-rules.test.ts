import { globSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { files, root, type SourceFile } from './project.ts'
import {
  drawers,
  effectsOf,
  effectsOutside,
  impurities,
  ownModulesMocked,
  rawInputReads,
  reachableFrom,
  sizes,
  valueImports,
  waits,
} from './source-rules.ts'

/** The decisions of the suite: data in, data out. No clock, process, network, environment, and nothing to wait for. */
const decisions = [
  'src/errors.ts',
  'src/inputs/*.ts',
  'src/report/*.ts',
  'src/smoke/{certificate,check,files,json-path,outside,own-checks,report,sentry-event,severity,shop,site,speed,speed-report,verdict}.ts',
  'src/smoke/inside/{background,containers,django,django-script,machine,questions,seen}.ts',
  'src/compose/{app,celery,check*,environment,model,ports,render,roles}.ts',
  'src/database/{migrations,state,state-script,url,counts,manifest,room,inside,backup-plan}.ts',
  'src/approval/{binding,changes,checklist,command,decision,exclude,gate,notices,outcome,pace,panel,record,text,words}.ts',
  'src/deploy/{back-targets,failures,observed,outputs,plan,preflight,report,retention,steps,wanted,web-steps}.ts',
  'src/rollback/{outputs,plan,reason,report,target}.ts',
  'src/edge/{config,maintenance,maintenance-page,runtime,statistics,upstreams}.ts',
  'src/maintenance/{network,plan,report}.ts',
  'src/github/{failure,record}.ts',
  'src/notify/message.ts',
  'src/host/{explain,host-key,quote}.ts',
  'src/image/{build-command,cache-plan,labels,reference,tags,verify-plan,version}.ts',
  'src/release/release.ts',
]

/** The only files that touch the world themselves, and what they stand for; all others get it passed, as a port. */
const adapters = {
  'src/runner/*.ts': 'the runner: programs, HTTP, clock, log',
  'src/run-action.ts': "the process: inputs, signals, exit code, and the runner's files",
  'src/github/octokit.ts': "GitHub's API",
  'src/host/connect.ts': 'SSH',
  'src/host/dialogue.ts': 'the heartbeat, which goes on while the code waits for something else',
  'src/image/docker-config.ts': "Docker's own settings, and the state for the post step",
  'src/image/layer-cache.ts': "GitHub's cache",
  'src/image/verify.ts': 'keys by chance, for a container that is thrown away',
}

const sources = await files('actions/*.ts', 'src/**/*.ts')
const everything = await files('{actions,bench,scripts,src,test}/**/*.{ts,mjs}', '*.ts')

describe('the sources', () => {
  it.each(decisions)('%s decides and does nothing', (pattern) => {
    const paths = globSync(pattern, { cwd: root })
    expect(paths).not.toEqual([])
    expect(impurities(paths, sources)).toEqual([])
  })

  it('either decide or wait for what they do', () => {
    const adapting = ['src/runner/*.ts', 'src/host/guard.ts']
    const neither = sources
      .filter(
        (source) => !waits(source) && !adapting.some((pattern) => posix.matchesGlob(source.path, pattern)),
      )
      .flatMap(({ path }) => impurities([path], sources))
    expect(neither).toEqual([])
  })

  it('touch the world in adapters only', () => {
    expect(effectsOutside(Object.keys(adapters), sources)).toEqual([])
  })

  it.each(Object.keys(adapters))('have %s, which is still an adapter', (pattern) => {
    const others = Object.keys(adapters).filter((one) => one !== pattern)
    expect(effectsOutside(others, sources)).not.toEqual([])
  })

  it('read inputs in one place', () => {
    expect(rawInputReads(sources)).toEqual([])
  })

  it('have no drawers', () => {
    expect(drawers(everything.map(({ path }) => path))).toEqual([])
  })

  it('mock no module of their own', () => {
    expect(ownModulesMocked(everything.filter(({ path }) => !path.startsWith('test/contract/')))).toEqual([])
  })

  it('stay small', () => {
    const [longest, ...others] = sizes(sources)
    const median = others[Math.floor(others.length / 2)]?.lines ?? 0
    const top = [longest, ...others.slice(0, 4)].map((file) => `  ${file?.lines} ${file?.path}`)
    console.log(`${sources.length} files, ${median} lines in the middle; the longest:\n${top.join('\n')}`)
    expect(longest?.lines).toBeLessThanOrEqual(250)
    expect(median).toBeLessThanOrEqual(100)
  })
})

/** One file as the rules see it. */
const file = (text: string, path = 'src/a/one.ts'): SourceFile => ({ path, text })

describe('the rules see', () => {
  it('values that are imported, not types', () => {
    const text = `
import type { A } from './type.ts'
export type { B } from './type.ts'
import { c } from './value.ts'
import { type D, e } from './both.ts'
import './bare.ts'
export { f } from './again.ts'
import {
  g,
} from 'node:fs'
const h = await import('./lazy.ts')
// import { i } from './comment.ts'
/* import { j } from './comment.ts' */
`
    expect(valueImports(text)).toEqual([
      './value.ts',
      './both.ts',
      './bare.ts',
      './again.ts',
      'node:fs',
      './lazy.ts',
    ])
  })

  it.each([
    ["import { readFileSync } from 'node:fs'", 'node:fs'],
    ["import { info } from '@actions/core'", '@actions/core'],
    ["import { NodeSSH } from 'node-ssh'", 'node-ssh'],
    ['const now = Date.now()', 'Date.now('],
    ['const now = new Date()', 'new Date()'],
    ['const home = process.env.HOME', 'process.env'],
    ['const id = Math.random()', 'Math.random('],
    ['const id = randomUUID()', 'randomUUID('],
    ["console.log('x')", 'console.log('],
    ["const answer = fetch('http://x')", 'fetch('],
  ])('the effect in %s', (text, effect) => {
    expect(effectsOf(file(text))).toEqual([effect])
  })

  it('no effect in what only computes', () => {
    const text = `import { createHash } from 'node:crypto'
import { parse } from 'yaml'
const date = new Date(milliseconds) // Date.now() would be one
await runner.process.run(['docker', 'ps'])
context.process.environment`
    expect(effectsOf(file(text))).toEqual([])
  })

  it('an effect behind another file, also behind a circle', () => {
    const all = [
      file("import { b } from './two.ts'", 'src/a/one.ts'),
      file("import { c } from '../b/three.ts'\nimport './one.ts'", 'src/a/two.ts'),
      file("import { d } from 'node:net'\nimport type { e } from './four.ts'", 'src/b/three.ts'),
      file('process.exit(1)', 'src/b/four.ts'),
    ]
    expect(impurities(['src/a/one.ts'], all)).toEqual(['src/a/one.ts → src/b/three.ts: node:net'])
    expect(reachableFrom('src/a/one.ts', all)).toHaveLength(3)
    expect(effectsOutside(['src/b/three.ts'], all)).toEqual(['src/b/four.ts: process.exit'])
  })

  it("no harm in the runner's own disk, outside of deciding code", () => {
    const reads = file("import { readFile } from 'node:fs/promises'")
    expect(effectsOutside([], [reads])).toEqual([])
    expect(impurities([reads.path], [reads])).toHaveLength(1)
  })

  it('code that waits', () => {
    expect(waits(file('export async function a() {}'))).toBe(true)
    expect(waits(file('// async\nexport const a = (): number => 1'))).toBe(false)
  })

  it('inputs that are read from the environment', () => {
    expect(
      rawInputReads([file("const url = env['INPUT_URL']"), file("core.getInput('url')", 'b.ts')]),
    ).toEqual(['src/a/one.ts', 'b.ts'])
    const filter = "entries.filter(([name]) => !name.startsWith('INPUT_'))"
    expect(rawInputReads([file(filter, 'src/runner/process.ts')])).toEqual([])
    expect(rawInputReads([file(`${filter}; env.INPUT_URL`, 'src/runner/process.ts')])).toHaveLength(1)
  })

  it('drawers, as files and as folders', () => {
    const bad = ['src/utils.ts', 'src/a/helper.ts', 'src/types/a.ts', 'src/image/types.d.ts', 'lib/a.ts']
    expect(drawers([...bad, 'src/report/markdown.ts', 'src/a/prototypes.ts'])).toEqual(bad)
  })

  it('own modules that are mocked', () => {
    expect(ownModulesMocked([file("vi.mock('../../src/host/host.ts')"), file('vi.fn()', 'b.ts')])).toEqual([
      'src/a/one.ts',
    ])
  })

  it('how long files are', () => {
    expect(sizes([file('1\n2\n'), file('1\n2\n3', 'b.ts')])).toEqual([
      { path: 'b.ts', lines: 3 },
      { path: 'src/a/one.ts', lines: 2 },
    ])
  })
})

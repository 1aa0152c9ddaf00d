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
  printsPastTheLog,
  rawInputReads,
  reachableFrom,
  sizes,
  valueImports,
  waits,
  wordlessMessages,
} from './source-rules.ts'

/** The decisions of the suite: data in, data out. No clock, process, network, environment, and nothing to wait for. */
const decisions = [
  'src/errors.ts',
  'src/inputs/**/*.ts',
  'src/model/**/*.ts',
  'src/plan/*.ts',
  'src/report/{failure,findings,host-failures,image-names,markdown,plan-lines,serving,timeline}.ts',
  'src/summary/*.ts',
  'src/server/{change,desired,facts,hardware,known-hosts,plan,site}.ts',
  'src/server/changes/*.ts',
  'src/smoke/{check,report,severity,verdict}.ts',
  'src/smoke/outside/{certificate,files,json-path,own-checks,probes,shop,site}.ts',
  'src/smoke/{sentry/sentry-event,speed/speed,speed/speed-report}.ts',
  'src/smoke/inside/{background,containers,django,django-script,machine,questions,observed}.ts',
  'src/compose/{addresses,app,celery,host-paths,ports,render,roles}.ts',
  'src/compose/read/place.ts',
  'src/compose/files/*.ts',
  'src/compose/rules/[!j]*.ts',
  'src/database/url.ts',
  'src/database/backup/{counts,manifest,room,client,client-scripts,plan}.ts',
  'src/database/restore/{loss,plan,program,rights}.ts',
  'src/database/schema/{gap,migrations,reverse-plan,reverse-script,state,state-script}.ts',
  'src/attestation/provenance.ts',
  'src/approval/rules/*.ts',
  'src/approval/{exclude,outcome,pace,text}.ts',
  'src/desired/{placement,rollback/reason,rollback/target}.ts',
  'src/observe/{host-paths,left-accessories,preflight,rollback-targets,skipped}.ts',
  'src/execute/stragglers.ts',
  'src/edge/{config,maintenance,maintenance-page,runtime,statistics,upstreams}.ts',
  'src/github/{failure,record}.ts',
  'src/notify/message.ts',
  'src/diagnosis/{cause,evidence,report,secrets,sign*}.ts',
  'src/host/quote.ts',
  'src/host/ssh/{explain,host-key}.ts',
  'src/image/build/{build-command,cache-plan}.ts',
  'src/image/naming/{labels,reference,tags,version}.ts',
  'src/image/verify/verify-plan.ts',
]

/** The only files that touch the world themselves, and what they stand for; all others get it passed, as a port. */
const adapters = {
  'src/runner/**/*.ts': 'the runner: programs, HTTP, clock, log',
  'src/run-action.ts': "the process: inputs, signals, exit code, and the runner's files",
  'src/github/octokit.ts': "GitHub's API",
  'src/attestation/trusted-root.ts': "Sigstore's repositories of keys",
  'src/host/ssh/connect.ts': 'SSH',
  'src/host/ssh/started.ts': 'a mark by chance, which no login prints',
  'src/host/deadline.ts': 'deadlines of what a server is asked for',
  'src/host/dialogue.ts': 'the heartbeat, which goes on while the code waits for something else',
  'src/image/registry/docker-config.ts': "Docker's own settings, and the state for the post step",
  'src/image/build/layer-cache.ts': "GitHub's cache",
  'src/image/verify/verify.ts': 'keys by chance, for a container that is thrown away',
}

const sources = await files('actions/*.ts', 'src/**/*.ts')
const everything = await files('{actions,bench,scripts,src,test}/**/*.{ts,mjs}', '*.ts')

describe('the sources', () => {
  it.each(decisions)('The code in %s decides without effects', (pattern) => {
    const paths = globSync(pattern, { cwd: root })
    expect(paths).not.toEqual([])
    expect(impurities(paths, sources)).toEqual([])
  })

  it('Each source either decides or awaits its effects', () => {
    const adapting = [
      'src/runner/**/*.ts',
      'src/host/guard.ts',
      'src/host/ssh/started.ts',
      'src/compose/read/checkout.ts',
    ]
    const neither = sources
      .filter(
        (source) => !waits(source) && !adapting.some((pattern) => posix.matchesGlob(source.path, pattern)),
      )
      .flatMap(({ path }) => impurities([path], sources))
    expect(neither).toEqual([])
  })

  it('Only adapters touch the world', () => {
    expect(effectsOutside(Object.keys(adapters), sources)).toEqual([])
  })

  it.each(Object.keys(adapters))('The adapter %s still has an effect', (pattern) => {
    const others = Object.keys(adapters).filter((one) => one !== pattern)
    expect(effectsOutside(others, sources)).not.toEqual([])
  })

  it('Inputs are read in one place', () => {
    expect(rawInputReads(sources)).toEqual([])
  })

  it('Output goes through the log alone, which prints foreign text as plain text', () => {
    expect(printsPastTheLog(sources)).toEqual([
      // The log itself, and the guard of what packages and Node print.
      'src/run-action.ts: process.stdout',
      'src/run-action.ts: process.stderr',
      'src/runner/log.ts: process.stdout',
    ])
  })

  it('A message of a silent command says how the command ended', () => {
    expect(wordlessMessages(sources)).toEqual([])
  })

  it('No folder or file is a catch-all', () => {
    expect(drawers(everything.map(({ path }) => path))).toEqual([])
  })

  it('No test mocks a module of this project', () => {
    expect(ownModulesMocked(everything.filter(({ path }) => !path.startsWith('test/contract/')))).toEqual([])
  })

  it('The files stay small', () => {
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

describe('the rules of sources', () => {
  it('The rules follow imports of values, not of types', () => {
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
  ])('The rules find the effect in %s', (text, effect) => {
    expect(effectsOf(file(text))).toEqual([effect])
  })

  it('The rules find no effect in pure computations', () => {
    const text = `import { createHash } from 'node:crypto'
import { parse } from 'yaml'
const date = new Date(milliseconds) // Date.now() would be one
await runner.process.run(['docker', 'ps'])
context.process.environment`
    expect(effectsOf(file(text))).toEqual([])
  })

  it('The rules find an effect behind another file, also behind a circle', () => {
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

  it('The rules allow the runner’s own disk outside of deciding code', () => {
    const reads = file("import { readFile } from 'node:fs/promises'")
    expect(effectsOutside([], [reads])).toEqual([])
    expect(impurities([reads.path], [reads])).toHaveLength(1)
  })

  it('The rules recognize code that waits', () => {
    expect(waits(file('export async function a() {}'))).toBe(true)
    expect(waits(file('// async\nexport const a = (): number => 1'))).toBe(false)
  })

  it('The rules find inputs that are read from the environment', () => {
    expect(
      rawInputReads([file("const url = env['INPUT_URL']"), file("core.getInput('url')", 'b.ts')]),
    ).toEqual(['src/a/one.ts', 'b.ts'])
    const filter = "entries.filter(([name]) => !name.startsWith('INPUT_'))"
    expect(rawInputReads([file(filter, 'src/runner/process.ts')])).toEqual([])
    expect(rawInputReads([file(`${filter}; env.INPUT_URL`, 'src/runner/process.ts')])).toHaveLength(1)
  })

  it.each([
    ["process.stdout.write('a')", 'process.stdout'],
    ["console.error('a')", 'console.error'],
    ["spawn('a', { stdio: 'inherit' })", "'inherit'"],
    ["core.info('a')", 'core.info'],
    ["writeSync(2, 'a')", 'writeSync(2'],
  ])('The rules find output that bypasses the log in %s', (text, way) => {
    expect(printsPastTheLog([file(text)])).toEqual([`src/a/one.ts: ${way}`])
  })

  it.each([
    ['`${host}: it failed: ${ran.stdout.trim()}`', ': ${ran.stdout.trim()}`'],
    ["`${host}: it failed: ${lines.at(-1) ?? ''}`", ".at(-1) ?? ''}`"],
  ])('The rules find a message without an ending in %s', (text, way) => {
    expect(wordlessMessages([file(text)])).toEqual([`src/a/one.ts: ${way}`])
  })

  it('The rules find catch-all files and folders', () => {
    const bad = ['src/utils.ts', 'src/a/helper.ts', 'src/types/a.ts', 'src/image/types.d.ts', 'lib/a.ts']
    expect(drawers([...bad, 'src/report/markdown.ts', 'src/a/prototypes.ts'])).toEqual(bad)
  })

  it('The rules find mocked modules of this project', () => {
    expect(ownModulesMocked([file("vi.mock('../../src/host/host.ts')"), file('vi.fn()', 'b.ts')])).toEqual([
      'src/a/one.ts',
    ])
  })

  it('The rules measure the length of files', () => {
    expect(sizes([file('1\n2\n'), file('1\n2\n3', 'b.ts')])).toEqual([
      { path: 'b.ts', lines: 3 },
      { path: 'src/a/one.ts', lines: 2 },
    ])
  })
})

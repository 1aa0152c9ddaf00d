import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runWorkflow, type WorkflowRun } from '../sandbox/act.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'

const checkout = join(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'release-'))
const [origin, work, bin] = ['origin.git', 'work', 'bin'].map((name) => join(scratch, name)) as [
  string,
  string,
  string,
]
const attest = 'actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32'
let github: GitHub

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    encoding: 'utf8',
  }).trim()

function write(folder: string, name: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
  chmodSync(join(folder, name), mode)
}

/** A small repository of actions with our release workflow and its scripts, unchanged; the whole test run is a line. */
beforeAll(async () => {
  github = await startGitHub()
  mkdirSync(work)
  git(scratch, 'init', '--quiet', '--bare', '--initial-branch=main', origin)
  git(work, 'init', '--quiet', '--initial-branch=main')
  git(work, 'remote', 'add', 'origin', origin)
  for (const path of ['.github/workflows/release.yml', 'scripts/release.ts', 'scripts/release'])
    cpSync(join(checkout, path), join(work, path), { recursive: true })
  const scripts = { release: 'node scripts/release.ts', check: 'test -s dist/greet.js #' }
  const named = { name: 'suite', version: '1.0.0', type: 'module', scripts }
  write(work, 'package.json', JSON.stringify(named, undefined, 2))
  write(work, 'package-lock.json', JSON.stringify({ ...named, packages: { '': named } }, undefined, 2))
  write(work, 'CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n')
  write(work, '.ci/run', '#!/bin/sh\necho all tests of "$TAG"\n', 0o755)
  write(work, 'greet/action.yml', 'name: Greet\nruns:\n  using: node24\n  main: ../dist/greet.js\n')
  // What the runner offers, and GitHub's attestation, as far as the workflow sees them.
  write(
    bin,
    'gh',
    `#!/bin/sh\necho "$@" >> ${scratch}/gh\nfor one; do case $one in */notes.md) cat "$one" >> ${scratch}/notes ;; esac; done\n`,
    0o755,
  )
  const steps = [{ shell: 'bash', run: `sha256sum \${{ inputs.subject-path }} >> ${scratch}/attested` }]
  write(
    join(scratch, 'attest'),
    'action.yml',
    JSON.stringify({ name: 'Attest', inputs: { 'subject-path': {} }, runs: { using: 'composite', steps } }),
  )
  git(join(scratch, 'attest'), 'init', '--quiet')
})

afterAll(async () => {
  await github.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** What a maintainer does: the line of the changelog, `prepare`, commit, tag, push. */
function tag(version: string, line: string): void {
  const changelog = readFileSync(join(work, 'CHANGELOG.md'), 'utf8')
  write(work, 'CHANGELOG.md', changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n- ${line}\n`))
  write(work, 'dist/greet.js', `console.log('greetings from ${version}')\n`)
  execFileSync(process.execPath, ['scripts/release.ts', 'prepare', version], { cwd: work })
  git(work, 'add', '--all')
  git(work, 'commit', '--quiet', '--message', `Release ${version}`)
  git(work, 'tag', '--annotate', `v${version}`, '--message', `v${version}`)
}

/** The workflow after a push of the tag. */
async function release(version: string): Promise<WorkflowRun> {
  return await runWorkflow({
    event: 'push',
    eventPayload: { ref: `refs/tags/v${version}` },
    workflow: '.github/workflows/release.yml',
    repo: work,
    github,
    localActions: { [attest]: join(scratch, 'attest') },
    env: {
      PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${origin}.insteadOf`,
      GIT_CONFIG_VALUE_0: `${github.webUrl}/${[...github.state.repositories.keys()][0] ?? ''}`,
    },
  })
}

const commitOf = (name: string): string => git(origin, 'rev-parse', `${name}^{commit}`)

test('A tag becomes a release with its notes, an attestation of dist, and moved tags of its series', async () => {
  tag('1.2.3', 'The first thing.')
  git(work, 'push', '--quiet', 'origin', 'main', 'v1.2.3')
  const run = await release('1.2.3')
  expect(run.code, run.output).toBe(0)
  expect(run.output).toContain('all tests of v1.2.3')
  expect(readFileSync(join(scratch, 'gh'), 'utf8')).toMatch(
    /^release create v1\.2\.3 --verify-tag --title v1\.2\.3 /m,
  )
  expect(readFileSync(join(scratch, 'notes'), 'utf8')).toBe('- The first thing.\n')
  expect(readFileSync(join(scratch, 'attested'), 'utf8')).toMatch(/^[0-9a-f]{64} {2}dist\/greet\.js$/m)
  expect([commitOf('v1'), commitOf('v1.2')]).toEqual([commitOf('v1.2.3'), commitOf('v1.2.3')])
})

test('The next minor moves v1 and leaves v1.2, and a workflow gets it by v1', async () => {
  const before = commitOf('v1.2')
  tag('1.3.0', 'The second thing.')
  git(work, 'push', '--quiet', 'origin', 'main', 'v1.3.0')
  const run = await release('1.3.0')
  expect(run.code, run.output).toBe(0)
  expect([commitOf('v1'), commitOf('v1.3'), commitOf('v1.2')]).toEqual([
    commitOf('main'),
    commitOf('main'),
    before,
  ])

  const published = join(scratch, 'published')
  git(scratch, 'clone', '--quiet', '--branch', 'v1', origin, published)
  const user = join(scratch, 'user')
  const job = { 'runs-on': 'ubuntu-latest', steps: [{ uses: 'org/suite/greet@v1' }] }
  write(
    user,
    '.github/workflows/use.yml',
    JSON.stringify({ on: 'push', permissions: {}, jobs: { use: job } }),
  )
  git(user, 'init', '--quiet', '--initial-branch=main')
  git(user, 'add', '--all')
  git(user, 'commit', '--quiet', '--message', 'Use it')
  const localActions = { 'org/suite@v1': published }
  const used = await runWorkflow({
    event: 'push',
    workflow: '.github/workflows/use.yml',
    repo: user,
    github,
    localActions,
  })
  expect(used.code, used.output).toBe(0)
  expect(used.output).toContain('greetings from 1.3.0')
})

test('A tag beside main, or with another version than package.json, is refused before anything is made', async () => {
  const made = readFileSync(join(scratch, 'gh'), 'utf8')
  git(work, 'checkout', '--quiet', '-b', 'side')
  tag('1.4.0', 'Not merged.')
  git(work, 'push', '--quiet', 'origin', 'v1.4.0')
  const run = await release('1.4.0')
  expect(run.code).not.toBe(0)
  expect(run.output).toContain('The commit of v1.4.0 is not on main')
  expect(run.jobs['release']?.result).not.toBe('success')
  expect(readFileSync(join(scratch, 'gh'), 'utf8')).toBe(made)

  const other = spawnSync(process.execPath, ['scripts/release.ts', 'check', 'v1.3.0'], {
    cwd: work,
    encoding: 'utf8',
  })
  expect([other.status, other.stderr]).toEqual([
    1,
    expect.stringContaining('package.json says 1.4.0, and the tag v1.3.0'),
  ])
})

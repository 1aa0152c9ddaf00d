import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { runWorkflow, type WorkflowOptions } from './act.ts'
import { type Cache, startCache } from './cache/server.ts'
import { type GitHub, startGitHub } from './github/server.ts'

let scratch: string
let shop: string
let suite: string
let github: GitHub
let cache: Cache

/** Writes a folder full of files and commits it. */
function repository(name: string, files: Record<string, string>): string {
  const folder = join(scratch, name)
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=Dev', '-c', 'user.email=dev@example.com', ...args])
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('commit', '--quiet', '-m', 'First')
  git('tag', 'v1.0.0')
  git('commit', '--quiet', '--allow-empty', '-m', 'Second')
  return folder
}

/** A JavaScript action, laid out as ours are: the contract in its folder, the code in `dist/`. */
const ACTION = `
name: Greet
inputs:
  who: { required: true }
  key: { required: false }
outputs:
  greeting: { description: what was said }
runs: { using: node24, main: ../dist/greet.js, post: ../dist/bye.js }
`
const GREET = `
import { appendFileSync } from 'node:fs'
const { INPUT_WHO, INPUT_KEY, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_API_URL, GITHUB_REPOSITORY, GH } = process.env
const greeting = 'Hello ' + INPUT_WHO
console.log(greeting + ' from Node ' + process.versions.node.split('.')[0])
console.log('key: ' + (INPUT_KEY ?? '').split('\\n')[1])
console.log('::warning title=Careful::mind ' + INPUT_WHO)
const answer = await fetch(GITHUB_API_URL + '/repos/' + GITHUB_REPOSITORY, { headers: { authorization: 'Bearer ' + GH } })
console.log('GitHub answers ' + answer.status + ' for ' + (await answer.json()).full_name)
appendFileSync(GITHUB_OUTPUT, 'greeting=' + greeting + '\\n')
appendFileSync(GITHUB_STEP_SUMMARY, '# ' + greeting + '\\n')
`

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'act-test-'))
  suite = repository('suite', {
    'greet/action.yml': ACTION,
    'dist/greet.js': GREET,
    'dist/bye.js': "console.log('Goodbye')\n",
    'package.json': '{ "type": "module" }',
    'twice/action.yml': `
name: Twice
inputs: { who: { required: true } }
outputs: { both: { value: "\${{ steps.one.outputs.greeting }}, \${{ steps.two.outputs.greeting }}" } }
runs:
  using: composite
  steps:
    - { id: one, uses: org/suite/greet@v1, with: { who: "\${{ inputs.who }}" } }
    - id: two
      shell: bash
      run: |
        ls "$GITHUB_ACTION_PATH" "\${{ github.action_path }}"
        echo "greeting=Bye \${{ inputs.who }}" >> "$GITHUB_OUTPUT"
        echo "## in \${{ github.action_path }}" >> "$GITHUB_STEP_SUMMARY"
`,
  })
  shop = repository('shop', { 'app.py': 'print("shop")\n', '.gitignore': 'node_modules\n' })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
beforeEach(async () => {
  github = await startGitHub()
  cache = await startCache()
})
afterEach(async () => {
  github.assertClean()
  await github.close()
  await cache.close()
})

/** Runs the jobs given as YAML. */
function run(
  jobs: string,
  more: Partial<WorkflowOptions> = {},
  head = 'on: push\npermissions: { contents: read }',
) {
  const workflow = join(scratch, 'pipeline.yml')
  writeFileSync(workflow, `name: Pipeline\n${head}\njobs:\n${jobs}`)
  const localActions = { 'org/suite@v1': suite }
  return runWorkflow({ workflow, event: 'push', repo: shop, localActions, github, cache, ...more })
}

test('Two jobs run with checkout, an action, outputs through needs, a summary and masked secrets', async () => {
  const key = '-----BEGIN KEY-----\nc2VjcmV0IGtleSBtYXRlcmlhbA==\n-----END KEY-----'
  const { code, jobs, output, unmasked } = await run(
    `
  build:
    runs-on: ubuntu-latest
    environment: staging
    concurrency: deploy
    outputs: { said: "\${{ steps.greet.outputs.greeting }}" }
    steps:
      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567
      - id: greet
        uses: org/suite/greet@v1
        with: { who: Ann, key: "\${{ secrets.KEY }}" }
        env: { GH: "\${{ github.token }}" }
      - run: cat app.py && git log --oneline && git tag && echo "$PWD" "$GITHUB_WORKSPACE"
  deploy:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - id: echo
        run: |
          echo "\${{ needs.build.outputs.said }}, \${{ vars.REGION }}, $PASSWORD, \${{ github.repository }}"
          echo "run $GITHUB_RUN_ID attempt \${{ github.run_attempt }}, \${{ github.event_name }} by \${{ github.actor }}"
        env: { PASSWORD: "\${{ secrets.PASSWORD }}" }
      - if: failure()
        run: echo never
  never:
    needs: deploy
    if: github.event_name == 'release'
    runs-on: ubuntu-latest
    steps: [{ run: exit 1 }]
`,
    { secrets: { KEY: key, PASSWORD: 'hunter22' }, vars: { REGION: 'eu-central' }, actor: 'ann' },
  )
  expect(code, output).toBe(0)
  const [build, deploy, never] = [jobs['build'], jobs['deploy'], jobs['never']]
  expect([build?.result, deploy?.result, never?.result]).toEqual(['success', 'success', 'skipped'])
  expect(build?.steps.map(({ id, result }) => [id, result])).toEqual([
    ['0', 'success'],
    ['greet', 'success'],
    ['2', 'success'],
  ])
  const greet = build?.steps[1]
  expect(greet?.outputs).toEqual({ greeting: 'Hello Ann' })
  expect(greet?.annotations).toEqual([{ level: 'warning', message: 'mind Ann', title: 'Careful' }])
  expect(greet?.log).toEqual([
    'Hello Ann from Node 24',
    'key: ***',
    'GitHub answers 200 for org/shop',
    'Goodbye',
  ])
  expect(build?.summary).toBe('# Hello Ann\n')

  // One commit deep and without tags, as GitHub's checkout leaves it; in a folder of the job's own.
  const [app, commit, place, ...rest] = build?.steps[2]?.log ?? []
  expect([app, commit]).toEqual(['print("shop")', expect.stringMatching(/^\w{7} Second$/)])
  expect(place).toMatch(/^(\S+\/hostexecutor) \1$/)
  expect(rest).toEqual([])

  const runId = github.state.repository('org/shop').runs[0]?.id
  expect(deploy?.steps[0]?.log).toEqual([
    'Hello Ann, eu-central, ***, org/shop',
    `run ${runId} attempt 1, push by ann`,
  ])
  expect(deploy?.steps[1]?.result).toBe('skipped')
  expect(output).not.toContain('hunter22')
  expect(unmasked).toContain('hunter22')
})

test('Composite actions call ours, and their summaries and outputs reach the job', async () => {
  const { code, jobs, output } = await run(`
  greet:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - { id: twice, uses: org/suite/twice@v1, with: { who: Bob } }
      - run: echo "\${{ steps.twice.outputs.both }}"; git tag; git rev-list --count HEAD
`)
  expect(code, output).toBe(0)
  expect(jobs['greet']?.steps[2]?.log).toEqual(['Hello Bob, Bye Bob', 'v1.0.0', '2'])
  expect(jobs['greet']?.summary).toMatch(/# Hello Bob\n## in .*twice/)
})

test('A failing step fails its job, the next is skipped, and always() still runs', async () => {
  const { code, jobs } = await run(`
  test:
    runs-on: ubuntu-latest
    steps:
      - run: echo "::error::it broke"; exit 3
      - run: echo not reached
      - if: always()
        run: echo "job is \${{ job.status }}"
  deploy:
    needs: test
    runs-on: ubuntu-latest
    steps: [{ run: echo not reached }]
`)
  expect(code).toBe(1)
  expect(jobs['test']?.result).toBe('failure')
  expect(jobs['test']?.steps.map(({ result }) => result)).toEqual(['failure', 'skipped', 'success'])
  expect(jobs['test']?.steps[0]?.annotations).toMatchObject([{ level: 'error', message: 'it broke' }])
  expect(jobs['test']?.steps[2]?.log).toEqual(['job is failure'])
  expect(jobs['deploy']?.result).toBe('skipped')
})

test('The token may do what the workflow asks for, and no more', async () => {
  const post = (body: string) =>
    `curl -s -o /dev/null -w '%{http_code}\\n' -H "authorization: Bearer \${{ github.token }}" -d '${body}' "$GITHUB_API_URL/repos/org/shop/deployments"`
  const jobs = `
  deploy:
    runs-on: ubuntu-latest
    steps: [{ id: post, run: '${post(`{"ref":"main","auto_merge":false,"required_contexts":[]}`).replaceAll("'", "''")}' }]
`
  const without = await run(jobs)
  expect(without.jobs['deploy']?.steps[0]?.log).toEqual(['403'])
  const withIt = await run(jobs, {}, 'on: push\npermissions: { deployments: write }')
  expect(withIt.jobs['deploy']?.steps[0]?.log).toEqual(['201'])
  const head = execFileSync('git', ['-C', shop, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
  expect(github.state.repository('org/shop').deployments).toMatchObject([{ sha: head }])
})

test('A dispatch has inputs, and the cache stand-in is where a runner would put it', async () => {
  const { jobs, output } = await run(
    `
  look:
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ inputs.tag }}"; echo "$ACTIONS_CACHE_SERVICE_V2 $ACTIONS_RESULTS_URL $GITHUB_SERVER_URL"' }]
`,
    { event: 'workflow_dispatch', eventPayload: { inputs: { tag: 'v7' } } },
    'on: { workflow_dispatch: { inputs: { tag: { required: true } } } }',
  )
  expect(jobs['look']?.steps[0]?.log, output).toEqual(['v7', `true ${cache.url}/ ${github.webUrl}`])
})

test('An action that nothing stands in for is refused before anything runs', async () => {
  const jobs = '  a:\n    runs-on: ubuntu-latest\n    steps: [{ uses: docker/login-action@v3 }]\n'
  await expect(run(jobs)).rejects.toThrow(/docker\/login-action@v3.*localActions/)
})

test('A run that hangs is ended, and says where', async () => {
  const jobs = '  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: echo here; sleep 300 }]\n'
  // A busy machine may not have come to the step: then once more, with more time.
  let said = ''
  for (let timeout = 700; !said.includes('| here') && timeout < 60_000; timeout *= 3) {
    said = await run(jobs, { timeout }).then(
      () => 'it ended',
      (error: Error) => error.message,
    )
    expect(said).toContain('did not end in time')
  }
  expect(said).toContain('| here')
})

test('Cancelling gives a step time to tidy up, then always() runs; a vanished machine gives nothing', async () => {
  const notes = join(scratch, 'notes')
  const jobs = `
  long:
    runs-on: ubuntu-latest
    steps:
      - run: |
          trap 'echo tidied >> ${notes}; exit 130' INT
          sleep 301 & echo started >> ${notes}
          echo waiting; wait
      - run: echo not reached
      - if: always()
        run: echo "\${{ job.status }}" >> ${notes}
`
  const stopped = async (how: 'cancel' | 'kill') => {
    rmSync(notes, { force: true })
    const abort = new AbortController()
    const onLine = (line: string) => line.endsWith('waiting') && setTimeout(() => abort.abort(), 200)
    const ran = await run(jobs, { onLine, stop: { when: abort.signal, how } })
    return { ...ran, notes: readFileSync(notes, 'utf8').trim().split('\n') }
  }
  const cancelled = await stopped('cancel')
  expect(cancelled.notes, cancelled.output).toEqual(['started', 'tidied', 'cancelled'])
  expect(cancelled.jobs['long']?.result).toBe('cancelled')
  const killed = await stopped('kill')
  expect(killed.notes).toEqual(['started'])
  expect(killed.code).toBe(137)
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toMatch(/^sleep 301$/m)
})

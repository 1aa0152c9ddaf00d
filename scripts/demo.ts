/**
 * `npm run demo`: shows a team's way from commit to customers, on this machine. It starts a server and a registry, runs
 * the unchanged example workflows in `act`, deploys v1, then v2 while customers send requests, rolls back to v1, and
 * reports the result. It fails when a request failed or the wrong release serves. `npm run demo -- --keep` leaves
 * everything running.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { duration } from '../src/report/markdown.ts'
import { startTraffic } from '../test/e2e/traffic.ts'
import type { WorkflowRun } from '../test/sandbox/act.ts'
import { startCache } from '../test/sandbox/cache/server.ts'
import { startGitHub } from '../test/sandbox/github/server.ts'
import { stateFolder } from '../test/sandbox/names.ts'
import { isSandboxUp, openSandbox, type ShopVariant } from '../test/sandbox/sandbox.ts'
import { runPipeline } from './demo/pipeline.ts'
import { Progress } from './demo/progress.ts'
import { problems, reportText, type Shipped, type WentBack } from './demo/report.ts'
import { settingsFor } from './demo/settings.ts'
import { makeShopRepository } from './demo/shop-repository.ts'

const keep = process.argv.includes('--keep')
const log = join(stateFolder, 'demo.log')
const started = performance.now()

/** Connections stay open, as a proxy in front keeps them; one request of 20 seconds is always in flight. */
const customers = { rate: 100, connections: 8, long: 1 }

/** Things to close at the end, last one first. */
const cleanUp: (() => unknown)[] = []

process.once('SIGINT', () => {
  console.error('\nEnded. What is left of it: npm run sandbox -- down')
  process.exit(130)
})

try {
  const problems = await demo()
  for (const problem of problems) console.error(`\n✘ ${problem}`)
  process.exitCode = problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(`\n✘ ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  for (const close of cleanUp.reverse()) await close()
}

async function demo(): Promise<string[]> {
  mkdirSync(stateFolder, { recursive: true })
  writeFileSync(log, '')
  heading('A server with Docker and SSH, a registry, GitHub, all on this machine')
  const wasUp = await isSandboxUp()
  const sandbox = await openSandbox({ servers: 1 })
  const [server] = sandbox.servers
  if (server === undefined) throw new Error('The sandbox gave no server.')
  if (!keep && !wasUp) cleanUp.push(() => sandbox.down())
  await server.wipe()
  const where = `${server.name} (${server.address})`
  console.log(`  ${where} is ready, and empty (${since(started)})`)

  const github = await startGitHub()
  const cache = await startCache()
  const repository = makeShopRepository()
  cleanUp.push(
    () => github.close(),
    () => cache.close(),
    () => repository.remove(),
  )
  const settings = settingsFor(server, sandbox.registry)

  const ship = async (variant: ShopVariant): Promise<Shipped> => {
    const commit = repository.commit(variant)
    heading(`git push: ${variant}, commit ${commit.slice(0, 7)}`)
    const { progress, begun, onLine } = following()
    const run = await runPipeline(repository, settings, { github, cache, onLine })
    if (run.code !== 0) throw new Error(whatFailed(run))
    const seconds = (performance.now() - begun) / 1000
    const { release = '', version = '', image = '' } = deployOutputs(run)
    return { name: variant, commit, release, version, image, seconds, timings: progress.timings }
  }
  const goBack = async (): Promise<WentBack> => {
    const { progress, begun, onLine } = following()
    const inputs = {
      ...{ environment: 'staging', to: 'previous', database: 'keep', confirm: '' },
      ...{ reason: 'a try', 'take-over': false, 'dry-run': false },
    }
    const dispatch = { event: 'workflow_dispatch', eventPayload: { inputs } }
    const run = await runPipeline(
      repository,
      settings,
      { github, cache, onLine, ...dispatch },
      'rollback.yml',
    )
    if (run.code !== 0) throw new Error(whatFailed(run))
    const { release = '' } = run.jobs['rollback']?.steps.find(({ id }) => id === 'rollback')?.outputs ?? {}
    return { release, seconds: (performance.now() - begun) / 1000, timings: progress.timings }
  }
  const v1 = await ship('v1')
  console.log(`  → ${settings.url} answers, with ${v1.release}. From here on customers ask without a pause.`)
  const traffic = await startTraffic({ origin: settings.url, ...customers })
  const asking = performance.now()
  const v2 = await ship('v2').catch(async (error: unknown) => {
    await traffic.stop()
    throw error
  })
  heading(`${v2.name} was a mistake: a person starts rollback.yml`)
  const back = await goBack().catch(async (error: unknown) => {
    await traffic.stop()
    throw error
  })
  const trafficSeconds = (performance.now() - asking) / 1000
  const report = await traffic.stop()
  github.assertClean()

  const story = {
    shipped: [v1, v2],
    back,
    where,
    url: settings.url,
    traffic: report,
    trafficSeconds,
    serving: await serving(settings.url),
  }
  console.log(`\n${'─'.repeat(105)}\n${reportText(story)}`)
  if (keep || wasUp)
    console.log(`Still up. Look at it:  ssh -i .sandbox/keys/deploy ${server.user}@${server.address} docker ps
End it:                npm run sandbox -- down`)
  else console.log('It is taken down now; `npm run demo -- --keep` leaves it up.')
  console.log(`All of it took ${since(started)}. The whole log: ${relative(process.cwd(), log)}`)
  return problems(story)
}

/** Shows the progress of a run, and stores its log. */
function following(): { progress: Progress; begun: number; onLine: (line: string) => void } {
  const progress = new Progress(console.log)
  const onLine = (line: string): void => {
    appendFileSync(log, `${line}\n`)
    progress.take(line)
  }
  return { progress, begun: performance.now(), onLine }
}

/** The release from the edge's header, and the version from the shop. */
async function serving(url: string): Promise<{ release: string; version: string }> {
  const answer = await fetch(`${url}/whoami/`)
  const { version } = (await answer.json()) as { version: string }
  return { release: answer.headers.get('x-saleor-release') ?? '', version }
}

function deployOutputs(run: WorkflowRun): Record<string, string> {
  return run.jobs['staging']?.steps.find(({ id }) => id === 'deploy')?.outputs ?? {}
}

/** The failed stage, and the last lines of the log. */
function whatFailed({ jobs }: WorkflowRun): string {
  const red = Object.entries(jobs).find(([, { result }]) => result === 'failure')?.[0] ?? 'pipeline'
  const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-40)
  return `The ${red} stage failed. The last lines of ${log}:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

function heading(text: string): void {
  console.log(`\n▸ ${text}`)
}

function since(start: number): string {
  return duration((performance.now() - start) / 1000)
}

import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database, Sandbox, Server, ShopVariant } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, type DistRun, startDist } from './run-dist.ts'
import { withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs } from './staging.ts'

const guide = join(import.meta.dirname, '..', 'compose', 'fixtures')

/** The Compose file of the guide's production environment. */
export const productionFile = 'docker-compose.production.yml'

/** Changes a Compose file. */
export type Edit = (text: string) => string

/** What one deploy has other than the rest. */
export interface ProductionDeploy extends DistOptions {
  /** Changes the Compose file of this deploy. */
  compose?: Edit
  /** More files of the repository, by their paths. */
  files?: Readonly<Record<string, string | Uint8Array>>
  /** Only to these servers, not to all of the fleet. */
  servers?: readonly Server[]
}

/** A shop whose releases go to a fleet with the same secrets, as a team's pipeline does. */
export interface ProductionShop {
  servers: readonly Server[]
  database: Database
  /** The `environment` input. */
  environment: string
  /** Runs deploy-production to its end. */
  deploy(variant: ShopVariant, options?: ProductionDeploy): Promise<DistResult>
  /** Starts deploy-production and returns at once. */
  start(variant: ShopVariant, options?: ProductionDeploy): Promise<DistRun>
  /** Runs rollback on all servers to its end; a warm one takes two seconds. */
  rollback(inputs?: Record<string, string>, options?: DistOptions): Promise<DistResult>
  /** Starts rollback and returns at once. */
  startRollback(inputs?: Record<string, string>, options?: DistOptions): Promise<DistRun>
  /** Deploys and gives the release's id. @throws Error with the log when the job is red */
  release(variant: ShopVariant, options?: ProductionDeploy): Promise<string>
}

/** How the shop is, in all its deploys. */
export interface ProductionOptions {
  /** Of the database: each test file has its own, and finds it empty. */
  name: string
  /** Makes another Compose file of the guide's; that one, word for word, without it. */
  file?: Edit
  /** More variables, or other ones. */
  variables?: Record<string, string>
}

/** Prepares one environment with an empty database; touches servers only when something is deployed. */
export async function productionShop(
  sandbox: Sandbox,
  servers: readonly Server[],
  { name, file = (text) => text, variables = {} }: ProductionOptions,
): Promise<ProductionShop> {
  const database = await sandbox.data.createDatabase(name)
  const environment = productionEnvironment(database, variables)
  const start = async (
    variant: ShopVariant,
    { compose = (text) => text, files = {}, inputs, servers: some = servers, ...rest }: ProductionDeploy = {},
  ): Promise<DistRun> => {
    const { reference, version } = await sandbox.buildShop(variant)
    const cwd = await productionWorkspace((text) => compose(file(text)))
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, path)), { recursive: true })
      await writeFile(join(cwd, path), content)
    }
    const own = { 'health-timeout': '60s', bake: '0', version, ...inputs }
    return await startDist('deploy-production', {
      cwd,
      inputs: productionInputs(some, sandbox, reference, environment, own),
      ...rest,
    })
  }
  const deploy = async (variant: ShopVariant, options?: ProductionDeploy): Promise<DistResult> =>
    await (await start(variant, options)).finished
  const startRollback = async (
    inputs: Record<string, string> = {},
    options: DistOptions = {},
  ): Promise<DistRun> =>
    await startDist('rollback', {
      inputs: { ...connectionInputs(servers), reason: 'a test', 'health-timeout': '60s', ...inputs },
      ...options,
    })
  return {
    ...{ servers, database, environment, start, deploy, startRollback },
    rollback: async (inputs, options) => await (await startRollback(inputs, options)).finished,
    async release(variant, options) {
      const { code, log, outputs } = await deploy(variant, options)
      if (code !== 0 || outputs.release === undefined)
        throw new Error(`deploying ${variant} failed:\n${withoutMasks(log)}`)
      return outputs.release
    },
  }
}

/** The secrets of a shop whose data lies outside of its servers. */
export function productionEnvironment(database: Database, extra: Record<string, string> = {}): string {
  return shopEnvironment({
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: database.redisUrl,
    CACHE_URL: database.redisUrl,
    CELERY_BROKER_URL: database.brokerUrl,
    ...extra,
  })
}

/** A checked-out repository with the guide's production Compose file, changed by `edit`. */
export async function productionWorkspace(edit: Edit = (text) => text): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'))
  await cp(join(guide, productionFile), join(folder, productionFile))
  await writeFile(join(folder, productionFile), edit(await readFile(join(folder, productionFile), 'utf8')))
  return folder
}

/** How the servers of a fleet are reached, as every action takes it. */
export function connectionInputs(servers: readonly Server[]): Record<string, string> {
  const [first] = servers
  if (first === undefined) throw new Error('a fleet has a server')
  return {
    hosts: servers.map(({ address }) => address).join('\n'),
    port: String(first.port),
    user: first.user,
    'ssh-key': first.privateKey,
    'known-hosts': servers.map(({ knownHosts }) => knownHosts).join('\n'),
  }
}

/** The inputs of deploy-production for a fleet of the sandbox's servers. */
export function productionInputs(
  servers: readonly Server[],
  sandbox: Sandbox,
  image: string,
  environment: string,
  extra: Record<string, string> = {},
): Record<string, string> {
  const [first] = servers
  if (first === undefined) throw new Error('a fleet has a server')
  const { host: _, ...one } = stagingInputs(first, sandbox, image, environment)
  return {
    ...one,
    ...connectionInputs(servers),
    ...extra,
  }
}

/** The file for the light variants: two web, a worker and a scheduler that start in the blink of an eye. */
export const lightFile: Edit = () => `x-app: &app
  image: \${DOCKER_REGISTRY}/saleor-prod
  env_file: .env.production
  restart: unless-stopped
  stop_grace_period: 40s

services:
  web:
    <<: *app
    deploy:
      replicas: 2
    ports:
      - "8000:8000"
  celery:
    <<: *app
    command: celery -A saleor.celeryconf:app worker -l info
  celery-beat:
    <<: *app
    command: celery -A saleor.celeryconf:app beat -l info
`

/** One run of a scheduler, as its ticks tell: from its first to its last. */
export interface SchedulerRun {
  host: string
  first: number
  last: number
  ticks: number
}

/** Who kept the schedule of a light shop, in order of time; overlapping runs are two at once. Times are Unix seconds. */
export async function schedulerRuns(sandbox: Sandbox, { brokerUrl }: Database): Promise<SchedulerRun[]> {
  const runs = new Map<string, SchedulerRun>()
  for (const line of await sandbox.data.redis(brokerUrl, 'LRANGE', 'ticks', '0', '-1')) {
    const [host = '', started = '', at = ''] = line.split(' ')
    const now = Number(at)
    const run = runs.get(`${host} ${started}`) ?? { host, first: now, last: now, ticks: 0 }
    runs.set(`${host} ${started}`, { ...run, last: Math.max(run.last, now), ticks: run.ticks + 1 })
  }
  return [...runs.values()].sort((one, other) => one.first - other.first)
}

/** Pairs of scheduler runs that kept the schedule at the same time: none, when beat is handed over stop-first. */
export function twoAtOnce(runs: readonly SchedulerRun[]): [SchedulerRun, SchedulerRun][] {
  return runs.flatMap((one, index) =>
    runs
      .slice(index + 1)
      .flatMap((other) => (other.first < one.last ? [[one, other] as [SchedulerRun, SchedulerRun]] : [])),
  )
}

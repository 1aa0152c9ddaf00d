import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  connectionInputs,
  productionEnvironment,
  productionFile,
  productionInputs,
} from '../e2e/production.ts'
import { type DistResult, type DistRun, runDist, startDist } from '../e2e/run-dist.ts'
import type { Database, Sandbox, Server } from '../sandbox/sandbox.ts'
import type { SaleorImage } from './images.ts'

const example = join(import.meta.dirname, '../../workflows-examples', productionFile)

/** What one deploy of Saleor has other than the rest. */
export interface SaleorDeploy {
  inputs?: Record<string, string>
  /** Variables of the `environment` input; undefined takes one out. */
  variables?: Record<string, string | undefined>
}

/** Saleor itself on one server, with the example's Compose file and its data on another machine. */
export interface SaleorShop {
  database: Database
  /** Runs deploy-production to its end. */
  deploy(image: SaleorImage, options?: SaleorDeploy): Promise<DistResult>
  /** Runs rollback to its end. */
  rollback(inputs?: Record<string, string>): Promise<DistResult>
  /** Runs smoke-test to its end. */
  smokeTest(inputs?: Record<string, string>): Promise<DistResult>
  /** Starts run-command. */
  command(command: string): Promise<DistRun>
}

/** An empty database for Saleor itself, and the `environment` input with which it is used. */
export async function saleorDatabase({
  data,
}: Sandbox): Promise<{ database: Database; environment: string }> {
  const database = await data.createDatabase('saleor_itself')
  // The role needs this to restore a backup beside the live data.
  await data.psql(`ALTER ROLE ${database.name} CREATEDB;`)
  const environment = productionEnvironment(database, {
    ...{ PUBLIC_URL: 'http://shop.example.com', ALLOWED_CLIENT_HOSTS: 'shop.example.com' },
    ...{ EMAIL_URL: 'smtp://localhost:25', DEFAULT_FROM_EMAIL: 'shop@example.com' },
    ...{ SEND_USAGE_TELEMETRY: 'false', OTEL_SDK_DISABLED: 'true' },
  })
  return { database, environment }
}

/** Prepares the shop with an empty database; touches the server only when something is deployed. */
export async function saleorShop(sandbox: Sandbox, server: Server): Promise<SaleorShop> {
  const { database, environment } = await saleorDatabase(sandbox)
  // One process after another has the machine's two cores: a start takes long.
  const own = { 'health-timeout': '10m', replicas: 'web=1\ncelery=1' }
  return {
    database,
    async deploy({ reference, version }, { inputs, variables = {} } = {}) {
      const inputsOfAll = { bake: '0', version, ...own, ...inputs }
      const lines = changed(environment, variables)
      return await runDist('deploy-production', {
        cwd: await workspace(),
        inputs: productionInputs([server], sandbox, reference, lines, inputsOfAll),
      })
    },
    async rollback(inputs = {}) {
      const settings = { 'health-timeout': own['health-timeout'], bake: '0', reason: 'a test' }
      return await runDist('rollback', { inputs: { ...connectionInputs([server]), ...settings, ...inputs } })
    },
    async smokeTest(inputs = {}) {
      const outside = { url: server.url(8000), introspection: 'true' }
      return await runDist('smoke-test', { inputs: { ...connectionInputs([server]), ...outside, ...inputs } })
    },
    async command(command) {
      return await startDist('run-command', { inputs: { ...connectionInputs([server]), command } })
    },
  }
}

/** Other values for some variables of an `environment` input; undefined takes one out, with all its lines. */
function changed(environment: string, variables: Record<string, string | undefined>): string {
  const entries = environment.split(/\n(?=[A-Z_]+=)/)
  const kept = entries.filter((entry) => !((entry.split('=', 1)[0] as string) in variables))
  const added = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${value}`,
  )
  return [...kept, ...added].join('\n')
}

/** A checkout with the example's Compose file, in which uploads lie in a volume instead of a bucket. */
async function workspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'saleor-'))
  const path = join(folder, productionFile)
  await cp(example, path)
  const text = (await readFile(path, 'utf8')).replace(
    '  restart: unless-stopped\n',
    '  restart: unless-stopped\n  volumes:\n    - saleor-media:/app/media\n',
  )
  await writeFile(path, `${text}\nvolumes:\n  saleor-media:\n`)
  return folder
}

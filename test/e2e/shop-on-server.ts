import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sandbox, Server, ShopVariant } from '../sandbox/sandbox.ts'
import { type DistOptions, type DistResult, type DistRun, startDist } from './run-dist.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'

/** What one deploy has other than the rest. */
export interface DeployOptions extends DistOptions {
  /** Changes the Compose file of this deploy. */
  compose?: (text: string) => string
}

/** A shop whose releases are deployed to one server with the same secrets, as a team's pipeline does. */
export interface ShopOnServer {
  server: Server
  /** Runs deploy-staging to its end. */
  deploy(variant: ShopVariant, options?: DeployOptions): Promise<DistResult>
  /** Starts deploy-staging and returns at once. */
  start(variant: ShopVariant, options?: DeployOptions): Promise<DistRun>
  /** Deploys and gives the release's id. @throws Error with the log when the job is red */
  release(variant: ShopVariant, options?: DeployOptions): Promise<string>
}

/** Prepares the images and one environment; touches the server only when something is deployed. */
export async function shopOnServer(
  sandbox: Sandbox,
  server: Server,
  file: (text: string) => string = quickStart,
): Promise<ShopOnServer> {
  const environment = shopEnvironment()
  const start = async (
    variant: ShopVariant,
    { compose, inputs, ...rest }: DeployOptions = {},
  ): Promise<DistRun> => {
    const { reference } = await sandbox.buildShop(variant)
    const cwd = await stagingWorkspace()
    const path = join(cwd, 'docker-compose.staging.yml')
    const text = quickDatabase(file(await readFile(path, 'utf8')))
    await writeFile(path, compose?.(text) ?? text)
    return await startDist('deploy-staging', {
      cwd,
      inputs: stagingInputs(server, sandbox, reference, environment, { 'health-timeout': '60s', ...inputs }),
      ...rest,
    })
  }
  const deploy = async (variant: ShopVariant, options?: DeployOptions): Promise<DistResult> =>
    await (await start(variant, options)).finished
  return {
    server,
    start,
    deploy,
    async release(variant, options) {
      const { code, log, outputs } = await deploy(variant, options)
      if (code !== 0 || outputs.release === undefined)
        throw new Error(`deploying ${variant} failed:\n${withoutMasks(log)}`)
      return outputs.release
    },
  }
}

/** The guide's file, with web as the image starts it by itself: no second migration, and SIGTERM reaches the server. */
export function quickStart(text: string): string {
  return text.replace(/^ {4}command: >\n(?: {6}.*\n)+/m, '')
}

/**
 * The database says that it is ready as soon as it is, and not after ten seconds; over TCP, because on the socket the half-made
 * one answers too.
 */
function quickDatabase(text: string): string {
  return text
    .replace('"pg_isready -U saleor"', '"pg_isready -h 127.0.0.1 -U saleor"')
    .replace(
      '      interval: 10s\n',
      '      interval: 10s\n      start_period: 60s\n      start_interval: 500ms\n',
    )
}

/** The result of a run that has to be green. @throws Error with the log if it is red */
export async function green(run: Promise<DistResult>): Promise<DistResult> {
  const result = await run
  if (result.code !== 0) throw new Error(withoutMasks(result.log))
  return result
}

/** A log that people can read: without the lines that tell the runner what to hide. */
export function withoutMasks(log: string): string {
  return log.replace(/^::add-mask::.*\n/gm, '')
}

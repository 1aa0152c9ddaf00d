import { UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { type Builder, type BuilderWish, ownBuilder, parseBuilder, unfit } from './builder.ts'

/** The builder that will be used. */
export interface ChosenBuilder {
  name: string
  driver: string
  /** False when no builder here can export a cache: the build goes on without. */
  exportsCache: boolean
  /** The engine keeps images under their manifest's digest, which is then known before a push. */
  containerdStore: boolean
}

/**
 * The builder that was asked for (or is current), else the engine's own, else a new one in a container; each
 * replacement is said. When only the cache is what no builder can do, the build goes without cache.
 */
export async function chooseBuilder(
  runner: Runner,
  asked: string | undefined,
  wish: BuilderWish,
): Promise<ChosenBuilder> {
  const containerdStore = await hasContainerdStore(runner)
  const tried: string[] = []
  for (const name of new Set([asked ?? process.env.BUILDX_BUILDER ?? '', 'default', ownBuilder])) {
    const builder = await look(runner, name)
    const fault = unfit(builder, wish, containerdStore)
    if (fault === '') {
      if (tried.length > 0)
        runner.log.warning(`${tried.join('; ')}. The build uses builder '${builder.name}'.`)
      return { ...builder, exportsCache: wish.exportsCache, containerdStore }
    }
    tried.push(`Builder '${builder.name || name || 'current'}' can't be used: ${fault}`)
  }
  if (wish.exportsCache) return await chooseBuilder(runner, asked, { ...wish, exportsCache: false })
  throw new UserError('not-ready', tried.join('.\n'), remedy(wish))
}

async function look(runner: Runner, name: string): Promise<Builder> {
  if (name === ownBuilder) await makeOwnBuilder(runner)
  const command = ['docker', 'buildx', 'inspect', '--bootstrap', ...(name === '' ? [] : [name])]
  const { code, stdout, stderr } = await runner.process.run(command, { signal: runner.cancelled })
  const builder = parseBuilder(stdout)
  if (code === 0) return builder
  return { ...builder, running: false, problem: lastLine(stderr) || builder.problem }
}

/** Fails quietly when it is there already; if it couldn't be made, looking at it says why. */
async function makeOwnBuilder({ process, log, cancelled }: Runner): Promise<void> {
  log.info(`Making a builder '${ownBuilder}' in a container; it stays for later builds on this machine.`)
  await process.run(['docker', 'buildx', 'create', '--name', ownBuilder, '--driver', 'docker-container'], {
    signal: cancelled,
  })
}

async function hasContainerdStore({ process, cancelled }: Runner): Promise<boolean> {
  const command = ['docker', 'info', '--format', '{{json .DriverStatus}}']
  const { code, stdout, stderr } = await process.run(command, { signal: cancelled })
  if (code !== 0)
    throw new UserError(
      'not-ready',
      `Docker does not answer: ${lastLine(stderr)}`,
      'Run the job on a machine with Docker Engine 23 or newer and buildx, as GitHub-hosted Ubuntu runners are.',
    )
  return stdout.includes('io.containerd.snapshotter')
}

function remedy({ platforms }: BuilderWish): string {
  return platforms.length === 0
    ? 'Put docker/setup-buildx-action before this step.'
    : 'Put docker/setup-qemu-action and docker/setup-buildx-action before this step, or leave out platforms.'
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

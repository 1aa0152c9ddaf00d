import { UserError } from '../../errors.ts'
import { lastWords } from '../../runner/last-words.ts'
import type { Runner } from '../../runner/runner.ts'
import { type Builder, type BuilderWish, ownBuilder, parseBuilder, unfit } from './builder.ts'

/** The selected builder. */
export interface ChosenBuilder {
  name: string
  driver: string
  /** False if no builder here can export a cache: the build continues without. */
  exportsCache: boolean
  /** Whether the engine stores images under the digest of their manifest, which is then known before a push. */
  containerdStore: boolean
}

/**
 * The builder from the input (or the current one), else the engine's own, else a new one in a container; each
 * replacement is logged. If no builder can export a cache, the build runs without one.
 */
export async function chooseBuilder(
  runner: Runner,
  asked: string | undefined,
  wish: BuilderWish,
): Promise<ChosenBuilder> {
  const containerdStore = await hasContainerdStore(runner)
  const faults = new Map<string, string>()
  for (const name of [asked ?? '', 'default', ownBuilder]) {
    if (faults.has(name)) continue
    const builder = await readBuilder(runner, name)
    const fault = unfit(builder, wish, containerdStore)
    if (fault === '') {
      sayReplacement(runner, asked, faults, builder.name)
      return { ...builder, exportsCache: wish.exportsCache, containerdStore }
    }
    faults.set(builder.name || name, fault)
  }
  if (wish.exportsCache) {
    runner.log.warning([...inWords(faults), 'The build goes on without keeping layers.'].join('\n'))
    return await chooseBuilder(runner, asked, { ...wish, exportsCache: false })
  }
  throw new UserError(
    'not-ready',
    inWords(faults).join('\n'),
    'Put docker/setup-buildx-action before this step.',
  )
}

/** A chosen builder that does not work is a warning; the limits of the engine's own builder are not. */
function sayReplacement(
  { log }: Runner,
  asked: string | undefined,
  faults: ReadonlyMap<string, string>,
  used: string,
): void {
  if (faults.size === 0) return
  const text = [...inWords(faults), `The build uses builder '${used}' instead.`].join('\n')
  if (asked === undefined && faults.size === 1 && faults.has('default')) log.info(text)
  else log.warning(text)
}

function inWords(faults: ReadonlyMap<string, string>): string[] {
  return [...faults].map(([name, fault]) => `Builder '${name || 'current'}' can't be used: ${fault}.`)
}

async function readBuilder(runner: Runner, name: string): Promise<Builder> {
  if (name === ownBuilder) await makeOwnBuilder(runner)
  const command = ['docker', 'buildx', 'inspect', '--bootstrap', ...(name === '' ? [] : [name])]
  const { code, stdout, stderr } = await runner.process.run(command, { signal: runner.cancelled })
  if (/not a docker command|unknown command: docker buildx|unknown flag: --bootstrap/.test(stderr))
    throw new UserError(
      'not-ready',
      'Docker has no buildx here.',
      'Put docker/setup-buildx-action before this step, or install the package docker-buildx-plugin on the runner.',
    )
  const builder = parseBuilder(stdout)
  if (code === 0) return builder
  if (name === ownBuilder) await removeOwnBuilder(runner)
  return { ...builder, name, running: false, problem: lastLine(stderr) || builder.problem }
}

/** Ignores failures: the builder may exist already, and if it could not be created, its inspection says why. */
async function makeOwnBuilder({ process, log, cancelled }: Runner): Promise<void> {
  log.info(`Making a builder '${ownBuilder}' in a container; it stays for later builds on this machine.`)
  await process.run(['docker', 'buildx', 'create', '--name', ownBuilder, '--driver', 'docker-container'], {
    signal: cancelled,
  })
}

/** Removes a builder that could not start: the next run would find it again. */
async function removeOwnBuilder({ process, cancelled }: Runner): Promise<void> {
  await process.run(['docker', 'buildx', 'rm', '--force', ownBuilder], { signal: cancelled })
}

async function hasContainerdStore({ process, cancelled }: Runner): Promise<boolean> {
  const command = ['docker', 'info', '--format', '{{json .DriverStatus}}']
  const ran = await process.run(command, { signal: cancelled })
  if (ran.code !== 0)
    throw new UserError(
      'not-ready',
      `Docker does not answer: ${lastWords({ ...ran, stdout: '' })}`,
      'Run the job on a machine with Docker Engine 23 or newer and buildx, as GitHub-hosted Ubuntu runners are.',
    )
  return ran.stdout.includes('io.containerd.snapshotter')
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

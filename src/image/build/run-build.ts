import { join } from 'node:path'
import { StepFailed } from '../../errors.ts'
import { inOneLine } from '../../report/progress.ts'
import type { Runner } from '../../runner/runner.ts'
import { readText } from '../naming/source.ts'
import { type BuildPlan, buildCommand } from './build-command.ts'
import { countSteps, type Steps } from './build-log.ts'
import { cacheMayBeToBlame } from './cache-plan.ts'
import type { ChosenBuilder } from './choose-builder.ts'

/** A finished build. */
export interface Built {
  /** A name of the image in the local engine. */
  local: string
  imageId: string
  /** The digest after a push; undefined with an engine that only knows it afterwards. */
  digest: string | undefined
  /** The OCI archive of an index (several platforms, attestations) that the engine cannot load. */
  archive: string | undefined
  steps: Steps
  builder: string
}

interface Surroundings {
  builder: ChosenBuilder
  env: Record<string, string>
  /** The time of the commit: BuildKit dates the image by it, so that the same commit gives the same image. */
  time: number | undefined
}

/**
 * Builds into the local engine. An index that the engine cannot load (several platforms, attestations) goes into an
 * archive, and the engine's own platform is then built from the builder's cache, for the verification.
 */
export async function runBuild(runner: Runner, plan: BuildPlan, around: Surroundings): Promise<Built> {
  const { builder } = around
  const isIndex = plan.platforms.length > 1 || plan.attestations.length > 0
  if (!isIndex || builder.driver === 'docker') {
    const steps = await buildOnce(runner, plan, around)
    const imageId = await idOf(runner, plan)
    const digest = builder.containerdStore ? imageId : undefined
    return { local: plan.tags[0] ?? '', imageId, digest, archive: undefined, steps, builder: builder.name }
  }
  const archive = join(runner.context.temp, 'image.tar')
  const steps = await buildOnce(runner, { ...plan, archive }, around)
  const { 'containerimage.digest': digest } = JSON.parse(
    (await readText(plan.metadataFile)) ?? '{}',
  ) as Record<string, string>
  const own = { platforms: [await ownPlatform(runner)], attestations: [], cacheTo: [] }
  await buildOnce(runner, { ...plan, ...own }, around)
  return {
    local: plan.tags[0] ?? '',
    imageId: await idOf(runner, plan),
    digest,
    archive,
    steps,
    builder: builder.name,
  }
}

/** Builds once; if the cache may be the cause of a failure, builds again without it. */
async function buildOnce(runner: Runner, plan: BuildPlan, { env, time }: Surroundings): Promise<Steps> {
  const options = {
    env: { ...env, ...(time === undefined ? {} : { SOURCE_DATE_EPOCH: String(time) }) },
    signal: runner.cancelled,
    onLine: runner.log.info,
  }
  const run = (desired: BuildPlan) =>
    inOneLine(
      runner,
      'Build',
      () => runner.process.run(buildCommand(desired), options),
      ({ code }) => code === 0,
    )
  const ran = await run(plan)
  if (ran.code === 0) return countSteps(ran.stderr)
  if (plan.cacheFrom.length + plan.cacheTo.length > 0 && cacheMayBeToBlame(ran.stderr)) {
    runner.log.warning('The build failed, and the layer cache may be the reason; building again without it.')
    const again = await run({ ...plan, cacheFrom: [], cacheTo: [] })
    if (again.code === 0) return countSteps(again.stderr)
    throw buildFailed(again.stderr)
  }
  throw buildFailed(ran.stderr)
}

/** @returns the error with BuildKit's last lines, and a hint for the one error that explains nothing */
function buildFailed(log: string): StepFailed {
  const error = /^ERROR: (?:failed to build: )?(?:failed to solve: )?(.*)$/m.exec(log)?.[1] ?? 'see the log'
  const foreign = /exec format error/.test(log)
  const help = foreign ? ' For another platform, put docker/setup-qemu-action before this step.' : ''
  return new StepFailed(
    'build-failed',
    `The build failed: ${error}${help}`,
    log.trim().split('\n').slice(-40).join('\n'),
  )
}

async function idOf({ process, cancelled }: Runner, { tags }: BuildPlan): Promise<string> {
  const command = ['docker', 'image', 'inspect', '--format', '{{.Id}}', tags[0] ?? '']
  const { code, stdout, stderr } = await process.run(command, { signal: cancelled })
  if (code !== 0)
    throw new StepFailed('build-failed', 'The image is not in the local engine after the build.', stderr)
  return stdout.trim()
}

async function ownPlatform({ process, cancelled }: Runner): Promise<string> {
  const command = ['docker', 'version', '--format', '{{.Server.Os}}/{{.Server.Arch}}']
  return (await process.run(command, { signal: cancelled })).stdout.trim()
}

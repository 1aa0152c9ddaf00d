import { join, resolve } from 'node:path'
import { UserError } from '../../errors.ts'
import type { buildImage } from '../../inputs/build-image.ts'
import { type CacheKind } from '../../inputs/build-image.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import { parseReference } from '../../model/release/image-reference.ts'
import { inOneLine } from '../../report/progress.ts'
import type { Outcome } from '../../run-action.ts'
import type { Runner } from '../../runner/runner.ts'
import { type Naming, nameImage } from '../naming/naming.ts'
import { readText } from '../naming/source.ts'
import { withPrivateDocker } from '../registry/docker-config.ts'
import { logIn, loginOf } from '../registry/login.ts'
import type { Login } from '../registry/registry-auth.ts'
import { planFrom, verifyImage } from '../verify/verify.ts'
import { type BuildPlan, tellingNames } from './build-command.ts'
import { buildSummary, versionLines } from './build-report.ts'
import { cacheOptions, cachePrefixes } from './cache-plan.ts'
import { chooseBuilder } from './choose-builder.ts'
import { actionsCache, LayerCache } from './layer-cache.ts'
import { type Built, runBuild } from './run-build.ts'
import { withSecretFiles } from './secrets.ts'

type Inputs = InputsOf<typeof buildImage>

/** Names the image, builds it with the cached layers of the last run, caches its layers, and verifies it. */
export async function build(inputs: Inputs, runner: Runner): Promise<Outcome<typeof buildImage>> {
  const started = runner.clock.now()
  planFrom(inputs.verify, {})
  if (inputs['sbom-generator'] !== undefined && !inputs.attestations.includes('sbom'))
    throw new UserError(
      'bad-input',
      "Input 'sbom-generator' is given, but 'attestations' has no sbom.",
      'Set attestations: provenance, sbom, or leave sbom-generator out.',
    )
  const login = loginOf(inputs.username, inputs.password, 'username')
  const sources = isRemote(inputs.context) ? undefined : resolve(runner.context.workspace, inputs.context)
  const dockerfile = await readDockerfile(inputs, sources)
  const naming = await nameImage(runner, {
    ...inputs,
    versionFiles: inputs['version-file'],
    sources,
    token: inputs['github-token'],
  })
  for (const line of versionLines(naming)) runner.log.info(line)
  for (const warning of [...naming.version.warnings, ...argumentWarnings(inputs)]) runner.log.warning(warning)

  const files = { secrets: inputs.secrets, files: inputs['secret-files'] }
  const built = await withSecretFiles(runner, files, (secrets) =>
    withLogin(runner, naming, login, (env) =>
      buildCached({ inputs, runner, naming, dockerfile, secrets, env }),
    ),
  )
  const verified = await inOneLine(runner, 'Try the image', () =>
    verifyImage(runner, {
      image: built.local,
      verify: inputs.verify,
      environment: inputs['verify-env'],
      timeoutSeconds: inputs['verify-timeout'],
    }),
  )
  runner.log.info(`The image ${verified}.`)
  const outputs = {
    image: naming.name,
    tags: naming.plan.tags.map(({ tag }) => `${naming.name}:${tag}`).join('\n'),
    version: naming.version.version,
    revision: naming.revision,
    digest: built.digest,
    'image-id': built.imageId,
    archive: built.archive,
    'cache-hit': String(built.steps.cached > 0),
  }
  const seconds = (runner.clock.now() - started) / 1000
  return { reason: 'done', outputs, summary: buildSummary({ naming, built, verified, seconds }) }
}

interface Job {
  inputs: Inputs
  runner: Runner
  naming: Naming
  dockerfile: string
  secrets: BuildPlan['secrets']
  env: Record<string, string>
}

/** The build itself, between the restore of cached layers and the save of new ones. */
async function buildCached({ inputs, runner, naming, dockerfile, secrets, env }: Job): Promise<Built> {
  const platforms = inputs.platforms.flatMap((line) => line.split(',')).map((one) => one.trim())
  const wish = {
    platforms,
    exportsCache: inputs.cache !== 'none',
    attests: inputs.attestations.length > 0,
  }
  const builder = await chooseBuilder(runner, inputs.builder, wish)
  const kind: CacheKind = builder.exportsCache ? inputs.cache : 'none'

  const prefixes = cachePrefixes({ image: naming.name, platforms, target: inputs.target, dockerfile })
  const layers = new LayerCache(actionsCache, runner, runner.context.temp, prefixes)
  const folders =
    kind === 'actions'
      ? await inOneLine(runner, 'Restore the layer cache', () => layers.restore())
      : { restored: undefined, next: '' }
  const ref = inputs['cache-ref'] ?? `${naming.name}:buildcache`
  const cache = cacheOptions(kind, { folders, scope: prefixes[1], ref })

  const plan: BuildPlan = {
    builder: builder.name,
    context: inputs.context,
    dockerfile: inputs.dockerfile,
    target: inputs.target,
    platforms,
    buildArgs: inputs['build-args'],
    buildContexts: inputs['build-contexts'],
    secrets,
    labels: naming.labels,
    tags: naming.plan.tags.map(({ tag }) => `${naming.name}:${tag}`),
    cacheFrom: cache.from,
    cacheTo: cache.to,
    attestations: inputs.attestations,
    sbomGenerator: inputs['sbom-generator'],
    metadataFile: join(runner.context.temp, 'build-metadata.json'),
  }
  const built = await runBuild(runner, plan, { builder, env, time: naming.time })
  if (kind === 'actions') await inOneLine(runner, 'Save the layer cache', () => layers.save())
  return built
}

/** A login is for base images and for `cache: registry`; without one the job's own Docker configuration is used. */
async function withLogin<T>(
  runner: Runner,
  { name }: Naming,
  login: Login | undefined,
  work: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const image = parseReference(name)
  if (login === undefined || image === undefined) return await work({})
  return await withPrivateDocker(runner, [image.registry], async (docker) => {
    await logIn(runner, docker, image, login, { attempts: 5, longestWaitSeconds: 600 })
    return await work(docker.env)
  })
}

/** The text of the Dockerfile, which is part of the cache key; for a remote context only its address is known. */
async function readDockerfile({ context, dockerfile }: Inputs, sources: string | undefined): Promise<string> {
  if (sources === undefined) return `${context} ${dockerfile}`
  const path = dockerfile ?? join(sources, 'Dockerfile')
  const text = await readText(path)
  if (text !== undefined) return text
  throw new UserError(
    'bad-input',
    `There is no Dockerfile at ${path}.`,
    'Check out the repository before this step, or say where it is with `context` and `dockerfile`.',
  )
}

function argumentWarnings(inputs: Inputs): string[] {
  return tellingNames(inputs['build-args']).map(
    (name) =>
      `Build argument ${name} stays readable in the image's history; if it is secret, use \`secrets\`.`,
  )
}

/** `https://github.com/shop/backend.git#main`, `git@…`, an archive's address. */
function isRemote(context: string): boolean {
  return /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context)
}

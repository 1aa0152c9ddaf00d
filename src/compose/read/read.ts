import { readFileSync, statSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { UserError } from '../../errors.ts'
import { type Environment, formatEnvironment } from '../../inputs/values/environment.ts'
import type { Checkout } from '../../model/project/checkout.ts'
import type { ComposeModel } from '../../model/project/project.ts'
import type { NamedRoles } from '../../model/project/roles.ts'
import type { Runner } from '../../runner/runner.ts'
import { appServices } from '../app.ts'
import { roleKey, rolesWithFile } from '../file-roles.ts'
import { lookIntoCheckout } from './checkout.ts'
import { assertComposeVersion, type Config, composeConfig, modelOf } from './command.ts'
import { composeFailed, type Naming, warningsOf } from './failure.ts'
import { hostPath, type Mirror, makeMirror } from './mirror.ts'
import type { Source } from './place.ts'
import { withPathCreation } from './printed.ts'
import { ProjectError } from './project-error.ts'
import { secretVariables } from './secret-variables.ts'
import { assertVariablesSet } from './unset.ts'
import { matters, unsetVariables, usesOf } from './variables.ts'

/** The project's files, and where the host will have them. */
export interface ComposeSource {
  /** Relative to the workspace; the first file's folder is the project folder. */
  files: string[]
  /** The name the Compose file uses in `env_file`, such as `.env.staging`. */
  environmentFile: string
  environment: Environment
  /** Without it `name:` in the file decides, else the last part of the host's folder. */
  projectName: string | undefined
  /** Where the project lives on the host, such as `/opt/saleor`; relative bind mounts resolve to it. */
  hostFolder: string
  /** Roles named by inputs, for projects whose commands do not show which services run the app. */
  named?: NamedRoles
}

/** The project, and the parts of it that the repository has. */
export interface ReadProject {
  model: ComposeModel
  checkout: Checkout
  /** The version of Compose on the runner. */
  composeVersion: string
}

/**
 * Reads the project as Compose on the runner understands it, with the host's paths. Variables come from the step's
 * environment and from a `.env` beside the Compose file, as usual with Compose.
 * @throws UserError bad-input for anything that can't be deployed as written
 */
export async function readCompose(source: ComposeSource, runner: Runner): Promise<ReadProject> {
  const workspace = resolve(runner.context.workspace)
  const folder = posix.dirname(firstOf(source.files, workspace))
  const version = await assertComposeVersion(runner)
  const mirror = await makeMirror({
    temp: runner.context.temp,
    workspace,
    folder: resolve(workspace, folder),
    hostFolder: source.hostFolder,
    environmentFile: source.environmentFile,
    // Without values, a file of that name in the checkout stays as it is.
    environment: source.environment.size === 0 ? undefined : formatEnvironment(source.environment),
  })
  try {
    const sources = source.files.map((file) => ({
      file,
      text: readFileSync(resolve(workspace, file), 'utf8'),
    }))
    const naming = { mirror, folder, files: source.files, sources, version }
    const config = composeConfig(runner, {
      files: source.files.map((file) => resolve(mirror.folder, posix.relative(folder, file))),
      folder: mirror.folder,
      hostFolder: source.hostFolder,
      projectName: source.projectName,
    })
    const { model: printed, warnings } = await readProject(source, config, naming)
    const model = withPathCreation(printed, version)
    assertAllRead(source, model)
    await addRoles(model, sources, config)
    for (const warning of warnings) runner.log.warning(warning)
    const checkout = {
      ...(await lookIntoCheckout(model, naming, workspace)),
      variables: await secretVariables(model, source, mirror, runner),
    }
    return {
      model: withHostPaths(withOwnContexts(model, mirror), mirror),
      checkout,
      composeVersion: version,
    }
  } finally {
    await mirror.remove()
  }
}

async function readProject(
  source: ComposeSource,
  config: Config,
  naming: Naming,
): Promise<{ model: ComposeModel; warnings: string[] }> {
  let ran = await config({})
  if (ran.code === 0 && unsetVariables(ran.stderr).length === 0)
    return { model: modelOf(ran), warnings: warningsOf(ran.stderr, naming) }

  const raw = await readRaw(config)
  const withRoles = rolesWithFile(raw, source.named ?? {})
  const named = 'named' in withRoles ? withRoles.named : source.named
  const app = [...appServices(raw, named), ...(named?.otherWeb ?? [])]
  // Compose stops at the first required variable and at an empty image, even where the digest will go.
  const placeholders: Record<string, string> = {}
  while (ran.code !== 0) {
    const more = unsetVariables(ran.stderr).filter((name) => {
      const uses = usesOf(name, raw)
      return !(name in placeholders) && uses.length > 0 && !uses.some((use) => matters(use, app))
    })
    if (more.length === 0) throw composeFailed(ran.stderr, naming, source.environmentFile)
    for (const name of more) placeholders[name] = 'replaced'
    ran = await config(placeholders)
  }
  const model = modelOf(ran)
  const services = Object.keys(model.services)
  await assertVariablesSet(
    unsetVariables(ran.stderr),
    raw,
    (use) => matters(use, app, services),
    naming,
    source.environmentFile,
  )
  return { model, warnings: warningsOf(ran.stderr, naming) }
}

/** Compose prints a service's extensions as YAML, and as JSON only before interpolation. */
async function addRoles(model: ComposeModel, sources: readonly Source[], config: Config): Promise<void> {
  if (!sources.some(({ text }) => mayHaveRoles.test(text))) return
  for (const [name, { [roleKey]: said }] of Object.entries((await readRaw(config)).services)) {
    const service = model.services[name]
    if (said !== undefined && service !== undefined) service[roleKey] = said
  }
}

/** An included or extended file may set roles too. */
const mayHaveRoles = new RegExp(`${roleKey}|^\\s*extends:|^include:`, 'm')

/** The project before interpolation; empty when Compose can't print it. */
async function readRaw(config: Config): Promise<ComposeModel> {
  const ran = await config({}, '--no-interpolate')
  return ran.code === 0 ? modelOf(ran) : { name: '', services: {} }
}

function firstOf(files: string[], workspace: string): string {
  const kinds = files.map((file) => statSync(resolve(workspace, file), { throwIfNoEntry: false }))
  const wrong = kinds.findIndex((kind) => kind?.isFile() !== true)
  const [first] = files
  if (first !== undefined && wrong === -1) return first
  throw new UserError(
    'bad-input',
    first === undefined
      ? 'No Compose file is given.'
      : kinds[wrong] === undefined
        ? `There is no file ${files[wrong]} in the checkout.`
        : `${files[wrong]} is a folder and no Compose file.`,
    'Name it in compose-file, relative to the root of the repository, and run actions/checkout before.',
  )
}

/** Refuses values that no container would receive. `.env` is the exception: Compose reads it for the Compose file itself. */
function assertAllRead({ environment, environmentFile }: ComposeSource, { services }: ComposeModel): void {
  const names = [...environment.keys()]
  if (names.length === 0 || posix.basename(environmentFile) === '.env') return
  if (Object.keys(services).length === 0)
    throw new UserError(
      'bad-input',
      'The Compose project has no services.',
      'Name the files that have them with compose-file, one a line. Services under a profile count when COMPOSE_PROFILES is set under env: of the step.',
    )
  const read = Object.values(services).some((service) =>
    names.every((name) => name in (service.environment ?? {})),
  )
  if (!read)
    throw new ProjectError(
      `No service of the Compose project reads ${environmentFile}: the environment input would reach no container.`,
      `Add env_file: ${environmentFile} to the services, or set environment-file to the name that stands there.`,
      ['services'],
    )
}

/** The host builds nothing, so what is built keeps its folder in the repository. */
function withOwnContexts(model: ComposeModel, { folder, top }: Mirror): ComposeModel {
  const services = Object.entries(model.services).map(([name, service]) => {
    const build = service.build as { context?: string } | undefined
    if (build?.context?.startsWith(`${top}/`) !== true) return [name, service]
    return [name, { ...service, build: { ...build, context: `./${posix.relative(folder, build.context)}` } }]
  })
  return { ...model, services: Object.fromEntries(services) as ComposeModel['services'] }
}

/** Only a string that begins with the mirror's random name is a path that Compose made absolute. */
function withHostPaths<T>(value: T, mirror: Mirror): T {
  if (typeof value === 'string') return (hostPath(mirror, value) ?? value) as T
  if (Array.isArray(value)) return value.map((one) => withHostPaths(one, mirror)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withHostPaths(one, mirror)])) as T
}

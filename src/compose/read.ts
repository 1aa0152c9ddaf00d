import { statSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { appServices } from './app.ts'
import { type Config, composeConfig, modelOf, refuseOldCompose } from './command.ts'
import { type Environment, formatEnvironment } from './environment.ts'
import { composeFailed, type Naming, warningsOf } from './failure.ts'
import { makeMirror } from './mirror.ts'
import type { ComposeModel } from './model.ts'
import type { NamedRoles } from './roles.ts'
import { refuseUnset } from './unset.ts'
import { matters, unsetVariables, usesOf } from './variables.ts'

/** What is read, and how the host will see it. */
export interface ComposeSource {
  /** Relative to the workspace; the folder of the first one is the project folder. */
  files: string[]
  /** The name the Compose file uses in `env_file`, such as `.env.staging`. */
  environmentFile: string
  environment: Environment
  /** Without it `name:` in the file decides, else the last part of the host's folder. */
  projectName: string | undefined
  /** Where the project lives on the host, such as `/opt/saleor`; relative bind mounts resolve to it. */
  hostFolder: string
  /** Roles named by inputs, where commands do not tell which services run the app. */
  named?: NamedRoles
}

/**
 * The project as Compose on the runner understands it, with the paths of the host.
 * Variables come from the step's environment and from a `.env` beside the Compose file, as with Compose everywhere.
 * @throws UserError bad-input for anything in it that can't be deployed as it was meant
 */
export async function readCompose(source: ComposeSource, runner: Runner): Promise<ComposeModel> {
  const workspace = resolve(runner.context.workspace)
  const folder = posix.dirname(firstOf(source.files, workspace))
  await refuseOldCompose(runner)
  const mirror = await makeMirror({
    temp: runner.context.temp,
    workspace,
    folder: resolve(workspace, folder),
    hostFolder: source.hostFolder,
    environmentFile: source.environmentFile,
    // Without values a file of that name in the checkout stays what it is.
    environment: source.environment.size === 0 ? undefined : formatEnvironment(source.environment),
  })
  try {
    const naming = { mirror, folder, files: source.files }
    const config = composeConfig(runner, {
      files: source.files.map((file) => resolve(mirror.folder, posix.relative(folder, file))),
      folder: mirror.folder,
      hostFolder: source.hostFolder,
      projectName: source.projectName,
    })
    const { model, warnings } = await readProject(source, config, naming)
    refuseUnread(source, model)
    for (const warning of warnings) runner.log.warning(warning)
    return withHostPaths(model, mirror.root)
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
  const app = appServices(raw, source.named)
  // Compose stops at the first required variable and at an empty image, also where the digest will stand.
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
  await refuseUnset(unsetVariables(ran.stderr), raw, (use) => matters(use, app, services), naming)
  return { model, warnings: warningsOf(ran.stderr, naming) }
}

/** The project before interpolation, empty where Compose can't print it. */
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

/** Values that no container would get. `.env` is the exception: Compose reads it for the Compose file itself. */
function refuseUnread({ environment, environmentFile }: ComposeSource, { services }: ComposeModel): void {
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
    throw new UserError(
      'bad-input',
      `No service of the Compose project reads ${environmentFile}: the environment input would reach no container.`,
      `Add env_file: ${environmentFile} to the services, or set environment-file to the name that stands there.`,
    )
}

/** Only what begins with the mirror's random name is a path that Compose made absolute. */
function withHostPaths<T>(value: T, root: string): T {
  if (typeof value === 'string') return (value.startsWith(`${root}/`) ? value.slice(root.length) : value) as T
  if (Array.isArray(value)) return value.map((one) => withHostPaths(one, root)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withHostPaths(one, root)])) as T
}

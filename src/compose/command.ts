import { UserError } from '../errors.ts'
import type { Ran } from '../runner/process.ts'
import type { Runner } from '../runner/runner.ts'
import type { ComposeModel } from './model.ts'

/** Runs `docker compose config` on one project; variables are added to those of the step. */
export type Config = (variables: Record<string, string>, ...options: string[]) => Promise<Ran>

/** What stays the same from call to call; paths are absolute. */
export interface ConfigOptions {
  files: string[]
  folder: string
  hostFolder: string
  projectName: string | undefined
}

/** Makes the command for a project. */
export function composeConfig(runner: Runner, options: ConfigOptions): Config {
  const { files, folder, hostFolder, projectName } = options
  const project = projectName === undefined ? [] : ['--project-name', projectName]
  const inputs = files.flatMap((file) => ['-f', file])
  return (variables, ...more) =>
    runner.process.run(
      [
        ...['docker', 'compose', '--project-directory', folder, ...project, ...inputs],
        ...['config', '--format', 'json', ...more],
      ],
      // For whoever runs Compose on the host, ${PWD} is the project's folder there.
      { cwd: folder, env: { ...variables, PWD: hostFolder }, signal: runner.cancelled },
    )
}

/** The model that a successful run printed. */
export function modelOf({ stdout }: Ran): ComposeModel {
  return { services: {}, ...(JSON.parse(stdout) as Partial<ComposeModel>) } as ComposeModel
}

/** @throws UserError when the runner has no Docker Compose, or one before 2.20 */
export async function refuseOldCompose(runner: Runner): Promise<void> {
  const version = await composeVersion(runner)
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? []
  if (major > 2 || (major === 2 && minor >= 20)) return
  throw new UserError(
    'bad-input',
    version === undefined
      ? 'The runner has no Docker Compose, and Compose files are read with it.'
      : `The runner has Docker Compose ${version}, which is too old.`,
    "Use a runner with Docker Compose 2.20 or newer, as GitHub's ubuntu runners are, or install the docker-compose-plugin.",
  )
}

async function composeVersion({ process, cancelled }: Runner): Promise<string | undefined> {
  try {
    const { code, stdout } = await process.run(['docker', 'compose', 'version', '--short'], {
      signal: cancelled,
    })
    return code === 0 ? /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] : undefined
  } catch (error) {
    cancelled.throwIfAborted()
    if (error instanceof Error) return undefined
    throw error
  }
}

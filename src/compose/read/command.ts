import { UserError } from '../../errors.ts'
import type { ComposeModel } from '../../model/project/project.ts'
import type { Ran } from '../../runner/ran.ts'
import type { Runner } from '../../runner/runner.ts'
import { asWritten } from './printed.ts'

/** Runs `docker compose config` on one project, with these variables added to those of the step. */
export type Config = (variables: Record<string, string>, ...options: string[]) => Promise<Ran>

/** Options that are the same for every call; paths are absolute. */
export interface ConfigOptions {
  files: string[]
  folder: string
  hostFolder: string
  projectName: string | undefined
}

/** Returns a function that runs the command on a project. */
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
      // When Compose runs on the host, ${PWD} is the project's folder there.
      { cwd: folder, env: { ...variables, PWD: hostFolder }, signal: runner.cancelled },
    )
}

/** Parses the model that a successful run printed. */
export function modelOf({ stdout }: Ran): ComposeModel {
  return asWritten({ services: {}, ...(JSON.parse(stdout) as Partial<ComposeModel>) } as ComposeModel)
}

/** Returns the version of Compose. @throws UserError when the runner has no Docker Compose, or one before 2.20 */
export async function assertComposeVersion(runner: Runner): Promise<string> {
  const version = await composeVersion(runner)
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? []
  if (version !== undefined && (major > 2 || (major === 2 && minor >= 20))) return version
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

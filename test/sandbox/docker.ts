import { type Finished, type Given, must, run } from '../../scripts/setup/command.ts'
import { dockerConfig } from './state.ts'

const env = { DOCKER_CONFIG: dockerConfig }

/** The runner's docker with the sandbox's own login; has to succeed. */
export function docker(argv: readonly string[], given: Given = {}): Promise<string> {
  return must(['docker', ...argv], { ...given, env: { ...env, ...given.env } })
}

/** The same, when failing is an answer. */
export function tryDocker(argv: readonly string[], given: Given = {}): Promise<Finished> {
  return run(['docker', ...argv], { ...given, env: { ...env, ...given.env } })
}

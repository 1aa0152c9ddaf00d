import type { Runner } from '../runner/runner.ts'
import type { Environment } from './environment.ts'
import type { ComposeModel } from './model.ts'
import type { NamedRoles } from './roles.ts'

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

/** The project as Compose on the runner understands it. @throws UserError bad-input */
export async function readCompose(_source: ComposeSource, _runner: Runner): Promise<ComposeModel> {
  throw new Error('not written yet')
}

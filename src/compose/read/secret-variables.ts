import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../../inputs/values/environment.ts'
import { type ComposeModel, unescapeDollars } from '../../model/project/project.ts'
import type { Runner } from '../../runner/runner.ts'
import { composeConfig, modelOf } from './command.ts'
import type { Mirror } from './mirror.ts'

/**
 * Returns the values of variables that configs and secrets use (`environment:`). As in Compose, they come from the step
 * or from the `.env` beside the Compose file, else from the environment input. A variable without a value is left out.
 */
export async function secretVariables(
  model: ComposeModel,
  { environment, hostFolder }: { environment: Environment; hostFolder: string },
  mirror: Mirror,
  runner: Runner,
): Promise<ReadonlyMap<string, string>> {
  const sections = [model.configs, model.secrets] as (Record<string, { environment?: string }> | undefined)[]
  const names = sections
    .flatMap((section) => Object.values(section ?? {}).flatMap(({ environment: name }) => name ?? []))
    .filter((name) => /^[A-Za-z_]\w*$/.test(name))
  const asked = names.length === 0 ? {} : await valuesOf(names, hostFolder, mirror, runner)
  return new Map(
    [...new Set(names)].flatMap((name) => {
      const value = asked[name] ?? environment.get(name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** Lets Compose itself resolve the values, in a project that contains nothing else. */
async function valuesOf(
  names: readonly string[],
  hostFolder: string,
  mirror: Mirror,
  runner: Runner,
): Promise<Record<string, string>> {
  const file = join(mirror.root, 'variables.json')
  const asked = names.map((name) => [name, { isSet: `\${${name}+yes}`, value: `\${${name}-}` }])
  const project = { services: { none: { image: 'none' } }, 'x-asked': Object.fromEntries(asked) as unknown }
  await writeFile(file, JSON.stringify(project), { mode: 0o600 })
  const options = { files: [file], folder: mirror.folder, hostFolder, projectName: 'variables' }
  const ran = await composeConfig(runner, options)({})
  if (ran.code !== 0) return {}
  const answers = modelOf(ran)['x-asked'] as Record<string, { isSet: string; value: string }>
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, { isSet, value }]) =>
      isSet === 'yes' ? [[name, unescapeDollars(value)]] : [],
    ),
  )
}

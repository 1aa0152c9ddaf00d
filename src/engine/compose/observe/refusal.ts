import { formatModel } from '../../../compose/render.ts'
import type { Host } from '../../../host/host.ts'
import type { DesiredState } from '../../../model/desired.ts'
import { isOlder } from '../../../model/older.ts'
import { lastWords } from '../../../runner/last-words.ts'

/**
 * What Compose on the host says against a release that a newer one on the runner wrote; undefined when it reads it. Asked
 * only there, as it costs a round trip: Compose refuses keys that it does not know, and would do so after the run has
 * taken the lock. The release has secrets, so it travels by standard input.
 */
export async function refusalOf(
  host: Host,
  { model, root, composeVersion }: Pick<DesiredState, 'model' | 'root' | 'composeVersion'>,
  version: string,
): Promise<string | undefined> {
  if (composeVersion === undefined || !isOlder(version, composeVersion)) return undefined
  const project = ['--project-name', model.name, '--project-directory', root, '--env-file', '/dev/null']
  const ran = await host.run(
    ['docker', 'compose', ...project, '-f', '-', 'config', '--quiet'],
    formatModel(model),
    { seconds: 30, what: 'docker compose config' },
  )
  return ran.code === 0 ? undefined : lastWords(ran).replace(/^validating [^:]*: /, '')
}

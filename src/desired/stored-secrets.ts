import { secretsIn } from '../diagnosis/secrets.ts'
import type { Host } from '../host/host.ts'
import { inspect } from '../host/inspect.ts'
import { isHarmless, piecesOf } from '../inputs/values/secret-values.ts'
import { type ComposeModel, unescapeDollars } from '../model/project/project.ts'
import { secretFilesKey } from '../model/release/files.ts'
import type { Log } from '../runner/log.ts'

/**
 * Hides in the log the secrets of a release that is on a host: the runner knows only those that it was given.
 * Returns them, for reports and outputs.
 */
export async function hideSecrets(
  host: Host,
  model: ComposeModel,
  log: Pick<Log, 'mask'>,
): Promise<string[]> {
  const secrets = [...secretsIn(model), ...(await storedSecrets(host, model))]
  for (const secret of secrets) log.mask(secret)
  return secrets
}

/** Maximum bytes of a secret; anything longer is not something that programs print. */
const longest = '65536'

/** Reads the secrets in a release's stored files, in the pieces that programs print; an unreadable file has none. */
export async function storedSecrets(host: Host, model: ComposeModel): Promise<string[]> {
  const paths = ((model[secretFilesKey] ?? []) as string[]).map(unescapeDollars)
  if (paths.length === 0) return []
  const answers = await inspect(
    host,
    paths.map((path) => ['head', '-c', longest, path]),
  )
  return answers.flatMap(({ code, stdout }, index) => {
    const name = paths[index]?.split('/').at(-1) ?? ''
    return code !== 0 || isHarmless(name, stdout) ? [] : piecesOf(stdout)
  })
}

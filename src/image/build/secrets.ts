import { UserError } from '../../errors.ts'
import type { Runner } from '../../runner/runner.ts'
import { keyValue } from '../naming/labels.ts'
import { readText } from '../naming/source.ts'
import { withPrivateFolder } from '../private-folder.ts'

/** A build secret in a file that BuildKit mounts for the steps that request it, and never stores in a layer. */
export interface SecretFile {
  id: string
  file: string
}

/** Writes the secrets to private files for the duration of the work. */
export async function withSecretFiles<T>(
  { context, log }: Runner,
  given: { secrets: readonly string[]; files: readonly string[] },
  work: (files: SecretFile[]) => Promise<T>,
): Promise<T> {
  const values = given.secrets.map((line) => pair(line, 'secrets', 'NAME=value'))
  const ready = given.files.map((line) => pair(line, 'secret-files', 'NAME=path'))
  for (const [id, file] of ready) await requireFile(id, file)
  return await withPrivateFolder(context.temp, 'build-secrets', async (folder) => {
    const files: SecretFile[] = ready.map(([id, file]) => ({ id, file }))
    for (const [id, value] of values) {
      log.mask(value)
      files.push({ id, file: await folder.write(id, value) })
    }
    return await work(files)
  })
}

/** The line itself is never shown, because all of it may be secret. */
function pair(line: string, input: string, form: string): [id: string, value: string] {
  const [id, value] = keyValue(line)
  if (/^[A-Za-z_][\w.-]*$/.test(id) && value !== '') return [id, value]
  throw new UserError(
    'bad-input',
    `Input '${input}' has a line that is not ${form}.`,
    'One secret a line. For a value of several lines write it to a file first and use `secret-files`.',
  )
}

async function requireFile(id: string, file: string): Promise<void> {
  if ((await readText(file)) !== undefined) return
  throw new UserError(
    'bad-input',
    `Input 'secret-files': ${id} names ${file}, which is not there.`,
    'Check the path.',
  )
}

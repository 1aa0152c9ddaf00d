import { secretsIn } from '../diagnosis/secrets.ts'
import { passwordsIn } from '../image/registry/registry-logins.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { deployInputs } from '../inputs/groups/deploy.ts'
import { environmentMasks } from '../inputs/values/environment-masks.ts'
import { isHarmless, piecesOf } from '../inputs/values/secret-values.ts'
import type { DesiredState } from '../model/desired.ts'

/** Secrets of a deploy: those that the log hides too or that are in the Compose file (known), and those in files, which nothing hides yet. Pure. */
export function secretsOf(
  inputs: InputsOf<{ inputs: ReturnType<typeof deployInputs>; outputs: [] }>,
  source: DesiredState['model'],
  files: ReadonlyMap<string, string>,
  login: string,
): { known: string[]; inFiles: string[] } {
  const open = [inputs.image, ...inputs.images, inputs.path, inputs.version ?? '', inputs.project ?? '']
  const known = [
    ...environmentMasks(inputs.environment ?? '', open),
    ...secretsIn(source),
    ...passwordsIn(login),
  ]
  const inFiles = [...files].flatMap(([name, text]) => (isHarmless(name, text) ? [] : piecesOf(text)))
  return { known, inFiles: inFiles.filter((piece) => !open.some((one) => one.includes(piece))) }
}

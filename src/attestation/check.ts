import { UserError } from '../errors.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { attestationInputs } from '../inputs/groups/attestation.ts'
import type { AttestationDemand } from '../inputs/values/attestation-demand.ts'
import type { Fleet } from '../model/fleet.ts'
import type { Runner } from '../runner/runner.ts'
import type { Wanted } from './prove.ts'

type Inputs = InputsOf<{ inputs: typeof attestationInputs; outputs: [] }> & {
  'github-token': string | undefined
}

/**
 * Checks that every image of the release was built by its repository, before anything changes: by an attestation that
 * GitHub keeps and Sigstore signed. Does nothing without `require-attestation`; the code for it is loaded only then.
 * @throws UserError `attestation-refused`; `not-ready` or `github-unavailable` if it can't be found out
 */
export async function checkAttestations(
  { members }: Pick<Fleet, 'members'>,
  inputs: Inputs,
  runner: Runner,
): Promise<void> {
  const { 'require-attestation': demand, 'trusted-root': file, 'github-token': token } = inputs
  if (demand === undefined) {
    if (file === undefined) return
    throw new UserError(
      'bad-input',
      "Input 'trusted-root' is given, but no attestation is required.",
      'Set require-attestation: true, or leave trusted-root out.',
    )
  }
  if (token === undefined)
    throw new UserError(
      'bad-input',
      "Input 'github-token' is empty, and require-attestation reads attestations from GitHub.",
      'Give a token that may read them: github.token in a job with attestations: read.',
    )
  const images = wanted(members, demand, runner.context.repository)
  const { proveImages } = await import('./prove.ts')
  await proveImages(images, file, token, runner)
}

/** Each image once, with the repository that must have built it. */
function wanted(members: Fleet['members'], demand: AttestationDemand, own: string): Wanted[] {
  const releases = members.map(({ desired }) => desired.release)
  const services = new Set(releases.flatMap(({ images = {} }) => Object.keys(images)))
  const unknown = Object.keys(demand.services).filter((name) => !services.has(name))
  if (unknown.length > 0)
    throw new UserError(
      'bad-input',
      `Input 'require-attestation': the release has no image of its own for ${unknown.join(', ')}.`,
      services.size === 0
        ? 'It has one image: give true, or the repository that builds it.'
        : `Services with an image of their own: ${[...services].join(', ')}.`,
    )
  const first = demand.repository ?? own
  const all = releases.flatMap(({ image, images = {} }) => [
    { image, repository: first },
    ...Object.entries(images).map(([name, other]) => ({
      image: other,
      repository: demand.services[name] ?? first,
    })),
  ])
  const isSame = (one: Wanted) => (other: Wanted) =>
    one.image === other.image && one.repository === other.repository
  return all.filter((one, index) => all.findIndex(isSame(one)) === index)
}

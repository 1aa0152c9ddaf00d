import { messageOf, UserError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { readBundles } from './github.ts'
import { type Provenance, verifyProvenance } from './provenance.ts'
import { type FindRoots, trustedRoots } from './trusted-root.ts'

/** An image, and who must have built it. */
export interface Wanted {
  image: string
  /** `owner/repo` */
  repository: string
}

/**
 * Proves for each image that its repository built it, and logs by which workflow.
 * @param file with the trusted roots; without it they are fetched
 * @throws UserError `attestation-refused`; `not-ready` or `github-unavailable` if it can't be found out
 */
export async function proveImages(
  images: readonly Wanted[],
  file: string | undefined,
  token: string,
  runner: Runner,
): Promise<void> {
  const findRoots = await trustedRoots(file, runner)
  for (const one of images) {
    const { workflow, commit } = await prove({ ...one, token, findRoots }, runner)
    runner.log.info(`${one.image} was built by ${workflow} from ${commit}, as its attestation proves.`)
  }
}

/** The first attestation that proves it. */
async function prove(
  { image, repository, token, findRoots }: Wanted & { token: string; findRoots: FindRoots },
  runner: Runner,
): Promise<Provenance> {
  const digest = image.split('@')[1] ?? ''
  const bundles = await readBundles(repository, digest, token, runner)
  const claim = { digest, repository: `${runner.context.serverUrl}/${repository}` }
  const faults: string[] = []
  for (const bundle of bundles)
    for (const root of await findRoots(bundle))
      try {
        return verifyProvenance(bundle, root, claim)
      } catch (error) {
        faults.push(messageOf(error))
      }
  throw refused(image, repository, faults)
}

function refused(image: string, repository: string, faults: readonly string[]): UserError {
  const [what, fix] =
    faults.length === 0
      ? [
          `${image} has no attestation of ${repository} on GitHub, or the token can't see it.`,
          'Attest it after the push with actions/attest (docs/recipes/supply-chain.md). To read it, the job needs attestations: read; for another private repository, a token that may read that one.',
        ]
      : [
          `No attestation proves that ${repository} built ${image}: ${[...new Set(faults)].join('; ')}.`,
          `Deploy the digest that a workflow of ${repository} has pushed and attested, or name the repository that builds it in require-attestation.`,
        ]
  return new UserError('attestation-refused', what, fix)
}

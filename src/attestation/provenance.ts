import { bundleFromJSON } from '@sigstore/bundle'
import { ASN1Obj } from '@sigstore/core'
import type { TrustedRoot } from '@sigstore/protobuf-specs'
import { type Signer, toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'

/** What an attestation has to prove. */
export interface Claim {
  /** `sha256:…` of the image, as it is deployed. */
  digest: string
  /** `https://github.com/shop/backend` */
  repository: string
}

/** What a verified attestation says about an image. */
export interface Provenance {
  /** `https://github.com/shop/backend/.github/workflows/pipeline.yml@refs/heads/main`: the workflow that signed. */
  workflow: string
  /** The commit that it was built from. */
  commit: string
}

/** Who vouches for the identity of a workflow. */
const issuer = 'https://token.actions.githubusercontent.com'

/** Fulcio's extensions of a certificate. https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const sourceRepository = '1.3.6.1.4.1.57264.1.12'
const sourceCommit = '1.3.6.1.4.1.57264.1.13'

/** The predicate of `actions/attest`. */
const slsaProvenance = 'https://slsa.dev/provenance/v1'

/**
 * Verifies a bundle: certificate, timestamp, logs and signature by Sigstore's own library, then the repository whose
 * workflow was run, the kind of statement, and the digest in it. Unlike `gh attestation verify --repo` it lets that workflow
 * call a reusable one of another repository to sign, as only the repository itself decides to call it. Pure.
 * https://github.com/cli/cli/tree/trunk/pkg/cmd/attestation
 * @param json the bundle, as GitHub keeps it
 * @param root whom to trust; it decides which proofs of time and logs there must be
 * @throws Error that says what is wrong with it
 */
export function verifyProvenance(
  json: unknown,
  root: TrustedRoot,
  { digest, repository }: Claim,
): Provenance {
  const bundle = bundleFromJSON(json)
  if (bundle.content.$case !== 'dsseEnvelope') throw new Error('it is no signed statement')
  // GitHub's own Sigstore, which signs for private repositories, has no public logs, but a timestamp authority.
  const thresholds = {
    tlogThreshold: Math.min(1, root.tlogs.length),
    ctlogThreshold: Math.min(1, root.ctlogs.length),
    timestampThreshold: 1,
  }
  const signer = new Verifier(toTrustMaterial(root), thresholds).verify(toSignedEntity(bundle), {
    extensions: { issuer },
  })
  const source = extension(signer, sourceRepository)
  if (source.toLowerCase() !== repository.toLowerCase())
    throw new Error(`it was built by ${source === '' ? 'no repository' : source}`)
  const { payload, payloadType } = bundle.content.dsseEnvelope
  if (payloadType !== 'application/vnd.in-toto+json') throw new Error(`it is ${payloadType}`)
  const statement = JSON.parse(payload.toString()) as Statement
  if (statement.predicateType !== slsaProvenance)
    throw new Error(`it is no provenance, but ${statement.predicateType}`)
  const subjects = (statement.subject ?? []).map((one) => `sha256:${one.digest?.sha256}`)
  if (!subjects.includes(digest)) throw new Error(`it is about ${subjects.join(', ') || 'nothing'}`)
  return {
    workflow: signer.identity?.subjectAlternativeName ?? '',
    commit: extension(signer, sourceCommit),
  }
}

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
interface Statement {
  predicateType?: string
  subject?: { digest?: { sha256?: string } }[]
}

/** The text of one of Fulcio's newer extensions, a DER string; empty for none. */
function extension({ identity }: Signer, oid: string): string {
  const found = identity?.oids?.find((one) => one.oid?.id.join('.') === oid)
  return found === undefined ? '' : ASN1Obj.parseBuffer(Buffer.from(found.value)).value.toString()
}

import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto'
import { initializeCA, initializeTSA } from '@sigstore/mock'

/** What an attestation of the own Sigstore says; each part can be wrong. */
export interface Says {
  digest: string
  /** `owner/repo` whose workflow was run. */
  repository: string
  /** `owner/repo` that has the workflow; the same without it. */
  signer?: string
  issuer?: string
  predicateType?: string
  /** When its certificate was made, for ten minutes; now without it. */
  at?: Date
}

/** A Sigstore of the test's own, of the kind that GitHub has for private repositories: timestamps and no log. */
export interface OwnSigstore {
  /** As `gh attestation trusted-root` prints it. */
  trustedRoot: object
  /** A bundle, as `actions/attest` makes it. */
  attest(says: Says): Promise<Bundle>
}

/** The parts of a bundle that tests look at. */
export interface Bundle {
  dsseEnvelope: { payload: string; signatures: { sig: string }[] }
}

const ecdsa = (namedCurve: string): KeyPairKeyObjectResult => generateKeyPairSync('ec', { namedCurve })
const base64 = (bytes: Uint8Array | ArrayBufferView): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
const payloadType = 'application/vnd.in-toto+json'

/** Makes one: keys of its own, which nobody else trusts. */
export async function openSigstore(): Promise<OwnSigstore> {
  const start = '2020-01-01T00:00:00Z'
  const keys = ecdsa('P-384')
  // Whole seconds: the library doesn't read each fraction of one that the stand-in writes. In a minute: the authorities'
  // certificates are made below, and are not valid before they are.
  const now = new Date(Math.floor(Date.now() / 1000 + 60) * 1000)
  const ca = await initializeCA(keys, undefined, now)
  const authority = ecdsa('P-384')
  const tsa = await initializeTSA(authority, now)
  const chain = (...certificates: ArrayBufferView[]) => ({
    certChain: { certificates: certificates.map((one) => ({ rawBytes: base64(one) })) },
    validFor: { start },
  })
  return {
    trustedRoot: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      certificateAuthorities: [chain(ca.rootCertificate)],
      timestampAuthorities: [chain(tsa.intCertificate, tsa.rootCertificate)],
    },
    async attest(says) {
      const { publicKey, privateKey } = ecdsa('P-256')
      const issuing = says.at === undefined ? ca : await initializeCA(keys, undefined, says.at)
      const certificate = await issuing.issueCertificate({
        publicKey: publicKey.export({ type: 'spki', format: 'der' }),
        subjectAltName: `https://github.com/${says.signer ?? says.repository}/.github/workflows/pipeline.yml@refs/heads/main`,
        extensions: [
          {
            oid: '1.3.6.1.4.1.57264.1.8',
            value: says.issuer ?? 'https://token.actions.githubusercontent.com',
          },
          { oid: '1.3.6.1.4.1.57264.1.12', value: `https://github.com/${says.repository}` },
          { oid: '1.3.6.1.4.1.57264.1.13', value: '0123456789abcdef0123456789abcdef01234567' },
        ],
      })
      const statement = {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: 'ghcr.io/shop/backend', digest: { sha256: says.digest.replace('sha256:', '') } }],
        predicateType: says.predicateType ?? 'https://slsa.dev/provenance/v1',
        predicate: {},
      }
      const payload = Buffer.from(JSON.stringify(statement))
      const signed = Buffer.concat([
        Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
        payload,
      ])
      const signature = sign('sha256', signed, privateKey)
      const timestamp = await tsa.timestamp({
        artifactHash: createHash('sha256').update(signature).digest(),
        hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
        nonce: 1,
        policyOID: '1.3.6.1.4.1.57264.2',
      })
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          certificate: { rawBytes: base64(certificate) },
          timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: base64(timestamp) }] },
        },
        dsseEnvelope: {
          payloadType,
          payload: payload.toString('base64'),
          signatures: [{ sig: signature.toString('base64') }],
        },
      }
    },
  }
}

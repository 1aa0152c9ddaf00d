import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyProvenance } from '../../src/attestation/provenance.ts'
import { type Bundle, type OwnSigstore, openSigstore, type Says } from './sigstore.ts'

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8'))

/** Attestations that GitHub's action has made, from the tests of GitHub's command line (MIT), and the keys of both Sigstores. */
describe('real attestations', () => {
  const seed = seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json']
  const sigstore = TrustedRoot.fromJSON(JSON.parse(Buffer.from(seed, 'base64').toString()))
  const github = TrustedRoot.fromJSON(fixture('trusted-root-github.json'))
  const ofPublic = {
    digest: 'sha256:49a3aa6075e0f49f82843e74b5baa614ad2a588e6675612bf108a0a008c5ac25',
    repository: 'https://github.com/malancas/attest-demo',
  }
  const ofPrivate = {
    digest: 'sha256:ae57936def59bc4c75edd3a837d89bcefc6d3a5e31d55a6fa7a71624f92c3c3b',
    repository: 'https://github.com/actions/attest-demo',
  }

  test('An attestation of a public repository is proven by the public Sigstore, and names a reusable workflow', () => {
    expect(verifyProvenance(fixture('public.sigstore.json'), sigstore, ofPublic)).toEqual({
      workflow:
        'https://github.com/github/artifact-attestations-workflows/.github/workflows/attest.yml@09b495c3f12c7881b3cc17209a327792065c1a1d',
      commit: '95baf27389e83e6a5c48f42e190d48d7abcea19e',
    })
  })

  test('An attestation of a private repository is proven by GitHub’s Sigstore, which has no log', () => {
    expect(verifyProvenance(fixture('private.sigstore.json'), github, ofPrivate)).toMatchObject({
      workflow: expect.stringMatching(/^https:\/\/github\.com\/actions\/attest-demo\/\.github\//) as string,
    })
  })

  test('An attestation is not proven by the other Sigstore', () => {
    expect(() => verifyProvenance(fixture('public.sigstore.json'), github, ofPublic)).toThrow(/chain/)
    expect(() => verifyProvenance(fixture('private.sigstore.json'), sigstore, ofPrivate)).toThrow(/timestamp/)
  })

  test('A public attestation without its entry in the log is not proven', () => {
    const bundle = fixture('public.sigstore.json') as { verificationMaterial: { tlogEntries: unknown[] } }
    bundle.verificationMaterial.tlogEntries = []
    expect(() => verifyProvenance(bundle, sigstore, ofPublic)).toThrow(/timestamp/)
  })

  test('A real attestation is refused for another repository, even one with a name that begins the same', () => {
    const other = { ...ofPublic, repository: `${ofPublic.repository}-2` }
    expect(() => verifyProvenance(fixture('public.sigstore.json'), sigstore, other)).toThrow(
      'it was built by https://github.com/malancas/attest-demo',
    )
  })
})

describe('an attestation', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const claim = { digest, repository: 'https://github.com/shop/backend' }
  let sigstore: OwnSigstore
  let root: TrustedRoot
  beforeAll(async () => {
    sigstore = await openSigstore()
    root = TrustedRoot.fromJSON(sigstore.trustedRoot)
  })
  const attest = (says: Partial<Says> = {}): Promise<Bundle> =>
    sigstore.attest({ digest, repository: 'shop/backend', ...says })
  const verified = async (says: Partial<Says>, change: (bundle: Bundle) => void = () => {}) => {
    const bundle = await attest(says)
    change(bundle)
    return verifyProvenance(bundle, root, claim)
  }

  test('An attestation of the right repository and digest is proven', async () => {
    expect(await verified({})).toEqual({
      workflow: 'https://github.com/shop/backend/.github/workflows/pipeline.yml@refs/heads/main',
      commit: '0123456789abcdef0123456789abcdef01234567',
    })
  })

  test('The case of the repository’s name does not matter, as on GitHub', async () => {
    expect(await verified({ repository: 'Shop/Backend' })).toMatchObject({ commit: /./ })
  })

  test.each<[string, Partial<Says>, RegExp]>([
    [
      'another repository',
      { repository: 'mallory/backend' },
      /built by https:\/\/github\.com\/mallory\/backend$/,
    ],
    [
      'another repository that runs a workflow of the right one',
      { repository: 'mallory/backend', signer: 'shop/backend' },
      /built by https:\/\/github\.com\/mallory\/backend$/,
    ],
    ['another digest', { digest: `sha256:${'b'.repeat(64)}` }, /it is about sha256:b+$/],
    ['another issuer', { issuer: 'https://mallory.example' }, /issuer/],
    ['another kind of statement', { predicateType: 'https://spdx.dev/Document' }, /no provenance/],
    ['a certificate that had ended', { at: new Date(Date.now() - 3_600_000) }, /certificate chain/],
  ])('An attestation is refused: %s', async (_, says, words) => {
    await expect(verified(says)).rejects.toThrow(words)
  })

  test('A changed statement is refused, even if it says the right thing', async () => {
    const wrong = { digest: `sha256:${'b'.repeat(64)}` }
    const { dsseEnvelope: right } = await attest()
    await expect(
      verified(wrong, ({ dsseEnvelope }) => {
        dsseEnvelope.payload = right.payload
      }),
    ).rejects.toThrow('signature verification failed')
  })

  test('A signature of another key is refused', async () => {
    const { dsseEnvelope: other } = await attest()
    await expect(
      verified({}, ({ dsseEnvelope }) => {
        dsseEnvelope.signatures = other.signatures
      }),
    ).rejects.toThrow('timestamp could not be verified')
  })

  test('An attestation of a Sigstore that is not trusted is refused', async () => {
    const stranger = await openSigstore()
    const bundle = await stranger.attest({ digest, repository: 'shop/backend' })
    expect(() => verifyProvenance(bundle, root, claim)).toThrow('timestamp could not be verified')
  })

  test.each([null, {}, { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, 'text'])(
    'What is no bundle is refused: %j',
    (bundle) => {
      expect(() => verifyProvenance(bundle, root, claim)).toThrow(/\w/)
    },
  )
})

import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkAttestations } from '../../src/attestation/check.ts'
import { UserError } from '../../src/errors.ts'
import { attestationInputs } from '../../src/inputs/groups/attestation.ts'
import { readInputs } from '../../src/inputs/read.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import { nodeHttp } from '../../src/runner/http/http.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { withStorefront } from '../fakes/host/shop.ts'
import { emptyHost, exampleDesired } from '../model/example.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { type BundleStorage, openBundleStorage } from './bundle-storage.ts'
import { type OwnSigstore, openSigstore } from './sigstore.ts'

const other = `sha256:${'b'.repeat(64)}`
let sigstore: OwnSigstore
let storage: BundleStorage
let workspace: string
let github: GitHub

beforeAll(async () => {
  sigstore = await openSigstore()
  storage = await openBundleStorage()
  workspace = await mkdtemp(join(tmpdir(), 'attestation-'))
  const lines = [(await openSigstore()).trustedRoot, sigstore.trustedRoot]
  await writeFile(join(workspace, 'roots.jsonl'), lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
  await writeFile(join(workspace, 'stranger.jsonl'), JSON.stringify(lines[0]))
})
afterAll(() => storage.close())
beforeEach(async () => {
  github = await startGitHub({ repositories: ['shop/backend', 'shop/storefront'] })
})
afterEach(async () => {
  github.assertClean()
  await github.close()
})

/** Lets the repository's page list a bundle for a digest, whatever is in it. */
function list(repository: string, digest: string, bundle: unknown): void {
  github.state.repository(repository).attestations.push({ digest, bundleUrl: storage.keep(bundle) })
}

interface Checked {
  desired?: ReturnType<typeof exampleDesired>
  inputs?: Record<string, string>
  token?: string | undefined
}

/** How a deploy with `require-attestation` goes on: the log, or the reason code and the words. */
async function check({ desired = exampleDesired(), inputs = {}, ...rest }: Checked = {}): Promise<string> {
  const context = { repository: 'shop/backend', apiUrl: github.url, workspace, temp: workspace }
  const runner = { ...fakeRunner({ context }), http: nodeHttp }
  const given = { 'require-attestation': 'true', 'trusted-root': 'roots.jsonl', ...inputs }
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  )
  const members = [{ desired, observed: emptyHost() }] as unknown as Fleet['members']
  const token = 'token' in rest ? rest.token : github.token
  try {
    const read = readInputs({ inputs: attestationInputs, outputs: [] }, env)
    await checkAttestations({ members }, { ...read, 'github-token': token }, runner)
    return runner.log.lines.join('\n')
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return `${error.reason}: ${error.message} → ${error.fix}`
  }
}

const digestOf = (image: string): string => image.split('@')[1] ?? ''
const { image } = exampleDesired().release
const digest = digestOf(image)

describe('a required attestation', () => {
  test('An image that its repository has attested is accepted, and the log says who built it', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest, repository: 'shop/backend' }))
    expect(await check()).toBe(
      `${image} was built by https://github.com/shop/backend/.github/workflows/pipeline.yml@refs/heads/main from 0123456789abcdef0123456789abcdef01234567, as its attestation proves.`,
    )
    expect(storage.authorizations).toEqual([undefined])
  })

  test('An image with several attestations is accepted if one of them proves it', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest: other, repository: 'shop/backend' }))
    list('shop/backend', digest, await sigstore.attest({ digest, repository: 'shop/backend' }))
    expect(await check()).toContain('as its attestation proves')
  })

  test('An image without an attestation is refused', async () => {
    expect(await check()).toMatch(
      /^attestation-refused: .* has no attestation of shop\/backend on GitHub.*actions\/attest/,
    )
  })

  test('An attestation of another repository is refused', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest, repository: 'mallory/backend' }))
    expect(await check()).toMatch(/^attestation-refused: .*built by https:\/\/github\.com\/mallory\/backend/)
  })

  test('An attestation of another digest is refused', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest: other, repository: 'shop/backend' }))
    expect(await check()).toMatch(/^attestation-refused: .*it is about sha256:bbb/)
  })

  test('An attestation that was changed is refused', async () => {
    const wrong = await sigstore.attest({ digest: other, repository: 'shop/backend' })
    const { dsseEnvelope } = await sigstore.attest({ digest, repository: 'shop/backend' })
    const { payload } = dsseEnvelope
    list('shop/backend', digest, { ...wrong, dsseEnvelope: { ...wrong.dsseEnvelope, payload } })
    expect(await check()).toMatch(/^attestation-refused: .*signature verification failed/)
  })

  test('An attestation of a Sigstore that is not in the file is refused', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest, repository: 'shop/backend' }))
    expect(await check({ inputs: { 'trusted-root': 'stranger.jsonl' } })).toMatch(/^attestation-refused: /)
  })

  test('Nothing is asked without require-attestation', async () => {
    expect(await check({ inputs: { 'require-attestation': 'false', 'trusted-root': '' } })).toBe('')
    expect(github.calls).toEqual([])
  })

  test.each([
    [{ 'require-attestation': 'false' }, /^bad-input: Input 'trusted-root'.*no attestation is required/],
    [{ 'trusted-root': 'no-such-file' }, /^bad-input: Input 'trusted-root': no-such-file can't be read/],
    [{ 'require-attestation': 'yes' }, /^bad-input: Input 'require-attestation': "yes" is not true/],
    [{ 'require-attestation': 'true\nshop/backend' }, /^bad-input: Input 'require-attestation'/],
    [{ 'require-attestation': 'false\nweb=shop/backend' }, /^bad-input: Input 'require-attestation'/],
    [{ 'require-attestation': 'storefront=shop/x' }, /^bad-input: .*no image of its own for storefront/],
  ])('A wrong input is named: %j', async (inputs, words) => {
    expect(await check({ inputs })).toMatch(words)
  })

  test('A token that may not read attestations, and a missing one, are named', async () => {
    const token = github.createToken({ permissions: { contents: 'read' } })
    expect(await check({ token })).toMatch(/^github-unavailable: .*attestations: read/)
    expect(await check({ token: undefined })).toMatch(/^bad-input: Input 'github-token' is empty/)
  })

  test('A bundle that GitHub’s storage refuses is no proof, and its signed address stays secret', async () => {
    const url = storage.keep({}).replace('/attestations/', '/gone/')
    github.state.repository('shop/backend').attestations.push({ digest, bundleUrl: url })
    const ended = await check()
    expect(ended).toMatch(/^github-unavailable: .*status 403 from 127\.0\.0\.1/)
    expect(ended).not.toContain('sig=')
  })
})

describe('a shop with a storefront', () => {
  const desired = withStorefront(exampleDesired(), 'f1')
  const storefront = digestOf(desired.release.images?.['storefront'] ?? '')
  const require = { 'require-attestation': 'true\nstorefront=shop/storefront' }

  test('Each image is checked with its own repository', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest, repository: 'shop/backend' }))
    list(
      'shop/storefront',
      storefront,
      await sigstore.attest({ digest: storefront, repository: 'shop/storefront' }),
    )
    expect((await check({ desired, inputs: require })).split('\n')).toHaveLength(2)
  })

  test('The storefront’s image is refused if only the app’s is attested', async () => {
    list('shop/backend', digest, await sigstore.attest({ digest, repository: 'shop/backend' }))
    expect(await check({ desired, inputs: require })).toMatch(/^attestation-refused: .*of shop\/storefront/)
    expect(await check({ desired })).toMatch(/^attestation-refused: .*of shop\/backend/)
  })
})

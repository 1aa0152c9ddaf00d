import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundleStorage, openBundleStorage } from '../attestation/bundle-storage.ts'
import { type OwnSigstore, openSigstore } from '../attestation/sigstore.ts'
import { docker, tryDocker } from '../sandbox/docker.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { assembleShop } from '../sandbox/shop.ts'
import {
  connectionInputs,
  lightFile,
  productionEnvironment,
  productionFile,
  productionInputs,
  productionWorkspace,
} from './production.ts'
import { type DistResult, runDist } from './run-dist.ts'
import { answering } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

// The whole way of an image with attestations: built, pushed, attested, deployed by digest, rolled back to.

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
const { username, password, address } = sandbox.registry
const image = `${address}/supply-chain/saleor-${Date.now()}`
let github: GitHub
let sigstore: OwnSigstore
let storage: BundleStorage
let cwd: string
let environment: string

beforeAll(async () => {
  await server.wipe()
  github = await startGitHub({ repositories: ['shop/backend'] })
  sigstore = await openSigstore()
  storage = await openBundleStorage()
  cwd = await productionWorkspace(lightFile)
  await writeFile(join(cwd, 'roots.jsonl'), JSON.stringify(sigstore.trustedRoot))
  environment = productionEnvironment(await sandbox.data.createDatabase('supply_chain'))
})
afterAll(async () => {
  storage.close()
  const filter = ['--filter', `reference=${address}/supply-chain/*`]
  const all = await docker(['image', 'ls', ...filter, '--format', '{{.Repository}}:{{.Tag}}'])
  for (const name of all.split('\n').filter(Boolean)) await tryDocker(['image', 'rm', '--force', name])
  await github.close()
})

/** The smallest generator: BuildKit mounts the image, and takes what is in the destination. */
const scan = `#!/bin/sh
set -e
grep -q VERSION "$BUILDKIT_SCAN_SOURCE/etc/os-release"
cat > "$BUILDKIT_SCAN_DESTINATION/sbom.spdx.json" << END
{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":{"spdxVersion":"SPDX-2.3","name":"a list of packages"}}
END
`

/** Builds the generator and pushes it. https://github.com/moby/buildkit/blob/master/docs/attestations/sbom-protocol.md */
async function pushGenerator(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'generator-'))
  await writeFile(join(folder, 'scan'), scan, { mode: 0o755 })
  await writeFile(
    join(folder, 'Dockerfile'),
    'FROM saleor-base:bookworm\nCOPY scan /scan\nENTRYPOINT ["/scan"]\n',
  )
  const name = `${address}/supply-chain/generator`
  await docker(['buildx', 'build', '--provenance=false', '--tag', `${name}:1`, '--push', folder])
  return `${name}:1`
}

/** Builds and pushes a light shop with both attestations; gives the output `image` of push-registry. */
async function ship(variant: 'light-1' | 'light-2', generator: string): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'supply-chain-'))
  assembleShop(variant, project)
  const built = await runDist('build-image', {
    cwd: project,
    inputs: {
      ...{ image, tags: variant, username, password, cache: 'none', verify: 'none' },
      ...{ attestations: 'provenance, sbom', 'sbom-generator': generator },
    },
  })
  expect(built.code, withoutMasks(built.log)).toBe(0)
  const { digest = '', tags = '' } = built.outputs
  const pushed = await runDist('push-registry', { inputs: { image, tags, digest, username, password } })
  expect(pushed.code, withoutMasks(pushed.log)).toBe(0)
  expect(pushed.outputs['digest']).toBe(digest)
  return pushed.outputs['image'] ?? ''
}

interface Index {
  manifests: { digest: string; platform: { architecture: string }; annotations?: Record<string, string> }[]
}

/** What the registry has under a name. */
async function raw(reference: string): Promise<unknown> {
  const command = ['buildx', 'imagetools', 'inspect', '--raw', reference]
  return JSON.parse(await docker(command))
}

const required = { 'require-attestation': 'true', 'trusted-root': 'roots.jsonl' }

function deploy(reference: string): Promise<DistResult> {
  const own = { 'health-timeout': '60s', bake: '0', 'github-token': github.token, ...required }
  return runDist('deploy-production', {
    cwd,
    inputs: {
      ...productionInputs([server], sandbox, reference, environment, own),
      'compose-file': productionFile,
      'record-deployment': 'never',
    },
    env: { GITHUB_API_URL: github.url },
  })
}

/** Has GitHub keep an attestation for an image. */
async function attest(reference: string, repository = 'shop/backend'): Promise<void> {
  const digest = reference.split('@')[1] ?? ''
  const bundleUrl = storage.keep(await sigstore.attest({ digest, repository }))
  github.state.repository('shop/backend').attestations.push({ digest, bundleUrl })
}

const onServer = async (...command: string[]): Promise<string> => (await server.run(command)).stdout.trim()

test('An image with an SBOM and provenance is pushed, attested, deployed by its index’s digest and rolled back to', async () => {
  const generator = await pushGenerator()
  const first = await ship('light-1', generator)

  const index = (await raw(first)) as Index
  const attestations = index.manifests.filter(
    ({ annotations }) => annotations?.['vnd.docker.reference.type'] === 'attestation-manifest',
  )
  expect(index.manifests).toHaveLength(2)
  const { layers } = (await raw(`${image}@${attestations[0]?.digest}`)) as {
    layers: { annotations: Record<string, string> }[]
  }
  const kinds = layers.map(({ annotations }) => annotations['in-toto.io/predicate-type'])
  expect(kinds).toHaveLength(2)
  expect(kinds).toContain('https://spdx.dev/Document')
  expect(kinds).toContainEqual(expect.stringContaining('slsa.dev/provenance'))

  // Nothing proves it yet: the host is asked for nothing but its state.
  const none = await deploy(first)
  expect(none.outputs, withoutMasks(none.log)).toMatchObject({ 'reason-code': 'attestation-refused' })
  expect(none.log).toContain(`${first} has no attestation of shop/backend on GitHub`)
  expect(await onServer('docker', 'images', '--quiet', image)).toBe('')

  await attest(first, 'mallory/backend')
  const foreign = await deploy(first)
  expect(foreign.outputs).toMatchObject({ 'reason-code': 'attestation-refused' })
  expect(foreign.log).toContain('it was built by https://github.com/mallory/backend')
  expect(await onServer('docker', 'images', '--quiet', image)).toBe('')

  await attest(first)
  const done = await deploy(first)
  expect(done.code, withoutMasks(done.log)).toBe(0)
  expect(done.outputs).toMatchObject({ 'reason-code': 'done', image: first })
  expect(done.log).toContain(`${first} was built by https://github.com/shop/backend/.github/workflows/`)
  expect(await answering(server)).toEqual([`200 ${done.outputs['release']}`])
  // The server's engine has the image of its platform, under the digest of the index.
  expect(await onServer('docker', 'images', '--digests', '--format', '{{.Digest}}', image)).toBe(
    first.split('@')[1],
  )
  expect((await deploy(first)).outputs).toMatchObject({ 'reason-code': 'unchanged' })

  const second = await ship('light-2', generator)
  await attest(second)
  const next = await deploy(second)
  expect(next.outputs, withoutMasks(next.log)).toMatchObject({ 'reason-code': 'done' })

  const back = await runDist('rollback', {
    cwd,
    inputs: {
      ...connectionInputs([server]),
      ...{ reason: 'a test', 'health-timeout': '60s', 'record-deployment': 'never' },
      ...{ 'github-token': github.token, ...required },
    },
    env: { GITHUB_API_URL: github.url },
  })
  expect(back.code, withoutMasks(back.log)).toBe(0)
  expect(back.log).toContain(`${first} was built by `)
  expect(await answering(server)).toEqual([`200 ${done.outputs['release']}`])
  github.assertClean()
})

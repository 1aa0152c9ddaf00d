import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BuildPlan } from '../../../src/image/build/build-command.ts'
import type { ChosenBuilder } from '../../../src/image/build/choose-builder.ts'
import { runBuild } from '../../../src/image/build/run-build.ts'
import { FakeProcess, fakeRunner } from '../../fakes/fakes.ts'

const builder: ChosenBuilder = {
  name: 'default',
  driver: 'docker',
  exportsCache: true,
  containerdStore: true,
}
const plan: BuildPlan = {
  builder: 'default',
  context: '.',
  dockerfile: undefined,
  target: undefined,
  platforms: [],
  buildArgs: [],
  buildContexts: [],
  secrets: [],
  labels: [],
  tags: ['shop:1', 'shop:2'],
  cacheFrom: ['type=gha'],
  cacheTo: ['type=gha'],
  attestations: [],
  sbomGenerator: undefined,
  metadataFile: '/nix',
}
const around = { builder, env: { DOCKER_CONFIG: '/private' }, time: 1767323045 }
const inEngine = { stdout: 'sha256:abc\n' }

describe('a build', () => {
  test('A build is dated by its commit, and its image is in the engine', async () => {
    const process = new FakeProcess().on('image inspect', inEngine)
    const built = await runBuild(fakeRunner({ process }), plan, around)
    expect(built).toMatchObject({
      local: 'shop:1',
      imageId: 'sha256:abc',
      digest: 'sha256:abc',
      archive: undefined,
    })
    expect(process.ran[0]?.options.env).toEqual({
      DOCKER_CONFIG: '/private',
      SOURCE_DATE_EPOCH: '1767323045',
    })
  })

  test('A build has no digest yet in an engine with its old image store', async () => {
    const process = new FakeProcess().on('image inspect', inEngine)
    const old = { ...around, builder: { ...builder, containerdStore: false } }
    expect(await runBuild(fakeRunner({ process }), plan, old)).toMatchObject({
      digest: undefined,
      imageId: 'sha256:abc',
    })
  })

  test('A build is repeated without the cache if the cache may be the reason of the failure', async () => {
    const process = new FakeProcess()
      .on(
        'buildx build',
        { code: 1, stderr: 'ERROR: failed to solve: failed to configure gha cache exporter' },
        { code: 0 },
      )
      .on('image inspect', inEngine)
    const runner = fakeRunner({ process })
    await runBuild(runner, plan, around)
    expect(process.lines.filter((line) => line.includes('--cache'))).toHaveLength(1)
    expect(runner.log.lines.join()).toContain(
      'warning: The build failed, and the layer cache may be the reason',
    )
  })

  test.each([
    ['process "/bin/sh -c x" did not complete successfully: exit code: 7', 'exit code: 7'],
    ['process "/bin/sh -c x" did not complete successfully: exec format error', 'setup-qemu-action'],
  ])('A build with a fault of its own is not repeated: %s', async (error, words) => {
    const process = new FakeProcess().on('buildx build', {
      code: 1,
      stderr: `#7 last words\nERROR: failed to solve: ${error}\n`,
    })
    await expect(runBuild(fakeRunner({ process }), plan, around)).rejects.toMatchObject({
      reason: 'build-failed',
      message: expect.stringContaining(words) as string,
      evidence: expect.stringContaining('last words') as string,
    })
    expect(process.lines).toHaveLength(1)
  })
})

describe('attestations', () => {
  const attestations = ['provenance', 'sbom'] as const

  test('Attestations stay in an engine that can store an index, whose digest is the image’s', async () => {
    const process = new FakeProcess().on('image inspect', inEngine)
    const built = await runBuild(fakeRunner({ process }), { ...plan, attestations }, around)
    expect(built).toMatchObject({ archive: undefined, digest: 'sha256:abc' })
  })

  test('Attestations go into an archive elsewhere, and the image without them into the engine', async () => {
    const temp = await mkdtemp(join(tmpdir(), 'run-build-'))
    const metadataFile = join(temp, 'metadata.json')
    await writeFile(metadataFile, '{"containerimage.digest":"sha256:index"}')
    const process = new FakeProcess()
      .on('docker version', { stdout: 'linux/amd64\n' })
      .on('image inspect', inEngine)
    const apart = { ...around, builder: { ...builder, name: 'apart', driver: 'docker-container' } }
    const attested = { ...plan, attestations, metadataFile }
    const built = await runBuild(fakeRunner({ process, context: { temp } }), attested, apart)
    expect(built).toMatchObject({ digest: 'sha256:index', archive: join(temp, 'image.tar') })
    const [first, , second] = process.lines
    expect(first).toContain('--attest type=sbom')
    expect(first).toContain('--output type=oci')
    expect(second).toContain('--provenance=false')
    expect(second).not.toContain('--attest')
  })
})

describe('several platforms', () => {
  const platforms = ['linux/amd64', 'linux/arm64']

  test('Several platforms stay in an engine that can store them', async () => {
    const process = new FakeProcess().on('image inspect', inEngine)
    const built = await runBuild(fakeRunner({ process }), { ...plan, platforms }, around)
    expect(built.archive).toBeUndefined()
    expect(process.lines[0]).toContain('--platform linux/amd64,linux/arm64')
    expect(process.lines[0]).toContain('--load')
  })

  test('Several platforms go into an archive elsewhere, and the engine’s own into the engine', async () => {
    const temp = await mkdtemp(join(tmpdir(), 'run-build-'))
    const metadataFile = join(temp, 'metadata.json')
    await writeFile(metadataFile, '{"containerimage.digest":"sha256:index"}')
    const process = new FakeProcess()
      .on('docker version', { stdout: 'linux/amd64\n' })
      .on('image inspect', inEngine)
    const apart = { ...around, builder: { ...builder, name: 'apart', driver: 'docker-container' } }
    const built = await runBuild(
      fakeRunner({ process, context: { temp } }),
      { ...plan, platforms, metadataFile },
      apart,
    )
    expect(built).toMatchObject({
      digest: 'sha256:index',
      archive: join(temp, 'image.tar'),
      imageId: 'sha256:abc',
    })
    const [first, , second] = process.lines
    expect(first).toContain(`--output type=oci,dest=${join(temp, 'image.tar')}`)
    expect(second).toContain('--platform linux/amd64 ')
    expect(second).not.toContain('--cache-to')
  })
})

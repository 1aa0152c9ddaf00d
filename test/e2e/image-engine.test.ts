import { spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer, type Server as Relay } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registryAddress } from '../sandbox/names.ts'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { runDist } from './run-dist.ts'

/**
 * An engine with its old image store, as GitHub-hosted runners have it: its BuildKit can keep no layers, and a digest is
 * known only after a push. A server's engine is one.
 */
describe('an engine without containerd’s image store', () => {
  let sandbox: Sandbox
  let relay: Relay
  let env: Record<string, string>
  let project: string
  const image = `${registryAddress}/engine-test/backend-${Date.now()}`

  beforeAll(async () => {
    sandbox = await openSandbox({ servers: 1 })
    relay = await relayTo(sandbox.servers[0]?.name ?? '')
    env = {
      DOCKER_HOST: `tcp://127.0.0.1:${(relay.address() as AddressInfo).port}`,
      BUILDX_CONFIG: await mkdtemp(join(tmpdir(), 'engine-buildx-')),
    }
    project = await mkdtemp(join(tmpdir(), 'engine-project-'))
    await writeFile(join(project, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\nCMD ["/none"]\n')
  })
  afterAll(() => void relay.close())

  test('An engine without another builder builds without a layer cache, and says why', async () => {
    const built = await runDist('build-image', { cwd: project, inputs: { image, verify: 'none' }, env })
    expect(built.code, built.log).toBe(0)
    expect(built.log).toMatch(
      /::warning::Builder 'default' can't be used: .*can't export a layer cache.*'saleor-deploy'/,
    )
    expect(built.outputs).not.toHaveProperty('digest')
    expect(built.outputs['image-id']).toMatch(/^sha256:/)

    const { username, password } = sandbox.registry
    const { tags = '' } = built.outputs
    const pushed = await runDist('push-registry', { inputs: { image, tags, username, password }, env })
    expect(pushed.code, pushed.log).toBe(0)
    expect(pushed.outputs['digest']).toMatch(/^sha256:/)
    expect(pushed.outputs['digest']).not.toBe(built.outputs['image-id'])
  })

  test('An engine without the image store cannot build for several platforms, and says what helps', async () => {
    const inputs = { image, verify: 'none', platforms: 'linux/amd64,linux/arm64' }
    const result = await runDist('build-image', { cwd: project, inputs, env })
    expect(result).toMatchObject({ code: 1, outputs: { 'reason-code': 'not-ready' } })
    expect(result.log).toContain('setup-buildx-action')
  })
})

/** The engine inside a server, at a port of loopback. */
async function relayTo(server: string): Promise<Relay> {
  const relay = createServer((socket) => {
    const dial = spawn('docker', ['exec', '--interactive', server, 'docker', 'system', 'dial-stdio'])
    socket.on('error', () => dial.kill()).pipe(dial.stdin.on('error', () => {}))
    dial.stdout.pipe(socket)
    dial.on('close', () => socket.destroy())
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  return relay
}

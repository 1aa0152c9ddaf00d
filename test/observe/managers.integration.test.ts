import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { swarmEngine } from '../../src/engine/swarm/swarm.ts'
import type { Address } from '../../src/host/ssh/address.ts'
import { observing } from '../../src/observe/managers.ts'
import { clusterInspection } from '../../src/smoke/inside/inspect-cluster.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { makeKey } from '../host/ssh-keygen.ts'

// Managers whose sshd refuses everybody, as it does while a machine goes down.
const sshd = createServer((socket) => socket.on('error', () => {}).resetAndDestroy())
let managers: Address[]
beforeAll(async () => {
  await new Promise<void>((listening) => sshd.listen(0, '0.0.0.0', listening))
  const { port } = sshd.address() as AddressInfo
  const { key } = makeKey(join(mkdtempSync(join(tmpdir(), 'managers-')), 'key'), 'ed25519')
  const pins = { knownHosts: [], fingerprints: [`SHA256:${'a'.repeat(43)}`] }
  managers = ['one', 'two'].map((name, index) => ({
    ...{ name, host: `127.0.0.${index + 1}`, port, user: 'deploy', privateKey: key, pins },
  }))
})
afterAll(() => sshd.close())

test('A manager that cannot be reached is passed over, and the error of the last one names all', async () => {
  const runner = fakeRunner()
  const opening = observing.swarm(
    swarmEngine,
    managers,
    undefined,
    { parallel: 1, onUnreachable: 'refuse' },
    async (connected) => {
      await connected
      throw new Error('no manager can be reached')
    },
    runner,
  )
  await expect(opening).rejects.toThrow(/127\.0\.0\.1.*\n.*127\.0\.0\.2/s)
  const warnings = runner.log.lines.filter((line) => line.startsWith('warning: '))
  expect(warnings).toEqual([expect.stringMatching(/^warning: one is passed over, as a manager/)])
})

test('In a smoke test a manager that cannot be reached is a warning, and the last one is a failed check', async () => {
  const inside = {
    ...{ targets: managers, hosts: [], jump: undefined, root: '/opt/saleor', manage: [] },
    ...{ 'expect-release': undefined, 'expect-version': undefined, 'max-queue': 0 },
    metrics: { address: '', checks: [] },
  }
  const results = await clusterInspection(swarmEngine, inside, fakeRunner())
  expect(results.map(({ where, severity, passed }) => ({ where, severity, passed }))).toEqual([
    { where: 'one', severity: 'warning', passed: false },
    { where: 'two', severity: 'error', passed: false },
  ])
})

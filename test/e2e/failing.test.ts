import { beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { assertServesAlone, footprintOf } from './serves-alone.ts'
import { type DeployOptions, type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'

/** One way in which a deploy fails. */
interface Failing extends DeployOptions {
  title: string
  variant: ShopVariant
  reason: string
  /** The error that the job ends with. */
  message: RegExp
  /** What the log must show besides: the container's own lines. */
  evidence?: RegExp
}

const quick = { 'health-timeout': '6s' }
const nowhere = `localhost:5000/shop/saleor@sha256:${'0'.repeat(64)}`

const kinds: Failing[] = [
  {
    title: 'never healthy',
    variant: 'never-healthy',
    inputs: quick,
    reason: 'unhealthy',
    message: /saleor-web-2 did not answer \/health\/ within 6 s\. Its last line: /,
    evidence: /warehouse index is missing: refusing traffic/,
  },
  {
    title: 'web exits at start',
    variant: 'exits',
    reason: 'unhealthy',
    message: /saleor-web-2 exited.*saleor\.payment\.gateways\.vanished/,
    evidence: /uvicorn\/importer\.py[\s\S]*No module named 'saleor\.payment\.gateways\.vanished'/,
  },
  {
    title: 'the migration fails',
    variant: 'migration-fails',
    reason: 'migration-failed',
    message: /migration core\.0002_broken failed; the old release still serves: .*core_missing/,
    evidence: /django\/db\/migrations\/executor[\s\S]*core_missing/,
  },
  {
    title: 'the image is not in the registry',
    variant: 'v2',
    inputs: { image: nowhere },
    reason: 'bad-input',
    message: /there is no such image: .*000000/,
  },
  {
    title: 'web has a program that is not in the image',
    variant: 'v2',
    compose: (text) => text.replace('  web:\n', '  web:\n    entrypoint: ["no-such-program"]\n'),
    inputs: { 'migrate-command': 'none' },
    reason: 'start-failed',
    message: /starting saleor-web-2 failed: .*no-such-program/,
  },
  {
    title: 'Compose cannot create the containers',
    variant: 'v2',
    compose: (text) =>
      text.replace('  web:\n', '  web:\n    networks: [default, partners]\n') +
      '\nnetworks:\n  partners:\n    external: true\n',
    inputs: { 'migrate-command': 'none' },
    reason: 'start-failed',
    message: /partners/,
  },
  {
    title: 'the worker dies at start',
    variant: 'v2',
    compose: (text) => text.replace('saleor.celeryconf:app worker', 'saleor.vanished:app worker'),
    reason: 'unhealthy',
    message: /saleor-celery-2 exited.*No module named 'saleor.vanished'/,
    evidence: /vanished/,
  },
  {
    title: 'the scheduler dies at start',
    variant: 'v2',
    compose: (text) => text.replace('saleor.celeryconf:app beat', 'saleor.vanished:app beat'),
    reason: 'unhealthy',
    message: /saleor-celery-beat-2 exited.*No module named 'saleor.vanished'/,
    evidence: /vanished/,
  },
  {
    title: 'the edge image is not there',
    variant: 'v2',
    inputs: { 'edge-image': 'haproxy:0.1' },
    reason: 'pull-failed',
    message: /haproxy:0\.1/,
  },
  {
    title: 'the edge image is no HAProxy',
    variant: 'v2',
    inputs: { 'edge-image': 'redis:7-alpine' },
    reason: 'switch-failed',
    message: /the edge takes no commands/,
    evidence: /Redis is starting/,
  },
]

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]

describe('on a server where a release serves', () => {
  let shop: ShopOnServer
  let live = ''
  beforeAll(async () => {
    await server.wipe()
    shop = await shopOnServer(sandbox, server)
    live = await shop.release('v1')
  })

  test.for(kinds)('$title: the old release serves, nothing is left, and the job says why', async (kind) => {
    const before = await footprintOf(server)
    const { code, log, outputs } = await shop.deploy(kind.variant, kind)
    expect(withoutMasks(log)).toMatch(new RegExp(`^::error::.*${kind.message.source}`, 'm'))
    expect(outputs['reason-code']).toBe(kind.reason)
    expect(code).toBe(1)
    expect(withoutMasks(log)).toMatch(kind.evidence ?? /^/)
    expect(await assertServesAlone(server, live)).toEqual(before)
  })
})

describe('on an empty server', () => {
  test('the first deploy is never healthy: nothing is left', async () => {
    await server.wipe()
    const before = await footprintOf(server)
    const shop = await shopOnServer(sandbox, server)
    const { code, outputs } = await shop.deploy('never-healthy', { inputs: quick })
    expect([code, outputs['reason-code']]).toEqual([1, 'unhealthy'])
    expect(await footprintOf(server)).toEqual(before)
  })
})

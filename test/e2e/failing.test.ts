import { beforeAll, describe, expect, test } from 'vitest'
import { registryAddress } from '../sandbox/names.ts'
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

const unmigrated = { 'migrate-command': 'none' }
/** In Python. */
const hostile = String.raw`'\x85::add-mask::abc\n::stop-commands::x\n##[stop-commands]y\nboot ##[set-output name=release]evil'`
const quick = { 'health-timeout': '6s' }
/** It falls while it loads, on a busy machine later than web took to start; then the deploy ends at once. */
const watched = { SALEOR_DEPLOY_STEADY_SECONDS: '60' }
/** The commands that the log gives to the runner itself. */
const own = ['add-mask', 'error', 'warning', 'debug', 'group', 'endgroup']
const nowhere = `${registryAddress}/shop/saleor@sha256:${'0'.repeat(64)}`

const kinds: Failing[] = [
  {
    title: 'web never gets healthy',
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
    title: 'web has a program that the image lacks',
    variant: 'v2',
    compose: (text) => text.replace('  web:\n', '  web:\n    entrypoint: ["no-such-program"]\n'),
    inputs: { 'migrate-command': 'none' },
    reason: 'start-failed',
    message: /starting saleor-web-2 failed: .*no-such-program/,
  },
  {
    title: 'Compose cannot create the containers',
    variant: 'v2',
    compose: (text) => text.replace('  celery:\n', '  celery:\n    cap_add: ["NO_SUCH"]\n'),
    inputs: unmigrated,
    reason: 'start-failed',
    message: /creating the containers failed: .*NO_SUCH/,
  },
  {
    title: 'a network of the file is not there',
    variant: 'v2',
    compose: (text) =>
      text.replace('  web:\n', '  web:\n    networks: [default, partners]\n') +
      '\nnetworks:\n  partners:\n    external: true\n',
    inputs: { 'migrate-command': 'none' },
    reason: 'not-ready',
    message: /partners/,
  },
  {
    title: 'web prints runner commands and exits',
    variant: 'v2',
    compose: (text) =>
      text.replace(
        '  web:\n',
        `  web:\n    command: ${JSON.stringify(['python3', '-c', `import sys; sys.exit(${hostile})`])}\n`,
      ),
    inputs: unmigrated,
    reason: 'unhealthy',
    message: /saleor-web-2 exited.*boot ## \[set-output name=release\]evil/,
    evidence: /: :stop-commands::x/,
  },
  {
    title: 'the worker dies at start',
    variant: 'v2',
    compose: (text) => text.replace('saleor.celeryconf:app worker', 'saleor.vanished:app worker'),
    env: watched,
    reason: 'unhealthy',
    message: /saleor-celery-2 exited.*No module named 'saleor.vanished'/,
    evidence: /vanished/,
  },
  {
    title: 'the scheduler dies at start',
    variant: 'v2',
    compose: (text) => text.replace('saleor.celeryconf:app beat', 'saleor.vanished:app beat'),
    env: watched,
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

  test.for(kinds)('If $title, the old release serves alone, and the error says why', async (kind) => {
    const before = await footprintOf(server)
    const { code, log, outputs, commands } = await shop.deploy(kind.variant, kind)
    expect(withoutMasks(log)).toMatch(new RegExp(`^::error::.*${kind.message.source}`, 'm'))
    expect(outputs['reason-code']).toBe(kind.reason)
    expect(code).toBe(1)
    expect(withoutMasks(log)).toMatch(kind.evidence ?? /^/)
    expect(commands.filter(({ name }) => !own.includes(name))).toEqual([])
    expect(withoutMasks(log)).not.toContain('##[')
    expect(await assertServesAlone(server, live)).toEqual(before)
  })
})

describe('on an empty server', () => {
  test('A first deploy that never gets healthy leaves nothing on the server', async () => {
    await server.wipe()
    const before = await footprintOf(server)
    const shop = await shopOnServer(sandbox, server)
    const { code, outputs } = await shop.deploy('never-healthy', { inputs: quick })
    expect([code, outputs['reason-code']]).toEqual([1, 'unhealthy'])
    expect(await footprintOf(server)).toEqual(before)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { lightFile, productionShop } from './production.ts'
import { untilFree } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

/** A migration command that takes for ever and does not listen to SIGTERM; asked for its plan, it has one migration. */
const deaf = `python3 -c "
import signal, sys, time
if '--plan' in sys.argv:
    print('Planned operations:\\ncore.0001_initial\\n    Create model Note')
else:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print('migrating', flush=True)
    time.sleep(600)
"`

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]

test('A first deploy that is cancelled during its migrations is undone only when their container is gone', async () => {
  await server.wipe()
  const file = (text: string): string =>
    lightFile(text).replace('stop_grace_period: 40s', 'stop_grace_period: 15s')
  const shop = await productionShop(sandbox, [server], { name: 'cancelled_migration', file })
  const run = await shop.start('light-1', { inputs: { 'migrate-command': deaf, backup: 'never' } })
  try {
    await until(
      async () => (await migrating()).includes('migrating'),
      () => withoutMasks(run.log()),
    )
    // As somebody does on a keyboard: this one signal, and no other after it.
    run.child.kill('SIGINT')
    await until(
      async () => (await history()).includes('"result":"undone"'),
      () => withoutMasks(run.log()),
    )
    // Read after the history: what is there now was there when that line was written.
    const { stdout } = await server.docker(['ps', '--all', '--format', '{{.Names}}'])
    expect(stdout).toBe('')
    const { code, outputs, seconds } = await run.finished
    expect([code, outputs['reason-code']]).toEqual([1, 'cancelled'])
    // It took the grace: the container was there, and did not listen.
    expect(seconds).toBeGreaterThan(15)
    await untilFree(server, 60)
  } finally {
    run.child.kill('SIGKILL')
  }
})

/** What the one-off container has printed, empty while there is none. */
async function migrating(): Promise<string> {
  const script = 'docker logs "$(docker ps -q --filter label=com.docker.compose.oneoff=True)"'
  return (await server.run(['sh', '-c', script])).stdout
}

async function history(): Promise<string> {
  return (await server.run(['cat', '/opt/saleor/events.log'])).stdout
}

async function until(condition: () => Promise<boolean>, log: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await condition()) return
    await sleep(300)
  }
  throw new Error(`it did not come about within three minutes:\n${log()}`)
}

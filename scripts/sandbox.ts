// The sandbox by hand: node scripts/bootstrap.mjs sandbox up [servers] | down | status
import { tryDocker } from '../test/sandbox/docker.ts'
import { prefix } from '../test/sandbox/names.ts'
import { closeSandbox, openSandbox } from '../test/sandbox/sandbox.ts'

const [command = 'status', count = '3'] = process.argv.slice(2)

const commands: Record<string, () => Promise<void>> = {
  up: () => up(Number(count)),
  down: closeSandbox,
  status,
}

try {
  const chosen = commands[command]
  if (!chosen) throw new Error('usage: sandbox up [servers] | down | status')
  await chosen()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function up(servers: number): Promise<void> {
  const started = performance.now()
  const sandbox = await openSandbox({ servers })
  console.log(`Up in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  for (const server of sandbox.servers) {
    console.log(
      `  ${server.name}: ssh -i .sandbox/keys/deploy ${server.user}@${server.address}   ${server.fingerprint}`,
    )
  }
  const { registry, hub } = sandbox
  console.log(`  registry ${registry.address}: user ${registry.username}, password in .sandbox/registry.json`)
  console.log(`  Docker Hub's stand-in ${hub.address}`)
}

async function status(): Promise<void> {
  const look = ['ps', '--all', '--filter', `name=^${prefix}-`, '--format', '{{.Names}}\t{{.Status}}']
  const { code, stdout } = await tryDocker(look).catch(() => ({ code: 1, stdout: '' }))
  console.log(code === 0 && stdout ? stdout.trim() : 'The sandbox is down.')
}

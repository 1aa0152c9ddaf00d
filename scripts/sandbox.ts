// Controls the sandbox by hand: node scripts/bootstrap.mjs sandbox up [servers] | down | status | shop [variant]
import { tryDocker } from '../test/sandbox/docker.ts'
import { checkoutLabel } from '../test/sandbox/names.ts'
import { closeSandbox, openSandbox } from '../test/sandbox/sandbox.ts'
import { buildShop, shopVariants } from '../test/sandbox/shop.ts'

const [command = 'status', argument] = process.argv.slice(2)

const commands: Record<string, () => Promise<void>> = { up, down: closeSandbox, status, shop }

try {
  const chosen = commands[command]
  if (!chosen)
    throw new Error(`usage: sandbox up [servers] | down | status | shop [${shopVariants().join('|')}]`)
  await chosen()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function up(): Promise<void> {
  const started = performance.now()
  const sandbox = await openSandbox({ servers: Number(argument ?? 3) })
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

async function shop(): Promise<void> {
  const variants = shopVariants().filter((name) => argument === undefined || argument === name)
  for (const variant of variants) {
    const { reference, version } = await buildShop(variant)
    console.log(`${variant} (${version}): ${reference}`)
  }
}

async function status(): Promise<void> {
  const listing = ['ps', '--all', '--filter', `label=${checkoutLabel}`, '--format', '{{.Names}}\t{{.Status}}']
  const { code, stdout } = await tryDocker(listing).catch(() => ({ code: 1, stdout: '' }))
  console.log(code === 0 && stdout ? stdout.trim() : 'The sandbox is down.')
}

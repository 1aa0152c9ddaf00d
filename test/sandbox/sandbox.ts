import { ensureMachine } from '../../scripts/setup/setup.ts'
import { timed } from '../waiting/notes.ts'
import { remove } from './container.ts'
import { type DataHost, noData, openData } from './data.ts'
import { docker, tryDocker } from './docker.ts'
import { ensureImages } from './images.ts'
import { alone } from './lock.ts'
import { checkoutLabel, network, prefix } from './names.ts'
import { openHub, openRegistry, type PrivateRegistry, type Registry } from './registry.ts'
import { openServer, type Server } from './server.ts'
import { type BuiltShop, buildShop, type ShopVariant } from './shop.ts'
import { clientKeys, forget } from './state.ts'

export type { Database, DataHost } from './data.ts'
export type { Server } from './server.ts'
export type { BuiltShop, ShopVariant } from './shop.ts'

/** Real servers, a registry and Docker Hub's stand-in on this machine. */
export type Sandbox = {
  servers: Server[]
  registry: PrivateRegistry
  hub: Registry
  /** PostgreSQL and Redis outside of the servers, where they were asked for. */
  data: DataHost
  /** Builds a variant of the sample shop and pushes it to the registry; nothing is done twice. */
  buildShop(variant: ShopVariant): Promise<BuiltShop>
  /** Removes every trace but the cached images. */
  down(): Promise<void>
}

/**
 * Starts as many servers as asked for, or finds them running.
 */
export async function openSandbox(
  desired: { servers: number; data?: boolean } = { servers: 3 },
): Promise<Sandbox> {
  return await timed('sandbox', () => alone(prefix, () => open(desired)))
}

async function open(desired: { servers: number; data?: boolean }): Promise<Sandbox> {
  await prepareMachine()
  await ensureNetwork()
  // Made before the servers start side by side: each of them lets these keys in.
  await clientKeys()
  const first = Number(process.env.SANDBOX_FIRST ?? 1)
  const numbers = Array.from({ length: desired.servers }, (_, index) => first + index)
  const [registry, hub, data, ...servers] = await Promise.all([
    openRegistry(),
    openHub(),
    desired.data === true ? openData() : noData,
    ...numbers.map((number) => openServer(number)),
  ])
  return { servers, registry, hub, data, buildShop, down: closeSandbox }
}

/** Installs what the machine lacks, starts the engine and builds the images; nothing is done twice. */
export async function prepareMachine(): Promise<void> {
  await alone('machine', ensureMachine)
  await ensureImages()
}

/** Removes servers, registries, their volumes, networks, keys and passwords of all lanes; images stay as a cache. */
export async function closeSandbox(): Promise<void> {
  await alone(prefix, async () => {
    await remove(await ours(['ps', '--all'], '{{.Names}}'))
    const networks = await ours(['network', 'ls'], '{{.Name}}')
    if (networks.length > 0) await docker(['network', 'rm', ...networks])
    forget()
  })
}

/** Whether any part of it runs. */
export async function isSandboxUp(): Promise<boolean> {
  // Without an engine nothing is up; opening the sandbox starts one.
  return (await ours(['ps'], '{{.Names}}').catch(() => [])).length > 0
}

async function ours(list: readonly string[], format: string): Promise<string[]> {
  const found = await docker([...list, '--filter', `label=${checkoutLabel}`, '--format', format])
  return found.split('\n').filter(Boolean)
}

async function ensureNetwork(): Promise<void> {
  if ((await tryDocker(['network', 'inspect', network.name])).code === 0) return
  await docker(['network', 'create', '--label', checkoutLabel, '--subnet', network.subnet, network.name])
}

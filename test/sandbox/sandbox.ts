import { ensureMachine } from '../../scripts/setup/setup.ts'
import { remove } from './container.ts'
import { type DataHost, noData, openData } from './data.ts'
import { docker, tryDocker } from './docker.ts'
import { ensureImages } from './images.ts'
import { alone } from './lock.ts'
import { network, prefix } from './names.ts'
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
 * SANDBOX_FIRST=4 hands out servers 4, 5, … instead of 1, 2, …, so that two test runs can share a machine.
 */
export async function openSandbox(
  wanted: { servers: number; data?: boolean } = { servers: 3 },
): Promise<Sandbox> {
  return alone('sandbox', async () => {
    await ensureMachine()
    await ensureImages()
    await ensureNetwork()
    // Made before the servers start side by side: each of them lets these keys in.
    await clientKeys()
    const first = Number(process.env.SANDBOX_FIRST ?? 1)
    const numbers = Array.from({ length: wanted.servers }, (_, index) => first + index)
    const [registry, hub, data, ...servers] = await Promise.all([
      openRegistry(),
      openHub(),
      wanted.data === true ? openData() : noData,
      ...numbers.map((number) => openServer(number)),
    ])
    return { servers, registry, hub, data, buildShop, down: closeSandbox }
  })
}

/** Removes servers, registries, their volumes, the network, keys and passwords; images stay as a cache. */
export async function closeSandbox(): Promise<void> {
  await alone('sandbox', async () => {
    const look = ['ps', '--all', '--filter', `label=${prefix}`, '--format', '{{.Names}}']
    await remove((await docker(look)).split('\n').filter(Boolean))
    await tryDocker(['network', 'rm', network.name])
    forget()
  })
}

/** Whether any part of it runs. */
export async function isSandboxUp(): Promise<boolean> {
  const look = ['ps', '--filter', `label=${prefix}`, '--format', '{{.Names}}']
  // Without an engine nothing is up; opening the sandbox starts one.
  const { code, stdout } = await tryDocker(look).catch(() => ({ code: 1, stdout: '' }))
  return code === 0 && stdout.trim() !== ''
}

async function ensureNetwork(): Promise<void> {
  if ((await tryDocker(['network', 'inspect', network.name])).code === 0) return
  await docker(['network', 'create', '--subnet', network.subnet, network.name])
}

import { setTimeout as sleep } from 'node:timers/promises'
import { bringUp } from './container.ts'
import { docker } from './docker.ts'
import { fillHub, imageTag } from './images.ts'
import {
  hubAddress,
  hubIp,
  hubPort,
  network,
  prefix,
  registryAddress,
  registryIp,
  registryPort,
} from './names.ts'
import { registryLogin } from './state.ts'

/** A registry that tests can take away and give back. */
export type Registry = {
  /** The name of it on the runner and on every server. */
  address: string
  stop(): Promise<void>
  start(): Promise<void>
}

/** The team's registry: needs a login. */
export type PrivateRegistry = Registry & { username: string; password: string }

/** Starts the team's registry, or finds it. */
export async function openRegistry(): Promise<PrivateRegistry> {
  const { username, password } = registryLogin()
  const name = `${prefix}-registry`
  const login = ['--env', `REGISTRY_USER=${username}`, '--env', `REGISTRY_PASSWORD=${password}`]
  await open(name, registryIp, registryPort, login)
  return { address: registryAddress, username, password, ...control(name, registryAddress) }
}

/** Starts Docker Hub's stand-in, or finds it; the accessories are in it. */
export async function openHub(): Promise<Registry> {
  const name = `${prefix}-hub`
  await open(name, hubIp, hubPort, [])
  await fillHub()
  return { address: hubAddress, ...control(name, hubAddress) }
}

async function open(name: string, ip: string, port: number, environment: string[]): Promise<void> {
  const place = ['--network', network.name, '--ip', ip, '--publish', `127.0.0.1:${port}:5000`]
  const options = [...place, ...environment]
  await bringUp({ name, image: imageTag('registry'), options, data: '/var/lib/registry' })
  await answers(`localhost:${port}`)
}

function control(name: string, address: string): Pick<Registry, 'stop' | 'start'> {
  return {
    async stop() {
      await docker(['stop', '--time', '1', name])
    },
    async start() {
      await docker(['start', name])
      await answers(address)
    },
  }
}

async function answers(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    // 401 is an answer too.
    if (
      await fetch(`http://${address}/v2/`).then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(100)
  }
  throw new Error(`the registry at ${address} does not answer`)
}

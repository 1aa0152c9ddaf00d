import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'

/** The images that the sandbox builds; their tags carry a hash of their content, so all checkouts share them. */
export const imagePrefix = 'saleor-sandbox'

/** Which of a checkout's sandboxes this process uses: end-to-end tests run in lanes, each on servers of its own. */
export const lane = Number(process.env.SANDBOX_LANE ?? 1)

/** The folder of this checkout. */
export const checkout = realpathSync(join(import.meta.dirname, '../..'))
const hashOf = (text: string) => createHash('sha256').update(text).digest()
const hash = hashOf(`${checkout} lane ${lane}`)

/** The label that all containers and networks of a checkout's lanes carry; `down` removes what has it. */
export const checkoutLabel = `${imagePrefix}.checkout=${hashOf(checkout).toString('hex').slice(0, 12)}`

/**
 * Names of all that a lane makes in the engine begin with this. Each checkout and each lane has its own prefix, network
 * and ports, so they run side by side on one machine.
 */
export const prefix = `${imagePrefix}-${hash.toString('hex').slice(0, 6)}`

/** Where keys, passwords and logs of the sandbox live; never committed. */
export const stateFolder = join(checkout, lane === 1 ? '.sandbox' : `.sandbox/lane-${lane}`)

// Engines hand out 172.17.0.0/16 to 172.31.0.0/16 and 192.168.0.0/16 by themselves: none of these.
const range = `10.${200 + (hash.readUInt8(4) % 50)}.${hash.readUInt8(5)}`

/** The network of servers and registries; outside of the ranges that engines hand out by themselves. */
export const network = { name: prefix, subnet: `${range}.0/24` }

/** The registries' addresses on the network; each server forwards loopback ports of its own there. */
export const registryIp = `${range}.2`
export const hubIp = `${range}.3`

/** The data host's addresses: PostgreSQL and Redis as a provider would run them, outside of every server. */
export const postgresIp = `${range}.4`
export const redisIp = `${range}.5`

/** Where the balancer in front of a fleet listens, by the fleet's first server: two fleets have two. */
export const balancerIp = (firstServer: string) => `${range}.${90 + Number(firstServer.split('.').at(-1))}`

/** Server n's fixed address, so that known_hosts stays true over reboots. */
export const serverIp = (number: number) => `${range}.${10 + number}`

/** An address of the network where nothing is. */
export const unusedIp = `${range}.250`

/** Server n's name, as container and as host name. */
export const serverName = (number: number) => `${prefix}-server-${number}`

/** The team's registry's port, on the runner and on every server; below the ports that kernels hand out. */
export const registryPort = 20_000 + 3 * (hash.readUInt16BE(6) % 4_000)

/** The team's registry, under the same name on the runner and on every server. */
export const registryAddress = `localhost:${registryPort}`

/** Docker Hub's stand-in, as the runner pushes to it. */
export const hubPort = registryPort + 1
export const hubAddress = `localhost:${hubPort}`

/** A port for a registry of a test's own. */
export const sparePort = registryPort + 2

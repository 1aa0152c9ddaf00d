import { join } from 'node:path'

/** Everything the sandbox makes in the engine carries this prefix, and `down` removes all that does. */
export const prefix = 'saleor-sandbox'

/** Where keys, passwords and logs of the sandbox live; never committed. */
export const stateFolder = join(import.meta.dirname, '../../.sandbox')

/** The network of servers and registries; outside of the ranges that engines hand out by themselves. */
export const network = { name: prefix, subnet: '10.213.77.0/24' }

/** The registries' addresses on the network; each server forwards its loopback ports 5000 and 5001 there. */
export const registryIp = '10.213.77.2'
export const hubIp = '10.213.77.3'

/** The data host's addresses: PostgreSQL and Redis as a provider would run them, outside of every server. */
export const postgresIp = '10.213.77.4'
export const redisIp = '10.213.77.5'

/** Where the balancer in front of a fleet listens, by the fleet's first server: two fleets have two. */
export const balancerIp = (firstServer: string) => `10.213.77.${90 + Number(firstServer.split('.').at(-1))}`

/** Server n's fixed address, so that known_hosts stays true over reboots. */
export const serverIp = (number: number) => `10.213.77.${10 + number}`

/** Server n's name, as container and as host name. */
export const serverName = (number: number) => `${prefix}-server-${number}`

/** The team's registry, under the same name on the runner and on every server. */
export const registryAddress = 'localhost:5000'

/** Docker Hub's stand-in, as the runner pushes to it. */
export const hubAddress = 'localhost:5001'

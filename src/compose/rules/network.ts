import { replicasOf } from '../../model/project/project.ts'
import { hostsOf, namesIn } from '../addresses.ts'
import { isStopFirst } from './container.ts'
import { type Fault, type Keys, type Rule, servicesOf } from './rule.ts'

const fixedAddress: Rule = {
  name: 'fixed-address',
  severity: 'error',
  on: 'replaced',
  what: 'A service that is replaced has a fixed IP or MAC address: the new container can not have it while the old one runs.',
  fix: 'Remove the address, and reach the service by its name.',
  check({ name, service, roles }) {
    // A service that stops before its successor starts frees the address. Web's migrations run beside web.
    const isWorker = roles.workers.includes(name)
    if (roles.schedulers.includes(name) || (isWorker && isStopFirst(service))) return undefined
    const own = Object.entries(service.networks ?? {}).flatMap(([network, settings]) =>
      ['ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address'].flatMap((key): [string, Keys][] =>
        (settings as Record<string, unknown> | null)?.[key] === undefined
          ? []
          : [[key, ['networks', network, key]]],
      ),
    )
    const all: [string, Keys][] =
      service.mac_address === undefined ? own : [['mac_address', ['mac_address']], ...own]
    const [first] = all
    return first === undefined
      ? undefined
      : {
          text: `${first[0]} is fixed, and the new container can not have it while the old one runs.`,
          at: [first[1], ['networks']],
        }
  },
}

/** Keys that put a container into another one's namespace. */
const ties = ['network_mode', 'pid', 'ipc'] as const

const tied: Rule = {
  name: 'tied-to-replaced',
  severity: 'error',
  on: 'started',
  what: 'A service lives in the network, the processes or the volumes of a container that a deploy replaces: with the old container that is gone.',
  fix: 'Give it a network of its own and reach the other by its service name, or give both the same named volume.',
  check({ name, service, roles }) {
    const replaced = servicesOf('replaced', roles).filter((one) => one !== name)
    const fault = (key: string, to: string): Fault => ({
      text: `${key} ties it to a container of ${to}, which a deploy replaces.`,
      at: [[key]],
    })
    const modes = ties.flatMap((key) => {
      const mode = service[key]
      const to = typeof mode === 'string' ? /^service:(.+)$/.exec(mode)?.[1] : undefined
      return to !== undefined && replaced.includes(to) ? [fault(key, to)] : []
    })
    const volumes = ((service.volumes_from ?? []) as string[]).flatMap((from) => {
      const [to = ''] = from.split(':')
      return replaced.includes(to) ? [fault('volumes_from', to)] : []
    })
    return [...modes, ...volumes]
  },
}

const hostNetwork: Rule = {
  name: 'host-network',
  severity: 'error',
  on: 'replaced',
  what: "A service of the app is not on the project's networks (network_mode): the proxy in front does not reach web there, and the names of other services lead nowhere.",
  fix: 'Remove network_mode. Web publishes its port with ports: ["8000:8000"].',
  check({ name, service, environment, model, roles }) {
    const mode = service.network_mode
    if (typeof mode !== 'string' || mode.startsWith('service:')) return undefined
    const text = `network_mode: ${mode} takes it off the project's networks`
    const at: Keys[] = [['network_mode']]
    if (servicesOf('reached', roles).includes(name))
      return { text: `${text}, where the proxy that a deploy puts in front looks for it.`, at }
    const names = namesIn(model)
    // The host's network is right for a worker whose services are all elsewhere.
    const urls = ['DATABASE_URL', 'CELERY_BROKER_URL', 'CACHE_URL', 'REDIS_URL']
    const url = urls.find((one) => hostsOf(environment.get(one) ?? '').some((host) => names.has(host)))
    return url === undefined
      ? undefined
      : { text: `${text}, and ${url} leads to a service that has its name there alone.`, at }
  },
}

const noWeb: Rule = {
  name: 'web-without-replicas',
  severity: 'error',
  on: 'web',
  what: 'Web has no replicas: nothing would serve.',
  fix: 'Set deploy: {replicas: 1} or more, or the input replicas. To close the shop there is the action maintenance.',
  check: ({ service }) =>
    replicasOf(service) > 0
      ? undefined
      : { text: 'it has 0 replicas, and nothing would serve.', at: [['deploy', 'replicas'], ['scale']] },
}

/** Rules for containers' networks and for the number of web containers. */
export const networkRules: readonly Rule[] = [noWeb, hostNetwork, fixedAddress, tied]

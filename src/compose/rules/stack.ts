import { isAwaited } from '../run-once.ts'
import { hasCheck } from '../stack/health.ts'
import { untranslatable } from '../stack/service.ts'
import type { Fault, Rule } from './rule.ts'

const key: Rule = {
  name: 'stack-key',
  severity: 'error',
  on: 'started',
  only: 'swarm',
  what: 'A key has no counterpart in a Swarm, which would ignore it or refuse the file: network_mode, privileged, devices, links, security_opt, shm_size and others.',
  fix: 'Remove it, or deploy with engine: compose.',
  check({ service }) {
    return untranslatable(service).map(
      (keys): Fault => ({ text: `a Swarm has no ${keys.join('.')}.`, at: [keys] }),
    )
  },
}

const port: Rule = {
  name: 'stack-port',
  severity: 'error',
  on: 'started',
  only: 'swarm',
  what: 'A port is published on one address, on a range, or on a port that Docker picks. A Swarm publishes a fixed port of the node, on all its addresses.',
  fix: 'Publish one fixed port without an address, such as "8000:8000", and close it with a firewall; or remove ports: where only other services use it.',
  check({ service: { ports = [] } }) {
    return ports.flatMap(({ target, published = '', host_ip: address = '' }): Fault[] => {
      const at = [['ports']]
      if (!/^[1-9]\d*$/.test(published))
        return [{ text: `port ${target} is published on no single fixed port.`, at }]
      if (!['', '0.0.0.0', '::'].includes(address))
        return [
          {
            text: `port ${target} is published on ${address}; in a Swarm it would be open on all addresses.`,
            at,
          },
        ]
      return []
    })
  },
}

const once: Rule = {
  name: 'stack-runs-once',
  severity: 'error',
  on: 'accessories',
  only: 'swarm',
  what: 'Other services wait for the end of this one (service_completed_successfully). With engine: swarm no service runs once.',
  fix: 'Do its work in a step of the workflow, or in the image of the app.',
  check: ({ name, model }) =>
    isAwaited(model, name) ? { text: 'it runs once, which a deploy to a Swarm does not do.' } : undefined,
}

const mode: Rule = {
  name: 'stack-mode',
  severity: 'error',
  on: 'started',
  only: 'swarm',
  what: 'deploy.mode is a job, which each deploy would run again; or endpoint_mode is vip, while the edge and all services find tasks by DNS.',
  fix: 'Remove the key. Migrations are run by the deploy.',
  check({ service: { deploy } }) {
    if (typeof deploy?.mode === 'string' && deploy.mode.endsWith('-job'))
      return { text: `mode: ${deploy.mode} would run again with each deploy.`, at: [['deploy', 'mode']] }
    return deploy?.endpoint_mode === 'vip'
      ? {
          text: 'endpoint_mode: vip is not followed: tasks are found by DNS.',
          at: [['deploy', 'endpoint_mode']],
        }
      : undefined
  },
}

const network: Rule = {
  name: 'stack-network',
  severity: 'error',
  on: 'started',
  only: 'swarm',
  what: 'A network has a driver other than overlay, which reaches no other node; or a service asks for a fixed address or for host-gateway, which a Swarm does not give.',
  fix: 'Remove driver:, the address, or host-gateway.',
  check({ service, model }) {
    const drivers = Object.keys(service.networks ?? {}).flatMap((name): Fault[] => {
      const { driver, external } = (model.networks?.[name] ?? {}) as { driver?: string; external?: boolean }
      if (external === true || driver === undefined || driver === '' || driver === 'overlay') return []
      return [
        {
          text: `the network ${name} has the driver ${driver}.`,
          top: [
            ['networks', name, 'driver'],
            ['networks', name],
          ],
        },
      ]
    })
    const fixed = Object.values(service.networks ?? {}).some((one) =>
      ['ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address'].some(
        (name) => name in ((one ?? {}) as object),
      ),
    )
    const gateway = JSON.stringify(service.extra_hosts ?? []).includes('host-gateway')
    return [
      ...drivers,
      ...(fixed ? [{ text: 'a network gives it a fixed address.', at: [['networks']] }] : []),
      ...(gateway ? [{ text: 'extra_hosts has host-gateway.', at: [['extra_hosts']] }] : []),
    ]
  },
}

const health: Rule = {
  name: 'stack-web-health',
  severity: 'error',
  on: 'reached',
  only: 'swarm',
  what: 'A further web service (images) has no healthcheck. A Swarm takes its new container for ready as soon as the program starts, and stops the old one before the new one answers.',
  fix: 'Give it a healthcheck that asks its own port, with a program that its image has.',
  check: ({ name, service, roles }) =>
    name === roles.web || hasCheck(service)
      ? undefined
      : { text: 'it has no healthcheck, so a Swarm would not wait until it answers.', at: [['healthcheck']] },
}

const update: Rule = {
  name: 'stack-update-config',
  severity: 'warning',
  on: 'started',
  only: 'swarm',
  what: 'deploy.update_config or rollback_config is not followed, but for order of workers: the inputs say how services are replaced, and the guard takes a failed release back.',
  fix: 'Remove it. The inputs strategy, health-timeout and bake say it.',
  check({ name, service: { deploy }, roles }) {
    const { order: _order, ...others } = deploy?.update_config ?? {}
    const isRead = roles.workers.includes(name)
    const said = [
      ...(Object.keys(isRead ? others : (deploy?.update_config ?? {})).length > 0 ? ['update_config'] : []),
      ...(Object.keys((deploy?.rollback_config ?? {}) as object).length > 0 ? ['rollback_config'] : []),
    ]
    const [first] = said
    return first === undefined
      ? undefined
      : {
          text: `deploy.${said.join(' and deploy.')} ${said.length === 1 ? 'is' : 'are'} not followed.`,
          at: [['deploy', first]],
        }
  },
}

/** Rules for what a Swarm can't do, or does otherwise. */
export const stackRules: readonly Rule[] = [key, port, once, mode, network, health, update]

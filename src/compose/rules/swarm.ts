import { type ComposeService, replicasOf } from '../../model/project/project.ts'
import { mayEnd } from '../run-once.ts'
import type { Fault, Keys, Rule } from './rule.ts'

/** Keys that Compose accepts and ignores. An `order` of workers is the exception: a deploy follows it. */
const unread: readonly Keys[] = [
  ['deploy', 'endpoint_mode'],
  ['deploy', 'labels'],
  ['deploy', 'placement', 'constraints'],
  ['deploy', 'placement', 'preferences'],
  ['deploy', 'placement', 'max_replicas_per_node'],
  ['deploy', 'resources', 'reservations', 'generic_resources'],
  ['deploy', 'rollback_config'],
  ...['parallelism', 'delay', 'failure_action', 'monitor', 'max_failure_ratio'].map((key) => [
    'deploy',
    'update_config',
    key,
  ]),
]

const swarmOnly: Rule = {
  name: 'swarm-only',
  severity: 'warning',
  on: 'started',
  only: 'compose',
  what: 'A key has no effect, because only Docker Swarm reads it: deploy.placement, deploy.labels, deploy.endpoint_mode, deploy.rollback_config, generic_resources, and of deploy.update_config all but order.',
  fix: 'Remove it. How web is replaced is said by the inputs strategy, bake and drain-timeout, and labels of containers stand in labels: of the service.',
  check({ service }) {
    const found = unread.filter((keys) => isSaid(valueAt(service, keys)))
    const [first] = found
    if (first === undefined) return undefined
    const names = found.map((keys) => keys.join('.')).join(', ')
    return {
      text: `${names} ${found.length === 1 ? 'has' : 'have'} no effect: only Docker Swarm reads ${found.length === 1 ? 'it' : 'them'}.`,
      at: [first, first.slice(0, 2), ['deploy']],
    }
  },
}

/** Workers follow it. The input `strategy` decides how web is replaced, and all other services must run only once at any time. */
const order: Rule = {
  name: 'order-not-followed',
  severity: 'warning',
  on: 'started',
  only: 'compose',
  what: 'deploy.update_config.order is not followed: the input strategy says how web is replaced, and a scheduler or an accessory never runs beside its old container. (Workers follow it.)',
  fix: 'Remove it. Web stops first with the input strategy: recreate.',
  check({ name, service, roles }) {
    const isWeb = name === roles.web
    const said = service.deploy?.update_config?.order
    if (said !== (isWeb ? 'stop-first' : 'start-first') || roles.workers.includes(name)) return undefined
    const why = isWeb
      ? 'the input strategy says how web is replaced'
      : 'it never runs beside its old container'
    return { text: `order: ${said} is not followed: ${why}.`, at: [['deploy', 'update_config', 'order']] }
  },
}

const job: Rule = {
  name: 'swarm-mode',
  severity: 'error',
  on: 'started',
  only: 'compose',
  what: 'deploy.mode asks for what only Docker Swarm does: a job that runs once, which a deploy would keep running, or global, which says one container for each host, with several replicas.',
  fix: 'Remove deploy.mode. A service runs once when it has restart: "no", and others wait for it with service_completed_successfully.',
  check({ name, service, roles }) {
    const mode = service.deploy?.mode
    const at: Keys[] = [['deploy', 'mode']]
    if (mode === 'global' && replicasOf(service) > 1)
      return {
        text: `mode: global is one container for each host, and ${replicasOf(service)} replicas are asked for.`,
        fix: 'Remove deploy.mode, or the replicas: each host runs the whole project.',
        at,
      }
    const ends = roles.accessories.includes(name) && mayEnd(service)
    return typeof mode === 'string' && mode.endsWith('-job') && !ends
      ? { text: `mode: ${mode} means that it runs once, and a deploy would keep it running.`, at }
      : undefined
  },
}

const needsSwarm: Rule = {
  name: 'needs-swarm',
  severity: 'error',
  on: 'started',
  only: 'compose',
  what: 'A network, config or secret exists in a Docker Swarm only: driver: overlay, and external, driver or template_driver of configs and secrets. Compose stops at it in the middle of a deploy.',
  fix: 'Remove driver: overlay: each host has a network of its own.',
  check({ service, model }) {
    const networks = Object.keys(service.networks ?? {}).flatMap((network): Fault[] => {
      const { driver, external } = sectionOf(model.networks, network)
      return driver === 'overlay' && external !== true
        ? [
            {
              text: `the network ${network} is an overlay, which a Docker Swarm alone has.`,
              top: [
                ['networks', network, 'driver'],
                ['networks', network],
              ],
            },
          ]
        : []
    })
    const parts = (['configs', 'secrets'] as const).flatMap((section) =>
      ((service[section] ?? []) as { source?: string }[]).flatMap(({ source = '' }): Fault[] => {
        const found = sectionOf(model[section], source)
        const key = ['external', 'driver', 'template_driver'].find((one) => isSaid(found[one]))
        return key === undefined
          ? []
          : [
              {
                text: `the ${section.slice(0, -1)} ${source} is ${key === 'external' ? 'external' : `made by a ${key}`}, and a Docker Swarm alone has such.`,
                fix: `Give it file:, content: or environment: instead, without ${key}.`,
                top: [
                  [section, source, key],
                  [section, source],
                ],
              },
            ]
      }),
    )
    return [...networks, ...parts]
  },
}

function sectionOf(section: unknown, name: string): Record<string, unknown> {
  return ((section as Record<string, unknown> | undefined)?.[name] ?? {}) as Record<string, unknown>
}

function valueAt(service: ComposeService, keys: Keys): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    service,
  )
}

/** Compose prints empty parts for keys that the file does not set. */
function isSaid(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

/** Rules for keys of `docker stack deploy` that mean nothing, or something else, to Compose. */
export const swarmRules: readonly Rule[] = [needsSwarm, job, swarmOnly, order]

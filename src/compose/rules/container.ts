import { type ComposeService, replicasOf, unescapeDollars } from '../../model/project/project.ts'
import { parseReference } from '../../model/release/image-reference.ts'
import { restartOf } from '../restart.ts'
import type { Rule } from './rule.ts'

/** Images whose port must not be public. */
const dataStore = /(^|\/)(postgres|postgis|timescaledb|redis|valkey|mysql|mariadb|rabbitmq|memcached)\b/

const builtAccessory: Rule = {
  name: 'accessory-is-built',
  severity: 'error',
  on: 'accessories',
  what: 'A service that is no part of the app is built from source, and only the image of the app is deployed.',
  fix: 'Build and push it, and give it image:. If it is part of the app, name it in worker-services.',
  check: ({ service: { build, image } }) =>
    build == null || image !== undefined
      ? undefined
      : { text: 'is built from source, but only the image of the app is deployed.', at: [['build']] },
}

const portClash: Rule = {
  name: 'port-clash',
  severity: 'error',
  on: 'background',
  what: 'A worker publishes a fixed port, which the old one still has when the new one starts. (Of web the edge takes the port over, however many replicas it has.)',
  fix: 'Remove ports: (containers reach each other without), or say deploy: {update_config: {order: stop-first}}.',
  check: ({ name, service, roles }) =>
    fixedPort(service) === undefined || roles.schedulers.includes(name) || isStopFirst(service)
      ? undefined
      : {
          text: `it publishes port ${fixedPort(service)}, which its old container still has when the new one starts.`,
          at: [['ports']],
        },
}

const replicasClash: Rule = {
  name: 'replicas-share-port',
  severity: 'error',
  on: 'accessories',
  what: 'Several replicas of a service publish one fixed port, which only the first of them gets.',
  fix: 'Remove ports: or the replicas. Only web may have both: there the edge takes the port over.',
  check: ({ service }) =>
    replicasOf(service) > 1 && fixedPort(service) !== undefined
      ? {
          text: `${replicasOf(service)} replicas can not all publish port ${fixedPort(service)}.`,
          at: [['ports']],
        }
      : undefined,
}

const codeHidden: Rule = {
  name: 'code-hidden',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: "A folder of the server is mounted over /app, where the image has Saleor's code: what was built and tested is not what runs.",
  fix: 'Remove the mount; it is for development.',
  check: ({ service: { volumes = [] } }) =>
    volumes.some(({ type, target }) => type === 'bind' && /^\/app(\/saleor)?\/?$/.test(target))
      ? { text: "a folder of the server hides the image's code at /app.", at: [['volumes']] }
      : undefined,
}

/** Without a policy in the file, the release sets `unless-stopped`. */
const staysDown: Rule = {
  name: 'stays-down',
  severity: 'warning',
  on: 'replaced',
  what: 'After a reboot of the host Docker does not start the container again.',
  fix: 'Set restart: unless-stopped, and leave deploy.restart_policy out.',
  check({ service }) {
    const restart = restartOf(service) ?? 'unless-stopped'
    if (['always', 'unless-stopped', 'any'].includes(restart)) return undefined
    // Measured: Docker starts it after a power cut, and after a reboot if it had to be killed, such as sh as PID 1.
    const why = restart.startsWith('on-failure')
      ? 'the file says on-failure, and to be stopped in order is none'
      : `the file says ${restart}`
    return {
      text: `after a reboot of the host Docker does not start it again: ${why}.`,
      at: [['deploy', 'restart_policy'], ['restart']],
    }
  },
}

const fixedName: Rule = {
  name: 'container-name',
  severity: 'warning',
  on: 'replaced',
  what: 'container_name is left out, because old and new containers run side by side.',
  fix: 'Remove container_name, and reach the service by its service name.',
  check: ({ service }) =>
    service.container_name === undefined
      ? undefined
      : {
          text: 'container_name is left out, because old and new containers run side by side.',
          at: [['container_name']],
        },
}

const leftOut: Rule = {
  name: 'job-left-out',
  severity: 'warning',
  on: 'jobs',
  what: 'A service of the app that runs once and ends is not started: a deploy migrates by itself.',
  fix: 'If it keeps running, name it in worker-services.',
  check: () => ({ text: 'runs once and ends, so it is not started: a deploy migrates by itself.' }),
}

const floatingTag: Rule = {
  name: 'floating-tag',
  severity: 'warning',
  on: 'accessories',
  what: 'An image is named without a version: the next pull may bring another one. (The image of the app is deployed by digest.)',
  fix: 'Name a version, such as postgres:15 or redis:7-alpine.',
  check({ service: { image = '', build } }) {
    const { tag, digest } = parseReference(unescapeDollars(image)) ?? { tag: 'none' }
    const floats = digest === undefined && /^(latest|stable|edge|main|master|nightly)$/.test(tag ?? 'latest')
    if (floats && image !== '' && build != null)
      return {
        text: `a deploy builds nothing and pulls ${image}, which has no version and may be in no registry.`,
        fix: 'Build and push it under a version before the deploy, and name that here.',
        at: [['image']],
      }
    return floats && image !== ''
      ? { text: `${image} has no version, so the next pull may bring another one.`, at: [['image']] }
      : undefined
  },
}

const openPort: Rule = {
  name: 'data-port-open',
  severity: 'warning',
  on: 'accessories',
  what: 'A database, cache or broker publishes its port to the world: what Docker publishes goes past most firewalls.',
  fix: 'Remove ports: (web reaches it without), or bind it to the host alone: "127.0.0.1:5432:5432".',
  check({ service: { image = '', ports = [] } }) {
    const open = ports.find(({ host_ip: ip }) => ip === undefined || !/^(127\.|::1$|localhost$)/.test(ip))
    return dataStore.test(image) && open !== undefined
      ? {
          text: `port ${open.published ?? open.target} is open to the world, past most firewalls.`,
          at: [['ports']],
        }
      : undefined
  },
}

const noVolume: Rule = {
  name: 'data-without-volume',
  severity: 'warning',
  on: 'accessories',
  what: 'PostgreSQL keeps its data in a volume without a name: it is gone with the container.',
  fix: 'Give it a volume: volumes: ["postgres-data:/var/lib/postgresql/data"].',
  check: ({ service: { image = '', volumes = [] } }) =>
    /(^|\/)(postgres|postgis|timescaledb)\b/.test(image) &&
    !volumes.some(({ source, target }) => source !== undefined && target.startsWith('/var/lib/postgresql'))
      ? {
          text: "the database's files are in no named volume, and gone with the container.",
          at: [['volumes']],
        }
      : undefined,
}

function fixedPort({ ports = [] }: ComposeService): string | undefined {
  return ports.find(({ published = '0' }) => /^\d+$/.test(published) && published !== '0')?.published
}

/** Whether the old container stops before the new one starts. */
export function isStopFirst({ deploy }: ComposeService): boolean {
  return deploy?.update_config?.order === 'stop-first'
}

/** Rules for what containers are made of: images, ports, volumes, restarts. */
export const containerRules: readonly Rule[] = [
  builtAccessory,
  portClash,
  replicasClash,
  codeHidden,
  staysDown,
  fixedName,
  leftOut,
  floatingTag,
  openPort,
  noVolume,
]

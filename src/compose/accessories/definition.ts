import { createHash } from 'node:crypto'
import {
  type ComposeModel,
  type ComposeService,
  replicasOf,
  unescapeDollars,
} from '../../model/project/project.ts'

/** How a service is defined: enough to tell whether a container matches the Compose file, and what differs. */
export interface Definition {
  /** A hash of the whole definition. */
  hash: string
  /** The parts by name: image and number of replicas in clear, all else as a few digits of a hash, as values may be secret. */
  parts: Readonly<Record<string, string>>
}

/** Keys that do not shape a container: when it starts, how it is built, and settings for other tools. */
const elsewhere = ['build', 'depends_on', 'develop', 'image', 'profiles', 'pull_policy', 'scale']

/** Defaults that some versions of Compose print and others leave out. */
const defaults: Readonly<Record<string, unknown>> = {
  mode: 'ingress',
  protocol: 'tcp',
  create_host_path: true,
}

/** Returns how the model defines a service, without our own labels. */
export function definitionOf(model: ComposeModel, name: string): Definition {
  const service = model.services[name] ?? {}
  const whole = new Map<string, string>([
    ['image', unescapeDollars(service.image ?? '')],
    ['replicas', String(replicasOf(service))],
  ])
  for (const [part, value] of partsOf(model, service)) {
    const plain = canonical(value)
    if (plain !== undefined) whole.set(part, digest(plain))
  }
  const sorted = [...whole].sort(([one], [other]) => (one < other ? -1 : 1))
  const isOpen = (part: string): boolean => part === 'image' || part === 'replicas'
  return {
    hash: digest(sorted).slice(0, 12),
    parts: Object.fromEntries(
      sorted.map(([part, value]) => [part, isOpen(part) ? value : value.slice(0, 4)]),
    ),
  }
}

/** Lists what differs; the only values that it shows are the image and the number of replicas. */
export function differences(from: Definition['parts'], to: Definition['parts']): string[] {
  const names = [...new Set([...Object.keys(to), ...Object.keys(from)])]
  return names
    .filter((part) => from[part] !== to[part])
    .map((part) =>
      part === 'image' || part === 'replicas' ? `${part} ${from[part] ?? ''} → ${to[part] ?? ''}` : part,
    )
}

function partsOf({ configs, secrets, volumes }: ComposeModel, service: ComposeService): [string, unknown][] {
  const { deploy, environment, labels, ...others } = service
  const named = (service.volumes ?? []).map(
    ({ source = '' }) => (volumes?.[source] as { name?: string })?.name,
  )
  const { replicas: _replicas, ...deployed } = deploy ?? {}
  return [
    ...Object.entries(others).filter(([key]) => !elsewhere.includes(key) && !key.startsWith('x-')),
    ['deploy', deployed],
    // Names, file paths and contents are in the top-level sections, so these count too.
    ['networks', [Object.keys(service.networks ?? {}).sort(), service.networks]],
    ['volumes', [service.volumes, named]],
    ['configs', [service.configs, sourcesOf(service.configs, configs)]],
    ['secrets', [service.secrets, sourcesOf(service.secrets, secrets)]],
    ...Object.entries(environment ?? {}).map(([name, value]): [string, unknown] => [
      `environment ${name}`,
      value ?? '(from the host)',
    ]),
    ...Object.entries(labels ?? {})
      .filter(([label]) => !label.startsWith('saleor-deploy.'))
      .map(([label, value]): [string, unknown] => [`label ${label}`, value]),
  ]
}

function sourcesOf(used: unknown, all: unknown): unknown[] {
  const known = (all ?? {}) as Record<string, unknown>
  return ((used ?? []) as ({ source?: string } | string)[]).map((one) =>
    typeof one === 'string' ? known[one] : known[one.source ?? ''],
  )
}

/** Removes empty values and defaults, so that another version of Compose makes no difference; undefined for nothing. */
function canonical(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item)).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (typeof value !== 'object') return value
  const entries = Object.entries(value)
    .filter(([key, inner]) => defaults[key] !== inner)
    .map(([key, inner]): [string, unknown] => [key, canonical(inner)])
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

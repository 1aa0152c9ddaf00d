import type { OtherWeb } from '../model/edge/edge.ts'
import {
  type ComposeModel,
  type ComposeService,
  commandOf,
  environmentOf,
  unescapeDollars,
} from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'
import { isSaleorImage } from './app.ts'
import { ProjectError } from './read/project-error.ts'

/** A text from the repository that a service receives. */
interface Text {
  service: string
  text: string
}

/** Services that send requests to web inside the project's networks, and how the edge gets between them. */
export interface Front {
  /** Names by which other services reach web. The edge takes them over; empty when nobody uses one. */
  names: string[]
  /** Services that send requests to web and may cache its address. */
  services: string[]
  /** Whether requests reach web without a published port: from those services, by a proxy's labels, or over an external network. */
  isReached: boolean
  /** The port that web listens on, when the project shows it. */
  port: number | undefined
}

/** Finds the services that send requests to a web service by its name. Pure. */
export function frontOf(
  model: ComposeModel,
  { web, accessories }: Pick<Roles, 'web' | 'accessories'>,
  texts: readonly Text[],
): Front {
  const names = namesOf(model.services[web] ?? {}, web)
  const address = addressOf([...names, 'edge'])
  const found = accessories.flatMap((name) => {
    const own = [
      ...texts.filter(({ service }) => service === name).map(({ text }) => withoutComments(text)),
      ...ownTexts(model, name),
    ]
    const matches = own.flatMap((text) => [...text.matchAll(address)])
    const ports = matches.map(([, one, other]) => Number(one ?? other ?? 80))
    const isByName = matches.some(([whole]) => !/^edge(:|$)/.test(whole))
    return matches.length === 0 ? [] : [{ name, ports, isByName }]
  })
  const { ports = [] } = model.services[web] ?? {}
  const isAsked = found.some(({ isByName }) => isByName)
  return {
    names: ports.length === 0 || isAsked ? names : [],
    services: found.map(({ name }) => name),
    isReached: found.length > 0 || isReachedFromOutside(model, web),
    port: portOf(
      model.services[web] ?? {},
      found.flatMap((one) => one.ports),
    ),
  }
}

function isReachedFromOutside({ services, networks }: ComposeModel, web: string): boolean {
  const { labels, networks: joined } = services[web] ?? {}
  const isOfOthers = (key: string): boolean =>
    (networks?.[key] as { external?: boolean } | null | undefined)?.external === true
  return Object.keys(labels ?? {}).some(isProxyLabel) || Object.keys(joined ?? {}).some(isOfOthers)
}

/** Does the same for further web services: services that send requests to them, and names that the edge takes over. */
export function otherFronts(
  model: ComposeModel,
  { accessories }: Pick<Roles, 'accessories'>,
  otherWeb: readonly OtherWeb[],
  texts: readonly Text[],
): { services: string[]; names: Record<string, string[]> } {
  const found = otherWeb.map((web) => ({ web, ...frontOf(model, { web: web.service, accessories }, texts) }))
  for (const { web, names, services } of found) if (names.length > 0) assertOwnPort(web, services)
  return {
    services: [...new Set(found.flatMap(({ services }) => services))],
    names: Object.fromEntries(found.map(({ web, names }) => [web.service, names])),
  }
}

/** @throws ProjectError when the edge can't listen on the port that other services use */
function assertOwnPort({ service, port, listen }: OtherWeb, fronts: readonly string[]): void {
  if (port === listen) return
  throw new ProjectError(
    `${fronts.join(', ')} sends requests to ${service}, where the edge answers for it, and another web service has the port ${port} there.`,
    `Send them to edge:${listen}; or let ${service} listen on a port that no other web service has.`,
    ['services', service, 'ports'],
  )
}

/** A network where a release's edge has a web service's names. */
export interface NamedNetwork {
  /** As the engine calls it. */
  name: string
  /** New containers are created without it, and join it before they start. */
  isJoinedLater: boolean
}

/** The networks where a release's edge has a web service's names. */
export function namedNetworks({ services, networks }: ComposeModel, web: string): NamedNetwork[] {
  return Object.entries(services.edge?.networks ?? {}).flatMap(([key, settings]) => {
    const { aliases = [] } = (settings ?? {}) as { aliases?: string[] }
    const { name = key, external } = (networks?.[key] ?? {}) as { name?: string; external?: boolean }
    const isThere = services[web]?.networks === undefined || key in (services[web]?.networks ?? {})
    return aliases.includes(web) && (isThere || external === true)
      ? [{ name: unescapeDollars(name), isJoinedLater: !isThere }]
      : []
  })
}

/**
 * The keys of external networks that web containers must join after they are created. Compose 2.26 gives those to the
 * engine by their ids, and Engine 26 finds only a container's first network, by priority and name, under another name
 * than it was given: it refuses to take a created container out of the others, as names that the edge has need.
 */
export function joinedLater({ services, networks }: ComposeModel, web: string): string[] {
  const priority = (one: unknown): number => (one as { priority?: number } | null)?.priority ?? 0
  const [, ...others] = Object.entries(services[web]?.networks ?? {}).sort(
    ([one, its], [other, others]) => priority(others) - priority(its) || (one < other ? -1 : 1),
  )
  return others.flatMap(([key]) =>
    (networks?.[key] as { external?: boolean } | null | undefined)?.external === true ? [key] : [],
  )
}

/** Whether Traefik or Caddy finds containers by this label; the edge carries such labels instead of web. */
export function isProxyLabel(label: string): boolean {
  return /^(traefik\.|caddy(_\d+)?($|\.))/.test(label)
}

/** Accessories that need web, directly or through others: they start once the edge answers. */
export function needingWeb(model: ComposeModel, { web, accessories }: Roles): string[] {
  const needs = (name: string, seen: readonly string[] = []): boolean =>
    Object.keys(model.services[name]?.depends_on ?? {}).some(
      (one) => one === web || (!seen.includes(one) && needs(one, [...seen, one])),
    )
  return accessories.filter((name) => needs(name))
}

function namesOf({ container_name: fixed, networks }: ComposeService, web: string): string[] {
  const aliases = Object.values(networks ?? {}).flatMap(
    (one) => (one as { aliases?: string[] } | null)?.aliases ?? [],
  )
  return [...new Set([web, ...(fixed === undefined ? [] : [fixed]), ...aliases])]
}

/** Matches an address that begins with one of the names, such as `api:8000` or `http://api/`, and its port. */
function addressOf(names: readonly string[]): RegExp {
  const any = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  return new RegExp(
    `(?:(?<=^|[\\s"'=,(@{[])(?:${any}):(\\d+)|(?<=://)(?:${any})(?::(\\d+))?(?![\\w.-]))`,
    'g',
  )
}

function withoutComments(text: string): string {
  return text.replace(/^\s*#.*$/gm, '')
}

/** Texts in the Compose file itself where a service may have the address. */
function ownTexts(model: ComposeModel, name: string): string[] {
  const service = model.services[name] ?? {}
  const configs = (model.configs ?? {}) as Record<string, { content?: string }>
  const used = (service.configs ?? []) as { source?: string }[]
  return [
    commandOf(service),
    ...environmentOf(service).values(),
    ...used.map(({ source = '' }) => configs[source]?.content ?? ''),
  ]
}

/** Finds web's port in `expose`, a label of Traefik or Caddy, the start command, other services' requests, or the health check. */
function portOf(web: ComposeService, asked: readonly number[]): number | undefined {
  const exposed = ((web.expose ?? []) as (string | number)[]).map((one) => Number.parseInt(String(one), 10))
  const labels = Object.entries(web.labels ?? {}).filter(([label]) => isProxyLabel(label))
  const labelled = labels.flatMap(([label, value]) =>
    label.endsWith('loadbalancer.server.port') ? [value] : (/upstreams\s+(\d+)/.exec(value)?.[1] ?? []),
  )
  const started = [...commandOf(web).matchAll(/(?:--port[= ]|-p |--bind[= ]\S*?:|-b \S*?:)(\d+)/g)]
  const checked = /https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(
    [web.healthcheck?.test ?? ''].flat().join(' '),
  )
  const ways = [
    exposed,
    labelled.map(Number),
    started.map(([, port]) => Number(port)),
    asked,
    [Number(checked?.[1])],
    isSaleorImage(web.image) ? [8000] : [],
  ]
  for (const way of ways) {
    const ports = [...new Set(way)].filter((port) => port > 0 && port < 65536)
    if (ports.length === 1) return ports[0]
  }
  return undefined
}

import { commandOf, environmentOf } from '../../model/project/project.ts'
import { frontOf } from '../front.ts'
import type { Keys, Rule, Validated } from './rule.ts'

const discovery: Rule = {
  name: 'labels-lead-past-edge',
  severity: 'warning',
  on: 'web',
  what: 'A variable by which nginx-proxy finds containers (VIRTUAL_HOST): it sends requests to the containers themselves, past the edge, and so to old ones that are about to stop. (Labels of Traefik and Caddy go over to the edge.)',
  fix: 'Take the variable off web, and give the proxy a fixed address: http://edge: and the port that web answers on.',
  check({ service, environment }) {
    const found = [...environment.keys()].find((name) => /^VIRTUAL_(HOST|PORT|PATH)$/.test(name))
    return found === undefined
      ? undefined
      : {
          text: `the variable ${found} makes a proxy send requests past the edge, also to containers that are about to stop.`,
          fix: `Take it off, and send requests to ${edgeOf(service)}.`,
          at: [['environment', found], ['env_file'], ['environment']],
        }
  },
}

const upstream: Rule = {
  name: 'proxy-past-edge',
  severity: 'warning',
  on: 'accessories',
  what: 'A service sends requests to a container of web by its own name (shop-web-1), past the edge: with the next deploy it is gone. (The name of the service is right: it leads to the edge.)',
  fix: 'Write the name of the service, such as web:8000.',
  check(validated) {
    const { name, model, roles, checkout } = validated
    const address = new RegExp(
      `(?<![\\w.-])${escaped(model.name)}[-_]${escaped(roles.web)}[-_]\\d+(?=[:/\\s;"']|$)`,
    )
    const right = `${roles.web}:${portOf(model.services[roles.web] ?? {})}`
    const fault = (found: string, where: { at?: Keys[]; line?: { file: string; line: number } }) => ({
      text: `${where.line === undefined ? '' : `line ${where.line.line} of ${where.line.file} `}sends requests to the container ${found}, which the next deploy replaces.`,
      fix: `Write ${right} there, the name of the service.`,
      ...(where.at === undefined ? {} : { at: where.at }),
      ...(where.line === undefined ? {} : { place: where.line }),
    })
    const inFiles = checkout.texts
      .filter((one) => one.service === name)
      .flatMap(({ file, text }) => {
        const lines = text.split('\n')
        const line = lines.findIndex((one) => !/^\s*#/.test(one) && address.test(one))
        const found = address.exec(lines[line] ?? '')?.[0]
        return found === undefined ? [] : [fault(found, { line: { file, line: line + 1 } })]
      })
    const inProject = ownTexts(validated).flatMap(([text, at]) => {
      const found = address.exec(text)?.[0]
      return found === undefined ? [] : [fault(found, { at: [at] })]
    })
    return [...inFiles, ...inProject].slice(0, 1)
  },
}

const lost: Rule = {
  name: 'web-network-settings',
  severity: 'error',
  on: 'web',
  what: 'Web has links:, or settings of a network, and others send requests to it by its name: the edge gets that name, and web joins its networks again without them.',
  fix: 'Remove links: (services find each other by name) and the settings.',
  check({ service, model, roles, checkout }) {
    if (frontOf(model, roles, checkout.texts).names.length === 0) return undefined
    const own = Object.entries(service.networks ?? {}).flatMap(([network, settings]) =>
      ['driver_opts', 'link_local_ips', 'priority', 'gw_priority']
        .filter((key) => (settings as Record<string, unknown> | null)?.[key] !== undefined)
        .map((key): Keys => ['networks', network, key]),
    )
    const [at] = [...(service.links === undefined ? [] : [['links']]), ...own]
    return at === undefined
      ? undefined
      : { text: `${at.at(-1)} would be lost: the edge gets its name, by which others ask for it.`, at: [at] }
  },
}

/** Texts in the Compose file itself where a service may have the address. */
function ownTexts({ service, model }: Validated): [string, Keys][] {
  const configs = (model.configs ?? {}) as Record<string, { content?: string }>
  const used = (service.configs ?? []) as { source?: string }[]
  return [
    [commandOf(service), ['command']],
    ...[...environmentOf(service)].map(([key, value]): [string, Keys] => [value, ['environment', key]]),
    ...used.map(({ source = '' }): [string, Keys] => [configs[source]?.content ?? '', ['configs']]),
  ]
}

function edgeOf(web: Validated['service']): string {
  return `edge:${portOf(web)}`
}

function portOf(web: Validated['service']): number {
  return web.ports?.[0]?.target ?? 8000
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Rules for proxies that would bypass the edge. */
export const proxyRules: readonly Rule[] = [discovery, upstream, lost]

import type { ComposeModel, ComposeService } from '../model/project/project.ts'

/** Maps each name by which containers reach a service to that service. */
export function namesIn({ services }: ComposeModel): Map<string, string> {
  return new Map(
    Object.entries(services).flatMap(([name, service]) => {
      const networks = Object.values(service.networks ?? {}) as ({ aliases?: string[] } | null)[]
      const aliases = networks.flatMap((network) => network?.aliases ?? [])
      return [name, service.container_name, service.hostname, ...aliases].flatMap((one) =>
        typeof one === 'string' ? [[one, name] as const] : [],
      )
    }),
  )
}

/** Extracts the host names from a URL; URLs of brokers and PostgreSQL may list several. */
export function hostsOf(value: string): string[] {
  return value.split(';').flatMap((url) => {
    const authority = /^[a-z0-9+.-]+:\/\/([^/?#]*)/i.exec(url.trim())?.[1] ?? ''
    const hosts = authority.slice(authority.lastIndexOf('@') + 1)
    return hosts
      .split(',')
      .map((host) =>
        host.startsWith('[') ? host.replace(/\]:?\d*$/, '').slice(1) : host.replace(/:\d*$/, ''),
      )
      .filter((host) => host !== '')
  })
}

/** Whether the service's containers have their own network, not that of the host or of another container. */
export function hasOwnNetwork({ network_mode: mode }: ComposeService): boolean {
  return typeof mode !== 'string' || !/^(host$|service:|container:)/.test(mode)
}

/** Whether the service may resolve names that the project does not define: through external networks or `extra_hosts`. */
export function mayKnowOthers(service: ComposeService, { networks = {} }: ComposeModel): boolean {
  const joined = Object.keys(service.networks ?? {}).map(
    (name) => networks[name] as { external?: boolean } | null,
  )
  return (
    joined.some((network) => network?.external === true) ||
    service.external_links !== undefined ||
    service.extra_hosts !== undefined ||
    service.links !== undefined ||
    service.dns_search !== undefined
  )
}

import type { EdgeSettings, Maintenance, OtherWeb } from '../model/edge/edge.ts'
import { checks, configOf, type Parts, resolving } from './config.ts'
import { maintenanceRules } from './maintenance.ts'
import { balancerBackend, maintenanceService } from './names.ts'
import { checkedAlone } from './other-web.ts'
import { backendOf, slotCount } from './upstreams.ts'

/**
 * Renders HAProxy's configuration for a Swarm, where the engine's DNS knows the tasks of web: no release changes it.
 * A task that stops leaves the answer first, so its address is given up at once. Measured on real servers with lookups
 * each 500 ms, checks, and retries on failed connections: no request failed in updates that start first.
 *
 * The shop is closed while DNS knows a task of the maintenance service: all edges then send it every request, also those
 * of open connections, and no edge has to be replaced, which would close its port. The PROXY protocol tells that service
 * the client's address.
 * @param web the name of web's service
 */
export function renderTaskConfig(settings: EdgeSettings, web: string): string {
  const { port, otherWeb = [] } = settings
  return rendered(settings, web, {
    bind: '',
    open: `  acl open nbsrv(${maintenanceService}) eq 0`,
    rules: (one) => `  use_backend ${closedBackend(one)} if !open`,
    flag: [undefined, ...otherWeb].map((one) => closedSection(one, one?.listen ?? port)).join(''),
  })
}

/**
 * Renders the configuration of the maintenance service, on the edge's ports: it answers by itself, and sends web only
 * the requests of clients that are let in, and health checks.
 */
export function renderMaintenanceConfig(
  settings: EdgeSettings,
  web: string,
  maintenance: Maintenance,
): string {
  return rendered(settings, web, {
    bind: ' accept-proxy',
    open: '  acl open always_false',
    rules: (one) =>
      maintenanceRules(one === undefined ? settings.healthPath : checkedAlone(one.healthPath), maintenance),
    flag: '',
  })
}

/** What an edge and the maintenance service have differently. */
interface Side extends Pick<Parts, 'bind' | 'open' | 'flag'> {
  /** The rules for requests to a closed shop, at the frontend of a web service; undefined means web. */
  rules: (one: OtherWeb | undefined) => string
}

function rendered(settings: EdgeSettings, web: string, side: Side): string {
  const { port, otherWeb = [] } = settings
  return configOf(settings, {
    head: '',
    note: '',
    lookUp: '500ms',
    obsolete: '0s',
    release: '',
    servers: servers(web, port),
    ...{ bind: side.bind, open: side.open, closed: side.rules(undefined), flag: side.flag },
    others: otherWeb.map((one) => otherSections(one, settings, side)).join(''),
  })
}

function servers(service: string, port: number): string {
  return `  default-server ${checks} fall 2 init-addr none ${resolving}
  server-template task ${slotCount} tasks.${service}:${port}`
}

function otherSections(one: OtherWeb, { healthHost, readinessPath }: EdgeSettings, side: Side): string {
  const backend = backendOf(one.service)
  return `
frontend public-${one.service}
  bind :${one.listen} proto h1${side.bind}
${side.open}
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${balancerBackend}) eq 0 } || { nbsrv(${backend}) eq 0 } open
${side.rules(one)}
  default_backend ${backend}

backend ${backend}
  balance leastconn
  option httpchk
  http-check send meth GET uri ${one.healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  # A redirect is an answer: a storefront's first page often leads to a language or a channel.
  http-check expect status 200-399
  timeout check 5s
${servers(one.service, one.port)}
`
}

function closedBackend(one: OtherWeb | undefined): string {
  return one === undefined ? maintenanceService : `${maintenanceService}-${one.service}`
}

/** Without checks: a service that is overloaded must not open the shop. */
function closedSection(one: OtherWeb | undefined, port: number): string {
  return `# Closed for maintenance while this service runs.
backend ${closedBackend(one)}
  default-server send-proxy-v2 init-addr none ${resolving}
  server-template task ${slotCount} tasks.${maintenanceService}:${port}

`
}

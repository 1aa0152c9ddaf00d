import { type Maintenance, maintenanceRules } from './maintenance.ts'
import { allSlots, type Upstream } from './upstreams.ts'

/** What of the edge doesn't change from release to release. */
export interface EdgeSettings {
  /** The port that web listens on, which the edge takes over. */
  port: number
  healthPath: string
  /** What the health check says as Host; Django answers 400 to one that is not in ALLOWED_HOSTS. */
  healthHost: string
  /** The path at which the edge says to a balancer in front whether it may have requests: 200, or 503 while it drains. */
  readinessPath: string
}

/** The response header that says which release answered. */
export const releaseHeader = 'x-saleor-release'

/** Where the official image looks for its configuration; the host's `edge` folder is mounted there. */
export const configFolder = '/usr/local/etc/haproxy'

/** The backend whose only server says by its state whether the host drains: `ready`, or `maint`. */
export const balancerBackend = 'balancer'
export const balancerFlag = 'flag'

/** The backend whose only server says by its state whether the shop is open: `ready`, or `maint` during maintenance. */
export const shopBackend = 'shop'
export const shopFlag = 'open'

const upstreamsMark = '# upstreams: '
const maintenanceMark = '# maintenance: '

/**
 * HAProxy's configuration with these upstreams, and closed where there is a maintenance. Servers are changed at run time;
 * the file is kept equal, so that an edge that restarts serves the same. Connections to web are not kept open: an idle
 * one could be closed by uvicorn at the moment of its reuse, and such a POST can't be repeated.
 */
export function renderConfig(
  settings: EdgeSettings,
  upstreams: readonly Upstream[],
  maintenance?: Maintenance,
): string {
  const { port, healthPath, healthHost, readinessPath } = settings
  const closed = maintenance === undefined ? '' : `${maintenanceMark}${JSON.stringify(maintenance)}\n`
  return `${upstreamsMark}${JSON.stringify(upstreams)}
${closed}global
  stats socket ipv4@127.0.0.1:9999 level admin
  log stdout format raw local0 notice
  # Else it is reckoned from the file limit, which engines without one turn into gigabytes.
  maxconn 10000
  # On an engine whose limit is lower, serve as many as it allows; the default is not to start at all.
  no strict-limits

resolvers engine
  nameserver docker 127.0.0.11:53
  resolve_retries 2
  timeout resolve 1s
  timeout retry 500ms
  hold valid 1s
  hold obsolete 2s
  hold nx 2s

defaults
  mode http
  log global
  timeout connect 3s
  timeout client 60s
  timeout server 300s
  timeout http-request 30s
  timeout http-keep-alive 75s
  timeout queue 30s
  option http-server-close
  # A reload waits for the next request of a kept connection instead of closing it under the client.
  option idle-close-on-response
  option forwardfor if-none
  option redispatch 1
  retries 3
  retry-on conn-failure

frontend public
  bind :${port}
  # Not by nbsrv(), which is 0 in a process that a reload has replaced and that still has connections.
  acl open srv_is_up(${shopBackend}/${shopFlag})
  # What a balancer in front asks: 200 while this host wants requests, else 503. The edge answers by itself. Who is sent
  # to a closed shop gets the page, also without any web.
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${balancerBackend}) eq 0 } || { nbsrv(web) eq 0 } open
${maintenanceRules(healthPath, maintenance)}
  default_backend web

# A flag, not a place to go: its one server is put into maintenance while the host drains. An edge that restarts
# meanwhile has forgotten it.
backend ${balancerBackend}
  server ${balancerFlag} 127.0.0.1:9

# Likewise for maintenance, which an edge that restarts has not forgotten.
backend ${shopBackend}
  server ${shopFlag} 127.0.0.1:9${maintenance === undefined ? '' : ' disabled'}

# A reload must know the addresses at once (libc); at boot, when a name isn't there yet, they are asked for (resolvers).
backend web
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  http-check expect status 200-299
  timeout check 5s
  http-response set-header ${releaseHeader} %[srv_name,map(${configFolder}/releases.map,unknown)]
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 5 init-addr libc,none resolvers engine resolve-prefer ipv4
${allSlots()
  .map((slot) => serverLine(slot, port, upstreams))
  .join('\n')}

# For a Prometheus on one of the project's networks; the port is not published. An image without the exporter goes without.
.if feature(PROMEX)
frontend metrics
  bind :${metricsPort(port)}
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 404
.endif
`
}

/** Where the edge tells Prometheus its numbers; not where web listens, which it takes over. */
export function metricsPort(port: number): number {
  return port === 8404 ? 8405 : 8404
}

/** Which release is in which slot, for the response header. */
export function renderMap(upstreams: readonly Upstream[]): string {
  const release = (slot: string): string => upstreams.find((one) => one.slot === slot)?.release ?? 'none'
  return `${allSlots()
    .map((slot) => `${slot} ${release(slot)}`)
    .join('\n')}\n`
}

/** Reads the upstreams back from a configuration file, warm ones among them; an empty or foreign file has none. */
export function readUpstreams(config: string): Upstream[] {
  return (readMark(config, upstreamsMark) ?? []) as Upstream[]
}

/** Reads the maintenance back that is on; undefined while the shop is open. */
export function readMaintenance(config: string): Maintenance | undefined {
  return readMark(config, maintenanceMark) as Maintenance | undefined
}

/** The configuration without what is changed at run time: equal means that no reload is needed. */
export function withoutRunTime(config: string): string {
  return config
    .split('\n')
    .filter((line) => ![upstreamsMark, maintenanceMark].some((mark) => line.startsWith(mark)))
    .filter((line) => !runTimeServer.test(line))
    .join('\n')
}

const runTimeServer = new RegExp(`^ {2}server (s\\d+|${shopFlag}) `)

/** The header ends with the first line that is no comment. */
function readMark(config: string, mark: string): unknown {
  for (const line of config.split('\n')) {
    if (!line.startsWith('#')) return undefined
    if (line.startsWith(mark)) return JSON.parse(line.slice(mark.length)) as unknown
  }
  return undefined
}

/** An idle slot points at the edge itself: a name that Docker's DNS always knows, so that nothing is asked outside. */
export const idleName = 'edge'

function serverLine(slot: string, port: number, upstreams: readonly Upstream[]): string {
  const upstream = upstreams.find((one) => one.slot === slot)
  if (upstream === undefined) return `  server ${slot} ${idleName}:${port} disabled`
  return `  server ${slot} ${upstream.container}:${port}${upstream.warm === true ? ' disabled' : ''}`
}

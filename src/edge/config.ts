import type { EdgeSettings, Maintenance, OtherWeb, Upstream } from '../model/edge/edge.ts'
import { fileRules, fileSection } from './files.ts'
import { maintenanceRules } from './maintenance.ts'
import {
  balancerBackend,
  balancerFlag,
  configFolder,
  metricsPort,
  releaseHeader,
  shopBackend,
  shopFlag,
} from './names.ts'
import { otherWebRows, otherWebSections } from './other-web.ts'
import { serverLines } from './server-lines.ts'
import { allSlots } from './upstreams.ts'

const upstreamsMark = '# upstreams: '
const maintenanceMark = '# maintenance: '

/**
 * Renders HAProxy's configuration with these upstreams, closed during maintenance. Servers change at run time; the file
 * is kept in step, so that a restarted edge serves the same. HAProxy keeps no idle connections to web: uvicorn could
 * close one just as it is reused, and a POST lost that way can't be repeated.
 */
export function renderConfig(
  settings: EdgeSettings,
  upstreams: readonly Upstream[],
  maintenance?: Maintenance,
): string {
  const closed = maintenance === undefined ? '' : `${maintenanceMark}${JSON.stringify(maintenance)}\n`
  const parts: Parts = {
    head: `${upstreamsMark}${JSON.stringify(upstreams)}\n${closed}`,
    lookUp: '1s',
    obsolete: '2s',
    release: `  http-response set-header ${releaseHeader} %[srv_name,map(${configFolder}/releases.map,unknown)]\n`,
    note: "# A reload must know the addresses at once (libc); at boot, when a name isn't there yet, they are asked for (resolvers).\n",
    servers: `  default-server ${checks} fall 5 init-addr libc,none ${resolving}\n${serverLines(settings.port, webOf(upstreams))}`,
    ...openByFlag(settings.healthPath, maintenance),
    others: `${otherWebSections(settings, upstreams, maintenance)}${fileSection(settings)}`,
  }
  return configOf(settings, parts)
}

/** The shop is open while a flag of this edge is up; in a closed one the edge answers by itself. */
function openByFlag(
  healthPath: string,
  maintenance: Maintenance | undefined,
): Pick<Parts, 'bind' | 'open' | 'closed' | 'flag'> {
  return {
    bind: '',
    open: `  # Not by nbsrv(), which is 0 in a process that a reload has replaced and that still has connections.
  acl open srv_is_up(${shopBackend}/${shopFlag})`,
    closed: maintenanceRules(healthPath, maintenance),
    flag: `# Likewise for maintenance, which an edge that restarts has not forgotten.
backend ${shopBackend}
  server ${shopFlag} 127.0.0.1:9${maintenance === undefined ? '' : ' disabled'}

`,
  }
}

/** What differs between an edge whose servers a deploy sets and one that finds them by DNS. */
export interface Parts {
  /** Comments at the top. */
  head: string
  /** How often names are looked up, and how long an address stays that is in no answer any more. */
  lookUp: string
  obsolete: string
  /** The line that names the release; empty without one. */
  release: string
  /** A comment on how the servers' addresses are found. */
  note: string
  servers: string
  others: string
  /** Options of the public port. */
  bind: string
  /** The condition `open`, what becomes of requests without it, and the backend that it looks at. */
  open: string
  closed: string
  flag: string
}

/** How a server of web is checked, and how its name is looked up. */
export const checks = 'check inter 2s fastinter 500ms downinter 1s rise 1'
export const resolving = 'resolvers engine resolve-prefer ipv4'

/** HAProxy's configuration around these parts. */
export function configOf(settings: EdgeSettings, parts: Parts): string {
  const { port, healthPath, healthHost, readinessPath } = settings
  return `${parts.head}global
  stats socket ipv4@127.0.0.1:9999 level admin
  log stdout format raw local0 notice
  # Each of these is explained in docs/edge.md. A header may have 64 kB, as with uvicorn; the rest of the buffer is for what is
  # kept beside it, 4 bytes a header, and for the headers that the edge adds.
  tune.bufsize 73728
  tune.maxrewrite 1024
  tune.http.maxhdr 1000
  # Else it is reckoned from the file limit, which engines without one turn into gigabytes.
  maxconn 4000
  # On an engine whose limit is lower, serve as many as it allows; the default is not to start at all.
  no strict-limits

resolvers engine
  nameserver docker 127.0.0.11:53
  resolve_retries 2
  timeout resolve ${parts.lookUp}
  timeout retry 500ms
  hold valid ${parts.lookUp}
  hold obsolete ${parts.obsolete}
  hold nx 2s
# An engine that hangs or restarts answers no name. The addresses stay as they were, and the checks tell whether web lives.
  hold timeout 24h
  hold refused 24h
  hold other 24h

defaults
  mode http
  log global
  timeout connect 3s
  # Not less than http-keep-alive: of both the shorter one closes a connection without a request.
  timeout client 75s
  timeout server 300s
  timeout http-request 30s
  timeout http-keep-alive 75s
  timeout queue 30s
  timeout tunnel 1h
  option http-server-close
  # Small parts of an answer go out at once; else the system waits 200 ms for more of them.
  option http-no-delay
  # A client that has left lets the app know. The default only since HAProxy 3.3.
  option abortonclose
  # A reload waits for the next request of a kept connection instead of closing it under the client.
  option idle-close-on-response
  option forwardfor if-none
  option redispatch 1
  retries 3
  retry-on conn-failure

frontend public
  # HTTP/1 alone, as web: HTTP/2 has many requests on one connection, and maxconn would bound no memory.
  bind :${port} proto h1${parts.bind}
${parts.open}
  # What a balancer in front asks: 200 while this host wants requests, else 503. The edge answers by itself. Who is sent
  # to a closed shop gets the page, also without any web.
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${balancerBackend}) eq 0 } || { nbsrv(web) eq 0 } open
${parts.closed}
${fileRules(settings)}  default_backend web

# A flag, not a place to go: its one server is put into maintenance while the host drains. An edge that restarts
# meanwhile has forgotten it.
backend ${balancerBackend}
  server ${balancerFlag} 127.0.0.1:9

${parts.flag}${parts.note}backend web
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  http-check expect status 200-299
  timeout check 5s
${parts.release}${parts.servers}
${parts.others}
# For a Prometheus on one of the project's networks; the port is not published. An image without the exporter goes without.
.if feature(PROMEX)
frontend metrics
  bind :${metricsPort(port)}
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 404
.endif
`
}

/** Renders the map from slots to releases, for the response header. */
export function renderMap(upstreams: readonly Upstream[], otherWeb: readonly OtherWeb[] = []): string {
  const web = webOf(upstreams)
  const release = (slot: string): string => web.find((one) => one.slot === slot)?.release ?? 'none'
  const rows = allSlots().map((slot) => `${slot} ${release(slot)}`)
  return `${[...rows, ...otherWebRows(otherWeb, upstreams)].join('\n')}\n`
}

/** Reads the upstreams from a configuration file, including warm ones; an empty file or one by others has none. */
export function readUpstreams(config: string): Upstream[] {
  return (readMark(config, upstreamsMark) ?? []) as Upstream[]
}

/** Reads the current maintenance from the file; undefined while the shop is open. */
export function readMaintenance(config: string): Maintenance | undefined {
  return readMark(config, maintenanceMark) as Maintenance | undefined
}

/** The configuration without the parts that change at run time: when equal, no reload is needed. */
export function withoutRunTime(config: string): string {
  return config
    .split('\n')
    .filter((line) => ![upstreamsMark, maintenanceMark].some((mark) => line.startsWith(mark)))
    .filter((line) => !runTimeServer.test(line))
    .join('\n')
}

const runTimeServer = new RegExp(`^ {2}server (s\\d+|${shopFlag}) `)

/** The header ends at the first line that is not a comment. */
function readMark(config: string, mark: string): unknown {
  for (const line of config.split('\n')) {
    if (!line.startsWith('#')) return undefined
    if (line.startsWith(mark)) return JSON.parse(line.slice(mark.length)) as unknown
  }
  return undefined
}

function webOf(upstreams: readonly Upstream[]): Upstream[] {
  return upstreams.filter(({ service }) => service === undefined)
}

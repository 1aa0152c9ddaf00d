import type { EdgeSettings, Maintenance, OtherWeb, Upstream } from '../model/edge/edge.ts'
import { maintenanceRules } from './maintenance.ts'
import {
  balancerBackend,
  commandPort,
  configFolder,
  metricsPort,
  releaseHeader,
  shopBackend,
  shopFlag,
} from './names.ts'
import { serverLines } from './server-lines.ts'
import { allSlots, backendOf, serverOf } from './upstreams.ts'

/** HAProxy's sections for the further web services: like web's, each on its own port. Empty when there are none. */
export function otherWebSections(
  settings: EdgeSettings,
  upstreams: readonly Upstream[],
  maintenance: Maintenance | undefined,
): string {
  return (settings.otherWeb ?? []).map((one) => sections(one, settings, upstreams, maintenance)).join('')
}

/** Their rows of the map: HAProxy changes rows at run time but can't add any, so each slot has one. */
export function otherWebRows(otherWeb: readonly OtherWeb[], upstreams: readonly Upstream[]): string[] {
  return otherWeb.flatMap(({ service }) =>
    allSlots().map((slot) => {
      const found = upstreams.find((one) => one.service === service && one.slot === slot)
      return `${serverOf({ service, slot })} ${found?.release ?? 'none'}`
    }),
  )
}

/** The port of the edge's container for each service: the service's own when it is free, so that others in the project find it there. */
export function listenPort(target: number, taken: readonly number[]): number {
  const used = [...taken, metricsPort(taken[0] ?? 0), commandPort]
  let port = target
  for (let next = 20_000; used.includes(port); next++) port = next
  return port
}

function sections(
  { service, port, listen, healthPath }: OtherWeb,
  { healthHost, readinessPath }: EdgeSettings,
  upstreams: readonly Upstream[],
  maintenance: Maintenance | undefined,
): string {
  const backend = backendOf(service)
  const own = upstreams.filter((one) => one.service === service)
  return `
frontend public-${service}
  bind :${listen} proto h1
  acl open srv_is_up(${shopBackend}/${shopFlag})
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${balancerBackend}) eq 0 } || { nbsrv(${backend}) eq 0 } open
${maintenanceRules(checkedAlone(healthPath), maintenance)}
  default_backend ${backend}

backend ${backend}
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  # A redirect is an answer: a storefront's first page often leads to a language or a channel.
  http-check expect status 200-399
  timeout check 5s
  # Each backend has slots of the same names, so the map has the backend's in front.
  http-response set-var(txn.slot) srv_name
  http-response set-header ${releaseHeader} %[be_name,concat(/,txn.slot),map(${configFolder}/releases.map,unknown)]
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 5 init-addr libc,none resolvers engine resolve-prefer ipv4
${serverLines(port, own)}
`
}

/** A path that only health checks request reports on the service while the shop is closed too; `/` is for people. */
export function checkedAlone(healthPath: string): string | undefined {
  return healthPath.split('?', 1)[0] === '/' ? undefined : healthPath
}

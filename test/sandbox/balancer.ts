import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { remove } from './container.ts'
import { docker, tryDocker } from './docker.ts'
import { imageTag } from './images.ts'
import { balancerIp, checkoutLabel, network, prefix, stateFolder } from './names.ts'
import type { Server } from './server.ts'

/** A load balancer in front of a fleet, as a provider runs it: outside of the servers, unknown to a deploy. */
export type Balancer = {
  /** Where people reach the shop. */
  url: string
  /** What the balancer thinks of each server, by name: `UP`, `DOWN` or on the way, such as `UP 1/2`. */
  health(): Promise<Record<string, string>>
  close(): Promise<void>
}

/** What it asks the servers, and where. */
export type BalancerOptions = {
  /** Answers 200 while a server may have requests, and 503 while it drains. */
  readinessPath: string
  port?: number
}

/** Starts the balancer of these servers, or makes it anew. */
export async function openBalancer(
  servers: readonly Server[],
  { readinessPath, port = 8000 }: BalancerOptions,
): Promise<Balancer> {
  const ip = balancerIp(servers[0]?.address ?? '')
  const name = `${prefix}-balancer-${ip.split('.').at(-1)}`
  const folder = join(stateFolder, 'balancers')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.cfg`)
  writeFileSync(file, configuration(servers, readinessPath, port))
  await remove([name])
  await docker([
    ...['run', '--detach', '--name', name, '--label', checkoutLabel, '--network', network.name, '--ip', ip],
    ...['--volume', `${file}:/usr/local/etc/haproxy/haproxy.cfg:ro`, imageTag('haproxy')],
  ])
  const balancer: Balancer = {
    url: `http://${ip}:${port}`,
    health: () => healthOf(`http://${ip}:8404/stats;csv`),
    close: () => remove([name]),
  }
  for (let tries = 0; tries < 100; tries++) {
    if (await balancer.health().catch(() => undefined)) return balancer
    await sleep(100)
  }
  throw new Error(`the balancer does not start: ${(await tryDocker(['logs', name])).stderr}`)
}

/**
 * As a careful team writes it: a server that refuses a connection is tried no further and another one gets the
 * request; what a server has begun to work on is never sent twice.
 */
function configuration(servers: readonly Server[], readinessPath: string, port: number): string {
  return `defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout check 2s
  option forwardfor
  option redispatch 1
  retries 3
  retry-on conn-failure

frontend shop
  bind :${port}
  default_backend fleet

backend fleet
  balance roundrobin
  option httpchk GET ${readinessPath}
  http-check expect status 200
  default-server check inter 500ms fall 2 rise 2
${servers.map(({ name, address }) => `  server ${name} ${address}:${port}`).join('\n')}

frontend look
  bind :8404
  stats enable
  stats uri /stats
`
}

async function healthOf(url: string): Promise<Record<string, string>> {
  const answer = await fetch(url)
  const [head = '', ...rows] = (await answer.text()).trim().split('\n')
  const columns = head.replace(/^# /, '').split(',')
  const [name, server, status] = ['pxname', 'svname', 'status'].map((one) => columns.indexOf(one)) as [
    number,
    number,
    number,
  ]
  const fleet = rows
    .map((row) => row.split(','))
    .filter((row) => row[name] === 'fleet' && row[server] !== 'BACKEND')
  return Object.fromEntries(fleet.map((row) => [row[server], row[status] ?? '']))
}

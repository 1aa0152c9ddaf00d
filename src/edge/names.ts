/** The response header that names the release which answered. */
export const releaseHeader = 'x-saleor-release'

/** The official image's configuration folder; the host's `edge` folder is mounted there. */
export const configFolder = '/usr/local/etc/haproxy'

/** The backend whose only server holds the drain state: `ready`, or `maint` while the host drains. */
export const balancerBackend = 'balancer'
export const balancerFlag = 'flag'

/** The backend whose only server holds the shop's state: `ready` when open, `maint` during maintenance. */
export const shopBackend = 'shop'
export const shopFlag = 'open'

/** The service of a Swarm that answers while the shop is closed. No project uses this name. */
export const maintenanceService = 'saleor-deploy-maintenance'

/** An idle slot points at the edge itself: Docker's DNS always resolves this name, so no query leaves the host. */
export const idleName = 'edge'

/** The port of the runtime API, inside the edge's container. */
export const commandPort = 9999

/** The port of the edge's Prometheus metrics; it differs from web's port, which the edge takes over. */
export function metricsPort(port: number): number {
  return port === 8404 ? 8405 : 8404
}

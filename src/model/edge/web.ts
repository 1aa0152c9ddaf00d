import type { DesiredState } from '../desired.ts'
import type { Upstream } from './edge.ts'

/** A service behind the edge: web of the app, or a further web service with its own image. */
export interface WebService {
  /** Its name in the Compose file. */
  name: string
  /** Its name in batches and upstreams: undefined for web. */
  service: string | undefined
  /** The port of its containers. */
  port: number
  /** The port on the host. */
  publicPort: number
  healthPath: string
  /** Whether a redirect counts as healthy too: a storefront's `/` often redirects to a language or a channel. */
  mayRedirect: boolean
}

/** The part of a desired state that describes web services. */
type Desired = Pick<DesiredState, 'roles' | 'edge' | 'publicPort'>

/** All services behind the edge, the app's web first. */
export function webServices({ roles, edge, publicPort }: Desired): [WebService, ...WebService[]] {
  const { port, healthPath, otherWeb = [] } = edge
  return [
    { name: roles.web, service: undefined, port, publicPort, healthPath, mayRedirect: false },
    ...otherWeb.map((one) => ({ ...one, name: one.service, mayRedirect: true })),
  ]
}

/** The web service of a batch or an upstream. */
export function webService(desired: Desired, service: string | undefined): WebService {
  const [web, ...others] = webServices(desired)
  return others.find((one) => one.service === service) ?? web
}

/** Where web services answer, for people: `port 8000, 3000`. A service without a port answers by its name in the project's networks. */
export function placeOf(...webs: readonly Pick<WebService, 'name' | 'port' | 'publicPort'>[]): string {
  const ports = webs.flatMap(({ publicPort }) => (publicPort === 0 ? [] : [publicPort]))
  const names = webs.flatMap(({ name, port, publicPort }) => (publicPort === 0 ? [`${name}:${port}`] : []))
  return [...names, ...(ports.length === 0 ? [] : [`port ${ports.join(', ')}`])].join(', ')
}

/** Removes upstreams of services that are not web services of this release, as its edge does not know them. */
export function ownUpstreams(desired: Desired, upstreams: readonly Upstream[]): Upstream[] {
  const services = webServices(desired).map(({ service }) => service)
  return upstreams.filter(({ service }) => services.includes(service))
}

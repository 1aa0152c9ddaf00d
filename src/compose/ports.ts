import { UserError } from '../errors.ts'
import type { ComposeModel, ComposePort } from './model.ts'
import type { Roles } from './roles.ts'

/** A port of the web service that the edge takes over. */
export interface WebPort {
  published: number
  target: number
  hostIp?: string
}

/** What the web service publishes: the edge listens there from now on. @throws UserError */
export function webPorts(model: ComposeModel, roles: Pick<Roles, 'web'>): [WebPort, ...WebPort[]] {
  return fixedPorts(model, roles.web).map(({ published, target, host_ip }) => ({
    published: Number(published),
    target,
    ...(host_ip === undefined ? {} : { hostIp: host_ip }),
  })) as [WebPort, ...WebPort[]]
}

/**
 * The ports in the model's form, each with one published number. A range (`8000-8002:8000`) is how several containers
 * share a host without a proxy: the edge takes all of it, so whoever sends requests to any of the ports is served.
 * @throws UserError when there is nothing that the edge could take over
 */
export function fixedPorts(model: ComposeModel, web: string): ComposePort[] {
  const ports = model.services[web]?.ports ?? []
  if (ports.length === 0)
    throw new UserError(
      'bad-input',
      `${web} publishes no port, and its published port is where requests reach it.`,
      `Give ${web} a port, such as ports: ["8000:8000"], or name the service that has one with the web-service input.`,
    )
  return ports.flatMap((port) => {
    const target = `${web}: port ${port.target}`
    if (port.protocol !== undefined && port.protocol !== 'tcp')
      throw new UserError(
        'bad-input',
        `${target} is published over ${port.protocol}, which the edge can't take over.`,
        `Remove /${port.protocol} from the port.`,
      )
    if (port.published === undefined || port.published === '' || port.published === '0')
      throw new UserError(
        'bad-input',
        `${target} is published on a port that Docker picks anew at every start.`,
        `Publish it on a fixed one: "${port.target}:${port.target}".`,
      )
    const [first, last = first] = port.published.split('-').map(Number) as [number, number?]
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      ...port,
      published: String(first + index),
    }))
  })
}

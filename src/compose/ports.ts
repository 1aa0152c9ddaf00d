import type { ComposeModel, ComposePort } from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'
import type { Front } from './front.ts'
import { ProjectError } from './read/project-error.ts'

/** A port of the web service that the edge takes over. */
export interface WebPort {
  /** 0 when it is not published. */
  published: number
  target: number
  hostIp?: string
}

/**
 * Returns the ports that web publishes; from now on the edge listens there. Web that publishes none, and is reached
 * only inside the project's networks, has port 0 on the host.
 * @throws ProjectError
 */
export function webPorts(
  model: ComposeModel,
  roles: Pick<Roles, 'web'>,
  front: Pick<Front, 'isReached' | 'port'> = { isReached: false, port: undefined },
): [WebPort, ...WebPort[]] {
  if ((model.services[roles.web]?.ports ?? []).length === 0) return [insidePort(roles.web, front)]
  return fixedPorts(model, roles.web).map(({ published, target, host_ip }) => ({
    published: Number(published),
    target,
    ...(host_ip === undefined ? {} : { hostIp: host_ip }),
  })) as [WebPort, ...WebPort[]]
}

function insidePort(web: string, { isReached, port }: Pick<Front, 'isReached' | 'port'>): WebPort {
  if (isReached && port !== undefined) return { published: 0, target: port }
  throw new ProjectError(
    isReached
      ? `${web} publishes no port, and nothing in the project says on which one it answers.`
      : `${web} publishes no port, and nothing in the project sends requests to it: no configuration that is mounted, no command and no variable has ${web}:8000 or the like, and it has no labels of Traefik or Caddy.`,
    isReached
      ? `Say the port: expose: ["8000"].`
      : `Give ${web} a port, such as ports: ["8000:8000"], or ["127.0.0.1:8000:8000"] for a proxy on the server; or name the service that has one with the web-service input.`,
    ['services', web],
  )
}

/**
 * Returns the ports in the model's form, each with one published number. A range (`8000-8002:8000`) lets several
 * containers share a host without a proxy; the edge takes over the whole range, so every port keeps working.
 * @throws ProjectError when there is no port that the edge could take over
 */
export function fixedPorts(model: ComposeModel, web: string): ComposePort[] {
  const ports = model.services[web]?.ports ?? []
  return ports.flatMap((port) => {
    const target = `${web}: port ${port.target}`
    if (port.protocol !== undefined && port.protocol !== 'tcp')
      throw new ProjectError(
        `${target} is published over ${port.protocol}, which the edge can't take over.`,
        `Remove /${port.protocol} from the port.`,
        ['services', web, 'ports'],
      )
    if (port.published === undefined || port.published === '' || port.published === '0')
      throw new ProjectError(
        `${target} is published on a port that Docker picks anew at every start.`,
        `Publish it on a fixed one: "${port.target}:${port.target}".`,
        ['services', web, 'ports'],
      )
    const [first, last = first] = port.published.split('-').map(Number) as [number, number?]
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      ...port,
      published: String(first + index),
    }))
  })
}

import { listenPort } from '../edge/other-web.ts'
import { UserError } from '../errors.ts'
import type { OtherWeb } from '../model/edge/edge.ts'
import { type ComposeModel, unescapeDollars } from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'
import { runsSameImage } from './app.ts'
import { celeryUse } from './celery.ts'
import { type WebPort, webPorts } from './ports.ts'
import { ProjectError } from './read/project-error.ts'

/**
 * A further web service has its own image; naming a service of the app here would run the app twice.
 * @param app services of the app
 * @throws ProjectError
 */
export function assertOtherImages(
  model: ComposeModel,
  app: readonly string[],
  otherWeb: readonly string[],
): void {
  for (const name of otherWeb) {
    const same = app.find((one) => one !== name && runsSameImage(model, name, one))
    if (same !== undefined)
      throw new ProjectError(
        `${name} runs the image of ${same}, which is the app's, and images names it as a service with an image of its own.`,
        `Take ${name} out of images: the input image is for all services of the app. Or give ${name} another image in the Compose file.`,
        ['services', name, 'image'],
        ['services', name],
      )
    const { worker, beat } = celeryUse(model.services[name] ?? {})
    if (worker || beat)
      throw new ProjectError(
        `${name} runs Celery, and images names it as a service that people reach.`,
        `Take ${name} out of images; give it the image of the app, or name it in worker-services.`,
        ['services', name],
      )
  }
}

/** Reads the input `images` as a record: `storefront=ghcr.io/shop/storefront@sha256:…`. @throws UserError for a duplicate service */
export function readImages(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf('=')
    return [line.slice(0, at), line.slice(at + 1)]
  })
  const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index)
  if (twice === undefined) return Object.fromEntries(pairs)
  throw new UserError(
    'bad-input',
    `Input 'images' names ${twice[0]} more than once.`,
    'Give each service one line, service=repository@sha256:….',
  )
}

/**
 * Returns the image of each further web service: from the input, else from the Compose file, which must give a digest
 * too.
 * @throws ProjectError
 */
export function otherImages(
  model: ComposeModel,
  { otherWeb = [] }: Pick<Roles, 'otherWeb'>,
  images: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    otherWeb.map((name) => {
      const image = images[name] ?? unescapeDollars(model.services[name]?.image ?? '')
      if (/@sha256:[0-9a-f]{64}$/.test(image)) return [name, image]
      throw new ProjectError(
        `${name} is a web service, and ${image === '' ? 'it has no image' : `its image ${image} is named by a tag, which can move`}.`,
        `Name it by digest with the images input: ${name}=repository@sha256:… (push-registry puts it out).`,
        ['services', name, 'image'],
        ['services', name],
      )
    }),
  )
}

/**
 * Returns the further web services for the edge, each with the port that the edge takes over.
 * @param healthPaths by service; default `/`
 * @param ports of the app's web
 * @throws UserError when a service publishes no port, several, or one that another web service publishes
 */
export function findOtherWeb(
  model: ComposeModel,
  { web, otherWeb = [] }: Pick<Roles, 'web' | 'otherWeb'>,
  healthPaths: Readonly<Record<string, string>>,
  ports: readonly [WebPort, ...WebPort[]] = webPorts(model, { web }),
): OtherWeb[] {
  const unknown = Object.keys(healthPaths).find((name) => !otherWeb.includes(name))
  if (unknown !== undefined)
    throw new UserError(
      'bad-input',
      `Input 'health-path' names ${unknown}, which is no further web service.`,
      `Write the path of ${web} alone, /health/, and lines service=/path for ${otherWeb.length === 0 ? 'services that images names' : otherWeb.join(', ')}.`,
    )
  const [first] = ports
  const published = new Map(ports.map((port) => [port.published, web]))
  const listening = [first.target]
  return otherWeb.map((service) => {
    if ((model.services[service]?.ports ?? []).length === 0)
      throw new ProjectError(
        `${service} is a web service with an image of its own, and publishes no port at which people reach it.`,
        `Publish the port that it answers HTTP on: ports: ["3000:3000"]. If nobody reaches ${service} from outside, take it out of images.`,
        ['services', service],
      )
    const [port, ...more] = webPorts(model, { web: service })
    if (more.length > 0)
      throw new ProjectError(
        `${service} publishes several ports, ${[port, ...more].map(({ published: one }) => one).join(', ')}; the edge takes over one for it.`,
        'Publish the port that it answers HTTP on, and only that: ports: ["3000:3000"]',
        ['services', service, 'ports'],
      )
    const other = published.get(port.published)
    if (other !== undefined)
      throw new ProjectError(
        `${service} and ${other} both publish port ${port.published}.`,
        'Give each web service a port of its own on the host.',
        ['services', service, 'ports'],
      )
    published.set(port.published, service)
    const listen = listenPort(port.target, listening)
    listening.push(listen)
    return {
      ...{ service, port: port.target, listen, publicPort: port.published },
      healthPath: healthPaths[service] ?? '/',
    }
  })
}

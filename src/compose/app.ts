import { type ComposeModel, type ComposeService, commandOf } from '../model/project/project.ts'
import type { NamedRoles } from '../model/project/roles.ts'
import { celeryUse } from './celery.ts'

/**
 * Finds the services that run the deployed image. The signs are Celery, `manage.py` or `saleor.asgi` in a command, or
 * Saleor's own image; without these, a web server; without one, `build:`. Services with the same image belong to the
 * app too.
 */
export function appServices(model: ComposeModel, named: NamedRoles = {}): string[] {
  const all = Object.entries(model.services).filter(([name]) => named.otherWeb?.includes(name) !== true)
  const byName = all.filter(
    ([name]) => name === named.web || named.workers?.includes(name) || named.schedulers?.includes(name),
  )
  const sure = all.filter(([, service]) => isSure(service))
  const likely = all.filter(([, service]) => isLikely(service))
  const built = all.filter(([, service]) => service.build !== undefined)
  const known = [...byName, ...([sure, likely, built].find((found) => found.length > 0) ?? [])]
  const found = all.filter(([name]) => known.some(([other]) => runsSameImage(model, name, other)))
  // Only Celery was found: the web server has `build:`, and the others name the image that this build is tagged with.
  const lacksWeb = found.every(([, service]) => celeryUse(service).worker || celeryUse(service).beat)
  return (lacksWeb ? all.filter((one) => found.includes(one) || built.includes(one)) : found).map(
    ([name]) => name,
  )
}

/** Whether anything besides `build:` identifies the app's image. */
export function imageIsCertain(model: ComposeModel, named: NamedRoles): boolean {
  const names = [...(named.workers ?? []), ...(named.schedulers ?? [])]
  return names.length > 0 || Object.values(model.services).some((one) => isSure(one) || isLikely(one))
}

function isSure(service: ComposeService): boolean {
  return startsDjango(service) || isSaleorImage(service.image)
}

function isLikely(service: ComposeService): boolean {
  return /\b(uvicorn|gunicorn|hypercorn|daphne|granian)\b/.test(commandOf(service))
}

/** True when both have the same `image:` or the same build, or one names what Compose calls the other's build. */
export function runsSameImage(model: ComposeModel, one: string, other: string): boolean {
  const images = imagesOf(model, other)
  return one === other || imagesOf(model, one).some((image) => images.includes(image))
}

/** Whether an image is named saleor, with or without a suffix; Saleor's other programs have names of their own. */
export function isSaleorImage(image = ''): boolean {
  const name = /(?:^|[/._-])saleor(?:[._-][\w.-]*)?(?=$|[:@])/i.exec(image)?.[0]
  return name !== undefined && !/dashboard|storefront|proxy|nginx/i.test(name)
}

function startsDjango(service: ComposeService): boolean {
  const { worker, beat } = celeryUse(service)
  return worker || beat || /\bsaleor\.asgi\b|\bmanage\.py\b/.test(commandOf(service))
}

function imagesOf(model: ComposeModel, name: string): string[] {
  const { image, build } = model.services[name] ?? {}
  const images = image === undefined ? [] : [image]
  if (build === undefined || build === null) return images
  const {
    context,
    dockerfile = 'Dockerfile',
    target = '',
  } = (typeof build === 'string' ? { context: build } : build) as Record<string, string>
  const built = `build ${JSON.stringify([context, dockerfile, target])}`
  return [...images, built, ...(image === undefined ? [`${model.name}-${name}`] : [])]
}

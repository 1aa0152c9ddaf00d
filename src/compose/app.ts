import { celeryUse } from './celery.ts'
import { type ComposeModel, type ComposeService, commandOf } from './model.ts'
import type { NamedRoles } from './roles.ts'

/**
 * The services that run the image which is deployed. Celery, `manage.py` or `saleor.asgi` in a command tell it; where
 * no command does, a web server; where there is none either, `build:`. What runs the same image belongs to them.
 */
export function appServices(model: ComposeModel, named: NamedRoles = {}): string[] {
  const all = Object.entries(model.services)
  const byName = all.filter(
    ([name]) => name === named.web || named.workers?.includes(name) || named.schedulers?.includes(name),
  )
  const sure = all.filter(([, service]) => startsDjango(service))
  const likely = all.filter(([, service]) =>
    /\b(uvicorn|gunicorn|hypercorn|daphne|granian)\b/.test(commandOf(service)),
  )
  const built = all.filter(([, service]) => service.build !== undefined)
  const known = [...byName, ...([sure, likely, built].find((found) => found.length > 0) ?? [])]
  const found = all.filter(([name]) => known.some(([other]) => runsSameImage(model, name, other)))
  // Celery alone: the web server has `build:` where the others name the image that the build is tagged with elsewhere.
  const lacksWeb = found.every(([, service]) => celeryUse(service).worker || celeryUse(service).beat)
  return (lacksWeb ? all.filter((one) => found.includes(one) || built.includes(one)) : found).map(
    ([name]) => name,
  )
}

/** True when both have the same `image:` or the same build, or one names what Compose calls the other's build. */
export function runsSameImage(model: ComposeModel, one: string, other: string): boolean {
  const images = imagesOf(model, other)
  return one === other || imagesOf(model, one).some((image) => images.includes(image))
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

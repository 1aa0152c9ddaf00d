import { UserError } from '../errors.ts'
import type { ComposeModel } from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'

/**
 * Reads the input: `3` is for web, `celery=2` for the service of that name.
 * @throws UserError for a service outside the app, for a scheduler, and for zero replicas of web
 */
export function readReplicas(lines: readonly string[], roles: Roles): Record<string, number> {
  const reached = [roles.web, ...(roles.otherWeb ?? [])]
  const scalable = [...reached, ...roles.workers]
  const counts = lines.map((line): [string, number] => {
    const [count = '', name = roles.web] = line.split('=').reverse()
    const least = reached.includes(name) ? 1 : 0
    if (scalable.includes(name) && Number(count) >= least && Number(count) <= 30) return [name, Number(count)]
    throw new UserError(
      'bad-input',
      scalable.includes(name)
        ? `Input 'replicas': "${line}" is not a whole number from ${least} to 30.`
        : `Input 'replicas': "${line}" names no service that can be scaled.`,
      `Scale ${scalable.join(', ')}. A scheduler always runs once.`,
    )
  })
  return Object.fromEntries(counts)
}

/** The project with the input's replicas, which override the file's. */
export function withReplicas(model: ComposeModel, replicas: Record<string, number>): ComposeModel {
  const services = Object.entries(replicas).map(([name, scale]) => [name, { ...model.services[name], scale }])
  return { ...model, services: { ...model.services, ...Object.fromEntries(services) } }
}

import { type ComposeModel, type ComposeService, replicasOf } from '../model/project/project.ts'
import { roleLabel } from './labels.ts'
import { restartOf } from './restart.ts'

/** Whether another service waits for its end (`service_completed_successfully`). */
export function isAwaited({ services }: ComposeModel, name: string): boolean {
  return Object.values(services).some(({ depends_on }) => {
    const dependency = depends_on?.[name] as { condition?: string } | undefined
    return dependency?.condition === 'service_completed_successfully'
  })
}

/** Marks a service of a release that others wait for: such services may be missing from the release, as jobs are. */
export function markedAwaited(service: ComposeService): ComposeService {
  return { ...service, labels: { ...service.labels, [roleLabel]: 'runs-once' } }
}

/** Whether a release's service has the mark. */
export function isMarkedAwaited({ labels }: ComposeService): boolean {
  return labels?.[roleLabel] === 'runs-once'
}

/**
 * Whether exit code 0 may be the service's right end: others wait for it, or Docker would not restart it and it is no
 * server (no published port, no health check).
 */
export function mayEnd(service: ComposeService): boolean {
  const { ports = [], healthcheck } = service
  const staysEnded = /^(no|none|on-failure(:\d+)?)$/.test(restartOf(service) ?? 'no')
  const checked = healthcheck?.test !== undefined && healthcheck.disable !== true
  return isMarkedAwaited(service) || (staysEnded && ports.length === 0 && !checked)
}

/** How often a failed service is started again: as often as the file says, and never by default. */
export function attemptsOf(service: ComposeService): number {
  const policy = restartOf(service) ?? 'no'
  if (!policy.startsWith('on-failure')) return 1
  const { max_attempts: attempts } = service.deploy?.restart_policy ?? {}
  const again = attempts ?? Number(policy.split(':')[1] ?? Number.POSITIVE_INFINITY)
  return 1 + again
}

/** Orders these services by their dependencies on each other; services in one inner list may start side by side. */
export function startOrder(model: ComposeModel, names: readonly string[]): string[][] {
  const rounds: string[][] = []
  let left = names.filter((name) => replicasOf(model.services[name] ?? {}) > 0)
  while (left.length > 0) {
    const waits = (name: string): boolean =>
      left.some((other) => other !== name && other in (model.services[name]?.depends_on ?? {}))
    const ready = left.filter((name) => !waits(name))
    // Compose rejects a cycle; if one gets through, this ends the wait.
    const round = ready.length > 0 ? ready : left
    rounds.push(round)
    left = left.filter((name) => !round.includes(name))
  }
  return rounds
}

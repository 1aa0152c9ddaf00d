import type { ComposeService } from '../model/project/project.ts'

/** When Docker restarts the service's containers by itself, in the terms of `restart`. */
export function restartOf({ restart, deploy }: ComposeService): string | undefined {
  const policy = deploy?.restart_policy
  // The Compose specification's default is `any`. When both keys exist, Compose uses this one.
  if (policy !== undefined && policy !== null) return policy.condition ?? 'any'
  return restart
}

/**
 * Makes containers start again after a reboot of the host: `unless-stopped` when the file sets nothing. An existing
 * policy stays, in the form that Docker accepts: Compose turns the specification's `any` into
 * an empty condition, which means no restart, and the engine allows a number of attempts only with `on-failure`.
 */
export function withRestart(service: ComposeService): ComposeService {
  const { deploy } = service
  if (restartOf(service) === undefined) return { ...service, restart: 'unless-stopped' }
  const policy = deploy?.restart_policy
  if (deploy === undefined || policy === undefined || policy === null) return service
  const { max_attempts: attempts, ...others } = policy
  const condition = policy.condition ?? 'any'
  const counted = condition === 'on-failure' && attempts !== undefined ? { max_attempts: attempts } : {}
  return { ...service, deploy: { ...deploy, restart_policy: { ...others, condition, ...counted } } }
}

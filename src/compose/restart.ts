import type { ComposeService } from './model.ts'

/** When Docker starts a container of the service again by itself, in the words of `restart`. */
export function restartOf({ restart, deploy }: ComposeService): string | undefined {
  const policy = deploy?.restart_policy
  // The Compose specification calls `any` the default. Where both are there, Compose takes this one.
  if (policy !== undefined && policy !== null) return policy.condition ?? 'any'
  return restart
}

/**
 * The service, so that its containers come back after a restart of the host: `unless-stopped` where the file says
 * nothing. What it says of restarts holds, in the form that Docker takes: Compose leaves the condition empty where the
 * specification says `any`, which is none, and the engine refuses a number of attempts with any but `on-failure`.
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

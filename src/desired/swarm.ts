import { UserError } from '../errors.ts'
import type { PlacedHost } from '../model/placement.ts'
import type { ComposeModel } from '../model/project/project.ts'
import type { Stack, SwarmIntent } from '../model/swarm.ts'

/** Inputs with the values that ask for nothing, and the reason why others are not supported. */
type Unsupported = Readonly<Record<string, { allowed: readonly unknown[]; why: string }>>

/** Inputs that a Swarm does not support yet. */
const unsupported: Unsupported = {
  'keep-warm': { allowed: [false], why: 'Swarm replaces the tasks of a service' },
  'max-error-rate': { allowed: [5], why: 'a bake watches the tasks, and counts no requests' },
  'metric-checks': { allowed: [], why: 'a bake watches the tasks; give these checks to smoke-test' },
  'scheduler-host': {
    allowed: [],
    why: 'Swarm places the scheduler; deploy.placement in the Compose file says where',
  },
  'take-over': { allowed: [false], why: 'the other run may go through another manager' },
  media: { allowed: [false], why: 'uploads lie on one of the nodes; back them up there' },
  database: { allowed: ['keep'], why: 'only the code goes back' },
  'restore-backup': { allowed: [], why: 'only the code goes back' },
}

/** The same for maintenance alone. */
export const maintenanceInSwarm: Unsupported = {
  'drain-timeout': { allowed: [60], why: 'requests in flight are answered, and nothing waits for them' },
}

/** The same for a command: which approvals were used stands in the history of one manager, and another would take them again. */
export const commandInSwarm: Unsupported = {
  approval: { allowed: [], why: 'another manager would not know that it was used' },
  'require-approval': { allowed: [false], why: 'another manager would not know that one was used' },
}

/** The same for the checks of a smoke test from inside. */
export const smokeInSwarm: Unsupported = {
  'max-queue': { allowed: [1000], why: 'no container is looked into; metric-checks can ask for a queue' },
  'manage-command': { allowed: ['python manage.py'], why: 'no container is looked into' },
}

/**
 * Requires, for `engine: swarm`, that no input asks for what a Swarm does not get: nothing is ignored in silence.
 * @param more inputs of this action that are not supported either
 * @throws UserError `bad-input` that names every such input
 */
export function assertSwarmInputs(inputs: Readonly<Record<string, unknown>>, more: Unsupported = {}): void {
  const asked = Object.entries({ ...unsupported, ...more }).filter(([name, { allowed }]) => {
    const value = inputs[name]
    return value !== undefined && value !== '' && !isEmpty(value) && !allowed.includes(value)
  })
  const placed = ((inputs.hosts ?? []) as PlacedHost[]).filter(({ placement }) => placement !== undefined)
  const problems = [
    ...asked.map(([name, { why }]) => `Input '${name}' is not supported with engine: swarm: ${why}.`),
    ...placed.map(
      ({ name }) => `Input 'hosts': ${name} has role= or services=, and Swarm places services itself.`,
    ),
  ]
  if (problems.length === 0) return
  throw new UserError(
    'bad-input',
    problems.join('\n'),
    'Leave these out. docs/swarm.md has the list of what differs from engine: compose.',
  )
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

/**
 * Requires that nothing in the project sends requests to web by its name: it would meet tasks that stop.
 * @param publicPort 0 when web publishes no port
 * @throws UserError `bad-input`
 */
export function assertDirect(
  web: string,
  publicPort: number,
  fronts: readonly string[],
  hostIp: string | undefined,
): void {
  if (fronts.length > 0)
    throw new UserError(
      'bad-input',
      `${fronts.join(', ')} sends requests to ${web} by its name; with engine: swarm the edge has a port and no name, and requests to single tasks fail while these are replaced.`,
      `Let it use port ${publicPort === 0 ? 'PORT' : publicPort} of the nodes, or run that proxy outside of the project.`,
    )
  if (publicPort === 0)
    throw new UserError(
      'bad-input',
      `${web} publishes no port, and with engine: swarm the edge needs one.`,
      `Give ${web} ports: ["8000:8000"].`,
    )
  if (hostIp !== undefined && hostIp !== '' && hostIp !== '0.0.0.0')
    throw new UserError(
      'bad-input',
      `${web} publishes its port on ${hostIp}, and a Swarm publishes on all addresses of a node: the port would be open to everybody.`,
      `Publish "${publicPort}:…" without an address, and let a firewall keep the port closed (Docker's own rules come before ufw's: use the chain DOCKER-USER).`,
    )
}

/**
 * Requires that no file server is asked for: it reads a folder of the host where the release was installed.
 * @throws UserError `bad-input`
 */
export function assertNoFileServer(web: string, files: unknown): void {
  if (files === undefined) return
  throw new UserError(
    'bad-input',
    `${web} has x-saleor-deploy: {files: …}, which is not supported with engine: swarm: its file server reads a folder of one host.`,
    'Leave it out, and let a bucket serve static files and uploads: docs/recipes/static-and-media.md.',
  )
}

/** What a Swarm gets for a release that it has. Pure. */
export function intentFrom({ name: _name, ...stack }: ComposeModel): SwarmIntent {
  return { stack: stack as unknown as Stack, objects: [] }
}

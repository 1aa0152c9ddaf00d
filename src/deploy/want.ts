import { createHash } from 'node:crypto'
import { split } from 'shlex'
import { checkModel } from '../compose/check.ts'
import { fleetErrors } from '../compose/check-fleet.ts'
import { parseEnvironment } from '../compose/environment.ts'
import { replicasOf } from '../compose/model.ts'
import { webPorts } from '../compose/ports.ts'
import { readCompose } from '../compose/read.ts'
import { fingerprint, renderRelease } from '../compose/render.ts'
import { findRoles, type Roles, stopFirstServices } from '../compose/roles.ts'
import { checkBackup } from '../database/backup-plan.ts'
import { slotCount } from '../edge/upstreams.ts'
import { UserError } from '../errors.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { deployInputs } from '../inputs/deploy.ts'
import { releaseId } from '../release/release.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { edgeLabel } from './observed.ts'
import { registryLogin } from './registry-login.ts'
import type { Wanted } from './wanted.ts'

type DeployInputs = InputsOf<{ inputs: ReturnType<typeof deployInputs>; outputs: [] }>

/**
 * Turns the inputs and the repository's Compose files into what is wanted. Touches the runner only, no host.
 * @param fleet its hosts as the inputs name them: several can't have their data in the Compose project
 * @throws UserError `bad-input` for everything that can be known to be wrong before a connection is made
 */
export async function want(
  inputs: DeployInputs,
  runner: Runner,
  { hosts, scheduler }: { hosts: readonly string[]; scheduler: string },
): Promise<Wanted> {
  const { image, path: root } = inputs
  const login = registryLogin(image, inputs['registry-username'], inputs['registry-password'])
  const migrate = wordsOf('migrate-command', inputs['migrate-command'])
  const environment = parseEnvironment(inputs.environment ?? '')
  const named = {
    ...(inputs['web-service'] === undefined ? {} : { web: inputs['web-service'] }),
    ...(inputs['worker-services'].length === 0 ? {} : { workers: inputs['worker-services'] }),
    ...(inputs['scheduler-services'].length === 0 ? {} : { schedulers: inputs['scheduler-services'] }),
  }
  const source = await readCompose(
    {
      files: inputs['compose-file'],
      environmentFile: inputs['environment-file'],
      environment,
      projectName: inputs.project,
      hostFolder: root,
      named,
    },
    runner,
  )
  const roles = findRoles(source, named)
  const file = inputs['compose-file'].at(-1)
  const { errors: faults, warnings } = checkModel(source, roles, file)
  const errors = [...faults, ...(hosts.length > 1 ? fleetErrors(source, roles, file) : [])]
  for (const { rule, message, fix, place } of warnings)
    runner.log.warning(`${message}\n${fix} [${rule}]`, place)
  if (errors.length > 0)
    throw new UserError(
      'bad-input',
      errors.map(({ message }) => message).join('\n'),
      errors.map(({ fix }) => fix).join('\n'),
      errors[0]?.place,
    )
  const [port, ...others] = webPorts(source, roles)
  if (port === undefined || others.some(({ target }) => target !== port.target))
    throw new UserError(
      'bad-input',
      `The service ${roles.web} publishes ${port === undefined ? 'no port' : 'several of its own ports'}; the edge takes over one.`,
      'Publish the port that it answers HTTP on, and only that: ports: ["8000:8000"]',
    )
  const id = releaseId(runner.clock.now(), image)
  const model = renderRelease(source, roles, {
    image,
    release: id,
    version: inputs.version ?? '',
    commit: runner.context.sha,
    edgeImage: inputs['edge-image'],
    hostFolder: root,
    replicas: readReplicas(inputs.replicas, roles),
  })
  labelEdge(model)
  if (replicasOf(model.services[roles.web] ?? {}) * 2 > slotCount)
    throw new UserError(
      'bad-input',
      `${roles.web} has more replicas than the edge has room for.`,
      `Use ${slotCount / 2} at most on one host.`,
    )
  const edge = {
    port: port.target,
    healthPath: inputs['health-path'],
    healthHost: inputs['health-host'],
    readinessPath: inputs['readiness-path'],
  }
  const stopFirst = stopFirstServices(source, roles)
  const { strategy } = inputs
  if (inputs['keep-warm'] && strategy !== 'blue-green')
    throw new UserError(
      'bad-input',
      `Input 'keep-warm': with strategy ${strategy} the old web is stopped to make room.`,
      'Set strategy: blue-green, or leave keep-warm out.',
    )
  const settings = {
    ...{ roles, edge, publicPort: port.published, stopFirst, migrate, scheduler },
    recreate: strategy === 'recreate',
  }
  const wanted: Wanted = {
    release: {
      id,
      image,
      version: inputs.version ?? '',
      commit: runner.context.sha,
      fingerprint: fingerprint(model),
      created: new Date(runner.clock.now()).toISOString(),
      run: runUrl(runner.context),
      actor: runner.context.actor,
      settings,
    },
    model,
    ...{ roles, edge, publicPort: port.published, strategy, root, migrate, stopFirst },
    backup: {
      id,
      when: inputs.backup,
      verify: inputs['verify-backup'],
      folder: inputs['backup-path'] ?? `${root}/backups`,
      keep: inputs['keep-backups'],
      image: inputs['backup-image'] ?? '',
      copy: wordsOf('backup-copy', inputs['backup-copy'] ?? 'none'),
    },
    bake: inputs.bake,
    maxErrorRate: inputs['max-error-rate'],
    schedules: true,
    balancerWait: 0,
    healthTimeout: inputs['health-timeout'],
    drainTimeout: inputs['drain-timeout'],
    keepWarm: inputs['keep-warm'],
    keep: inputs['keep-releases'],
    lockWait: inputs['lock-wait'],
    registryLogin: login,
  }
  checkBackup(wanted)
  return wanted
}

/**
 * `3` is for web, `celery=2` for the service of that name.
 * @throws UserError for a service that isn't the app's, for a scheduler, and for web without any
 */
function readReplicas(lines: readonly string[], roles: Roles): Record<string, number> {
  const scalable = [roles.web, ...roles.workers]
  const counts = lines.map((line): [string, number] => {
    const [count = '', name = roles.web] = line.split('=').reverse()
    const least = name === roles.web ? 1 : 0
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

/** The edge carries a hash of its own definition: it is left alone as long as that stays the same. */
function labelEdge({ services: { edge } }: Wanted['model']): void {
  if (edge === undefined) return
  const hash = createHash('sha256').update(JSON.stringify(edge)).digest('hex').slice(0, 12)
  edge.labels = { ...edge.labels, [edgeLabel]: hash }
}

/** @throws UserError for a quote that nothing closes */
function wordsOf(input: string, command: string): string[] {
  try {
    return command === 'none' ? [] : split(command)
  } catch {
    throw new UserError(
      'bad-input',
      `Input '${input}': "${command}" has a quote that nothing closes.`,
      'Write it as in a shell, such as python manage.py migrate --noinput; or none.',
    )
  }
}

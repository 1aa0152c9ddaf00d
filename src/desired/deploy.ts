import { createHash } from 'node:crypto'
import { deliver } from '../compose/files/deliver.ts'
import { frontOf, otherFronts } from '../compose/front.ts'
import { oneOffService } from '../compose/one-off.ts'
import { findOtherWeb, otherImages, readImages } from '../compose/other-web.ts'
import { webPorts } from '../compose/ports.ts'
import { onItsLine } from '../compose/read/on-its-line.ts'
import { ProjectError } from '../compose/read/project-error.ts'
import { readCompose } from '../compose/read/read.ts'
import { fingerprint, renderRelease } from '../compose/render.ts'
import { findRoles, stopFirstServices } from '../compose/roles.ts'
import { ignoredRules } from '../compose/rules/ignore.ts'
import { validate } from '../compose/rules/judge.ts'
import { servicesOf } from '../compose/rules/rule.ts'
import { withFileServer } from '../compose/served/file-server.ts'
import { renderStack } from '../compose/stack/render.ts'
import { checkBackup } from '../database/backup/plan.ts'
import { slotCount } from '../edge/upstreams.ts'
import { UserError } from '../errors.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { deployInputs } from '../inputs/groups/deploy.ts'
import { parseEnvironment } from '../inputs/values/environment.ts'
import { wordsOf } from '../inputs/values/words.ts'
import type { DesiredState } from '../model/desired.ts'
import { edgeLabel } from '../model/observed.ts'
import { replicasOf } from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'
import { releaseId } from '../model/release/release.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { askSite } from './ask-site.ts'
import { secretsOf } from './deploy-secrets.ts'
import { namedRoles } from './named-roles.ts'
import { readMetrics } from './read-metrics.ts'
import { readUpdates } from './read-updates.ts'
import { registryLogin } from './registry-login.ts'
import { readReplicas, withReplicas } from './replicas.ts'
import { assertDirect, assertNoFileServer, assertSwarmInputs } from './swarm.ts'

type DeployInputs = InputsOf<{ inputs: ReturnType<typeof deployInputs>; outputs: [] }> & {
  'environment-url': string | undefined
}

/** The part of the fleet that matters to a release. */
interface FleetShape {
  hosts: number
  /** The host that runs the scheduler. @throws UserError for services that no host runs */
  schedulerOf: (roles: Roles, model: DesiredState['model']) => string
  production: boolean
}

/**
 * Turns the inputs and the repository's Compose files into the desired state. Touches only the runner, no host.
 * @param fleet the number of hosts, as several can't keep their data in the Compose project; which host runs the
 * scheduler; and whether it is production
 * @throws UserError `bad-input` for everything that can be known to be wrong before a connection is made
 */
export async function resolveDesiredState(
  inputs: DeployInputs,
  runner: Runner,
  fleet: FleetShape,
): Promise<DesiredState> {
  return await onItsLine(inputs['compose-file'], runner, () => resolve(inputs, runner, fleet))
}

async function resolve(
  inputs: DeployInputs,
  runner: Runner,
  { hosts, schedulerOf, production }: FleetShape,
): Promise<DesiredState> {
  const { image, path: root, engine } = inputs
  if (engine === 'swarm') assertSwarmInputs(inputs)
  const login = await registryLogin(image, inputs, runner.log)
  const migrate = wordsOf('migrate-command', inputs['migrate-command'])
  const environment = parseEnvironment(inputs.environment ?? '')
  const ignore = ignoredRules(inputs['ignore-rules'])
  const site = askSite(inputs['environment-url'], ignore, runner)
  // Errors in the files come first; the site's answer is awaited at the end.
  site.catch(() => {})
  const metrics = readMetrics(inputs)
  const images = readImages(inputs.images)
  const byInputs = {
    ...(inputs['web-service'] === undefined ? {} : { web: inputs['web-service'] }),
    ...(inputs.images.length === 0 ? {} : { otherWeb: Object.keys(images) }),
    ...(inputs['worker-services'].length === 0 ? {} : { workers: inputs['worker-services'] }),
    ...(inputs['scheduler-services'].length === 0 ? {} : { schedulers: inputs['scheduler-services'] }),
  }
  const {
    model: source,
    checkout,
    composeVersion,
  } = await readCompose(
    {
      files: inputs['compose-file'],
      environmentFile: inputs['environment-file'],
      environment,
      projectName: inputs.project,
      hostFolder: root,
      named: byInputs,
    },
    runner,
  )
  const roles = findRoles(source, namedRoles(source, byInputs))
  const replicas = readReplicas(inputs.replicas, roles)
  const scaled = withReplicas(source, replicas)
  const scheduler = schedulerOf(roles, scaled)
  const updates = readUpdates(inputs['update-services'], roles)
  const findings = await validate(
    {
      model: scaled,
      ...{ roles, files: inputs['compose-file'], hosts, production, ignore, checkout, engine },
    },
    runner,
  )
  const front = frontOf(source, roles, checkout.texts)
  const [port, ...more] = webPorts(source, roles, front)
  if (port === undefined || more.some(({ target }) => target !== port.target))
    throw new ProjectError(
      `The service ${roles.web} publishes ${port === undefined ? 'no port' : 'several of its own ports'}; the edge takes over one.`,
      'Publish the port that it answers HTTP on, and only that: ports: ["8000:8000"]',
      ['services', roles.web, 'ports'],
    )
  const otherWeb = findOtherWeb(source, roles, inputs['health-path'].others, [port, ...more])
  const others = otherFronts(source, roles, otherWeb, checkout.texts)
  const fronts = [...new Set([...front.services, ...others.services])]
  if (engine === 'swarm') assertDirect(roles.web, port.published, fronts, port.hostIp)
  const own = otherWeb.length === 0 ? {} : { images: otherImages(source, roles, images) }
  const id = releaseId(runner.clock.now(), image)
  const delivery = deliver(source, checkout, root, servicesOf('started', roles))
  const served = withFileServer(delivery.model, roles, root)
  if (engine === 'swarm') assertNoFileServer(roles.web, served.files)
  const model = renderRelease(served.model, served.roles, {
    image,
    ...own,
    otherWeb,
    release: id,
    version: inputs.version ?? '',
    commit: runner.context.sha,
    edgeImage: inputs['edge-image'],
    hostFolder: root,
    replicas,
    names: { ...others.names, [roles.web]: front.names },
    port: port.target,
  })
  labelEdge(model)
  const hidden = secretsOf(inputs, source, delivery.secrets, login)
  for (const secret of hidden.inFiles) runner.log.mask(secret)
  for (const name of [roles.web, ...(roles.otherWeb ?? [])])
    if (replicasOf(model.services[name] ?? {}) * 2 > slotCount)
      throw new ProjectError(
        `${name} has more replicas than the edge has room for.`,
        `Use ${slotCount / 2} at most on one host.`,
        ...[['deploy', 'replicas'], ['scale'], []].map((keys) => ['services', name, ...keys]),
      )
  const edge = {
    port: port.target,
    healthPath: inputs['health-path'].web,
    healthHost: inputs['health-host'],
    readinessPath: inputs['readiness-path'],
    ...(otherWeb.length === 0 ? {} : { otherWeb }),
    ...(served.files === undefined ? {} : { files: served.files }),
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
    ...{ roles: served.roles, edge, publicPort: port.published, stopFirst, migrate, scheduler },
    recreate: strategy === 'recreate',
    ...(fronts.length === 0 ? {} : { fronts }),
    oneOff: oneOffService,
  }
  const desired: DesiredState = {
    release: {
      id,
      image,
      ...own,
      version: inputs.version ?? '',
      commit: runner.context.sha,
      fingerprint: fingerprint(model),
      created: new Date(runner.clock.now()).toISOString(),
      run: runUrl(runner.context),
      actor: runner.context.actor,
      settings,
      ...(delivery.entries.length === 0 ? {} : { files: delivery.entries.map(({ id }) => id) }),
    },
    ...{ model, composeVersion, roles: served.roles },
    ...{ edge, publicPort: port.published, strategy, root, migrate, stopFirst, updates },
    ...(fronts.length === 0 ? {} : { fronts }),
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
    ...metrics,
    schedules: true,
    balancerWait: 0,
    healthTimeout: inputs['health-timeout'],
    drainTimeout: inputs['drain-timeout'],
    keepWarm: inputs['keep-warm'],
    keep: inputs['keep-releases'],
    lockWait: inputs['lock-wait'],
    registryLogin: login,
    findings: [...findings, ...(await site)],
    files: delivery.entries,
    secrets: [...hidden.known, ...hidden.inFiles],
    ...(engine === 'swarm'
      ? {
          swarm: renderStack(model, roles, {
            ...{ entries: delivery.entries, root, edge, strategy, stopFirst },
            healthTimeout: inputs['health-timeout'],
            drainTimeout: inputs['drain-timeout'],
          }),
        }
      : {}),
  }
  checkBackup(desired)
  return desired
}

/** Labels the edge with a hash of its own definition: the edge stays as it is while the hash is the same. */
function labelEdge({ services: { edge } }: DesiredState['model']): void {
  if (edge === undefined) return
  const hash = createHash('sha256').update(JSON.stringify(edge)).digest('hex').slice(0, 12)
  edge.labels = { ...edge.labels, [edgeLabel]: hash }
}

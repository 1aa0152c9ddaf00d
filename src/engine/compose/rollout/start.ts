import { namedNetworks } from '../../../compose/front.ts'
import { releaseLabel } from '../../../compose/labels.ts'
import { StepFailed } from '../../../errors.ts'
import { appServices } from '../../../model/desired.ts'
import { webService, webServices } from '../../../model/edge/web.ts'
import { byNumber, containersOf, isWarm, ofRelease } from '../../../model/observed.ts'
import { replicasOf } from '../../../model/project/project.ts'
import type { Batch } from '../../../model/step.ts'
import type { StepResults } from '../../session.ts'
import { containerFormat, dockerFailed, readContainers } from '../observe/observe.ts'
import { type ComposeSession, compose, createdOf } from '../session.ts'
import { awaitHealthy } from './health.ts'
import { pointEdge } from './traffic.ts'

/** Creates all new containers at once and starts none: Compose decides on names, networks and volumes, we decide when. */
export async function create(run: ComposeSession): Promise<void> {
  const { transaction, desired, observed, host } = run
  const label = `${releaseLabel}=${desired.release.id}`
  const services = appServices(desired)
  if (isWarm(run)) return
  // A warm release that is no longer complete is created anew.
  const rest = services.flatMap((service) =>
    ofRelease(observed, service, desired.release.id).map(({ name }) => name),
  )
  const scale = services.flatMap((service) => {
    const count = containersOf(observed, service).length + replicasOf(desired.model.services[service] ?? {})
    return ['--scale', `${service}=${count}`]
  })
  const { stdout } = await transaction.change(
    {
      undo: [['sweep', label]],
      run: [
        ...(rest.length === 0 ? [] : [['retire', ...rest]]),
        compose(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, ...services),
        ['docker', 'ps', '-a', '--filter', `label=${label}`, '--format', containerFormat],
      ],
    },
    dockerFailed('start-failed', host.name, 'creating the containers'),
  )
  const containers = readContainers(stdout).filter(({ release }) => release === desired.release.id)
  run.created = Object.fromEntries(
    services.map((service) => [
      service,
      containers
        .filter((one) => one.service === service)
        .map(({ name }) => name)
        .sort(byNumber),
    ]),
  )
  const missing = services.find(
    (service) => run.created[service]?.length !== replicasOf(desired.model.services[service] ?? {}),
  )
  if (missing === undefined) await giveNamesToEdge(run)
  else
    throw new StepFailed(
      'start-failed',
      `${host.name}: Compose did not create the containers of ${missing}.`,
      stdout,
    )
}

/**
 * Compose gives each container its service's name. When others reach a web service by that name, they must find the
 * edge, which has its names in the release's file. So new containers rejoin the networks without these names before
 * they start.
 */
async function giveNamesToEdge(run: ComposeSession): Promise<void> {
  const { transaction, desired, host } = run
  const named = webServices(desired).map(({ name }) => ({
    name,
    networks: namedNetworks(desired.model, name),
  }))
  const again = named.flatMap(({ name, networks }) =>
    networks.flatMap((network) =>
      createdOf(run, [name]).flatMap((container) =>
        [...(network.isJoinedLater ? [] : ['disconnect']), 'connect'].map((verb) => [
          ...['docker', 'network', verb, network.name, container],
        ]),
      ),
    ),
  )
  const services = named.flatMap(({ name, networks }) => (networks.length === 0 ? [] : [name]))
  await transaction.change(
    { run: again },
    dockerFailed('start-failed', host.name, `giving the names of ${services.join(', ')} to the edge`),
  )
}

/** Starts a batch of a web service beside the old containers and waits until each answers. */
export async function startWeb(
  run: ComposeSession,
  batch: Batch,
): Promise<Required<Pick<StepResults, 'startSeconds'>>> {
  const { transaction, desired, host, runner, results } = run
  const web = webService(desired, batch.service)
  const names = createdOf(run, [web.name]).slice(batch.from, batch.to)
  const started = runner.clock.now()
  const { undo = [], run: point = [] } = isWarm(run) ? {} : pointEdge(run, batch)
  await transaction.change(
    { undo, run: [['docker', 'start', ...names], ...point] },
    dockerFailed('start-failed', host.name, `starting ${names.join(', ')}`),
  )
  await awaitHealthy(run, web, names)
  return { startSeconds: Math.max(results.startSeconds ?? 0, (runner.clock.now() - started) / 1000) }
}

import { replicasOf } from '../compose/model.ts'
import { releaseLabel } from '../compose/render.ts'
import { StepFailed } from '../errors.ts'
import { awaitHealthy } from './health.ts'
import { compose, createdOf, type HostRun } from './host-run.ts'
import { containerFormat, dockerFailed, readContainers } from './observe.ts'
import { byNumber, containersOf, isWarm, missingAccessories, ofRelease } from './observed.ts'
import type { Batch } from './plan.ts'

import { pointEdge } from './traffic.ts'
import { appServices } from './wanted.ts'

/** Starts the database, Redis and the like where they don't run; what runs is left alone, whatever the file says. */
export async function startAccessories(run: HostRun): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const services = missingAccessories(wanted, seen)
  const project = `com.docker.compose.project=${wanted.model.name}`
  const added = services.filter((service) => containersOf(seen, service).length === 0)
  await transaction.change(
    {
      undo: [...added.map((service) => ['sweep', project, `com.docker.compose.service=${service}`])],
      run: [
        compose(
          run,
          'up',
          '-d',
          '--no-recreate',
          '--no-deps',
          '--wait',
          '--wait-timeout',
          '120',
          ...services,
        ),
      ],
    },
    dockerFailed('start-failed', host.name, `starting ${services.join(', ')}`),
  )
}

/** Creates all new containers in one go and starts none: Compose decides names, networks and volumes, we decide when. */
export async function create(run: HostRun): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const label = `${releaseLabel}=${wanted.release.id}`
  const services = appServices(wanted)
  if (isWarm(run)) return
  // A release that was kept warm and isn't whole any more is made anew.
  const rest = services.flatMap((service) =>
    ofRelease(seen, service, wanted.release.id).map(({ name }) => name),
  )
  const scale = services.flatMap((service) => {
    const count = containersOf(seen, service).length + replicasOf(wanted.model.services[service] ?? {})
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
  const containers = readContainers(stdout).filter(({ release }) => release === wanted.release.id)
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
    (service) => run.created[service]?.length !== replicasOf(wanted.model.services[service] ?? {}),
  )
  if (missing !== undefined)
    throw new StepFailed(
      'start-failed',
      `${host.name}: Compose did not create the containers of ${missing}.`,
      stdout,
    )
}

/** Starts a batch of web beside the old ones and waits until each answers. */
export async function startWeb(run: HostRun, batch: Batch): Promise<void> {
  const { transaction, wanted, host, runner } = run
  const names = createdOf(run, [wanted.roles.web]).slice(batch.from, batch.to)
  const started = runner.clock.now()
  const { undo = [], run: point = [] } = isWarm(run) ? {} : pointEdge(run, batch)
  await transaction.change(
    { undo, run: [['docker', 'start', ...names], ...point] },
    dockerFailed('start-failed', host.name, `starting ${names.join(', ')}`),
  )
  await awaitHealthy(run, names)
  run.startSeconds = Math.max(run.startSeconds, (runner.clock.now() - started) / 1000)
}

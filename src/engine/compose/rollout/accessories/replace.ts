import { definitionOf } from '../../../../compose/accessories/definition.ts'
import {
  type Anonymous,
  canBeTried,
  needsStop,
  replacementModel,
} from '../../../../compose/accessories/replacement.ts'
import { accessoryWork, type Drift } from '../../../../compose/accessory-work.ts'
import { definitionLabel } from '../../../../compose/labels.ts'
import { formatModel } from '../../../../compose/render.ts'
import { mayEnd, startOrder } from '../../../../compose/run-once.ts'
import { StepFailed } from '../../../../errors.ts'
import { longest } from '../../../../host/limits.ts'
import type { Command } from '../../../../host/quote.ts'
import { byNumber, containersOf } from '../../../../model/observed.ts'
import { replicasOf } from '../../../../model/project/project.ts'
import { releaseFolder } from '../../../../model/release/release.ts'
import { when } from '../../../../model/step.ts'
import { containerFormat, dockerFailed, readContainers } from '../../observe/observe.ts'
import { type ComposeSession, compose, put } from '../../session.ts'
import { awaitAccessory } from './health.ts'

/**
 * Replaces accessories that differ from the release. The new container is created beside the old one, which returns
 * when anything fails before the commit. When both can't run, because of a port or of data, the old one stops first; if
 * only the port is in the way, the new one is first tried without it.
 * @throws StepFailed `start-failed` with the last lines of a new container that does not run
 */
export async function replaceAccessories(run: ComposeSession): Promise<void> {
  const { replace } = accessoryWork(run.desired, run.observed)
  const names = replace.map(({ service }) => service)
  // Services without replicas are in no round: they have nothing to start.
  const rounds = startOrder(run.desired.model, names).flat()
  for (const service of [...names.filter((name) => !rounds.includes(name)), ...rounds]) {
    const drift = replace.find((one) => one.service === service)
    if (drift !== undefined) await replaceOne(run, drift)
  }
}

async function replaceOne(run: ComposeSession, { service, stateful }: Drift): Promise<void> {
  const { transaction, desired, observed, host, runner } = run
  const definition = desired.model.services[service] ?? {}
  const { hash } = definitionOf(desired.model, service)
  const old = containersOf(observed, service).filter((one) => one.definition !== hash)
  const running = old.filter(({ state }) => state === 'running').map(({ name }) => name)
  const made = await createBeside(run, service, stateful === undefined ? [] : await anonymousOf(run, service))
  const failed = dockerFailed('start-failed', host.name, `replacing ${service}`)
  const stop = when(running.length > 0, ['docker', 'stop', ...running])
  const revive = when(running.length > 0, ['revive', ...running])
  const start = when(made.length > 0, ['docker', 'start', ...made])
  const retire = when(made.length > 0, ['retire', ...made])
  const change = {
    afterCommit: [['retire', ...old.map(({ name }) => parked(run, service, name))]],
    seconds: longest,
  }
  if (stateful === undefined && running.length > 0 && made.length > 0 && canBeTried(definition))
    await tryBeside(run, service)
  if (stateful !== undefined || needsStop(definition) || made.length === 0) {
    await transaction.change({ ...change, undo: [...revive, ...retire], run: [...stop, ...start] }, failed)
    await awaitAccessory(run, service, made)
  } else {
    await transaction.change({ undo: retire, run: start }, failed)
    await awaitAccessory(run, service, made)
    await transaction.change({ ...change, undo: revive, run: stop }, failed)
  }
  if (mayEnd(definition)) run.mayHaveEnded.push(...made.map((name) => ({ service, name })))
  await giveName(
    run,
    service,
    old.map(({ name }) => name),
    made,
  )
  runner.log.info(`${host.name}: ${service} is replaced`)
}

/** Starts the new container without its port while the old one serves: one that can't start never takes the port. */
async function tryBeside(run: ComposeSession, service: string): Promise<void> {
  const { transaction, desired, host } = run
  const name = `${desired.model.name}-${service}-trial-${desired.release.id}`
  await transaction.change(
    {
      undo: [['retire', name]],
      run: [compose(run, 'run', '--detach', '--no-deps', '-T', '--name', name, service)],
    },
    dockerFailed('start-failed', host.name, `trying the new ${service}`),
  )
  await awaitAccessory(run, service, [name])
  await transaction.change(
    { run: [['retire', name]] },
    dockerFailed('start-failed', host.name, `ending the trial of the new ${service}`),
  )
}

/** Creates the new containers without starting them, and returns their names. */
async function createBeside(
  run: ComposeSession,
  service: string,
  anonymous: readonly Anonymous[],
): Promise<string[]> {
  const { transaction, desired, observed, host } = run
  const count = replicasOf(desired.model.services[service] ?? {})
  if (count === 0) return []
  const file = `${releaseFolder(desired.root, desired.release.id)}/replace.json`
  const { hash } = definitionOf(desired.model, service)
  const labels = [
    `com.docker.compose.project=${desired.model.name}`,
    `com.docker.compose.service=${service}`,
    `${definitionLabel}=${hash}`,
  ]
  const old = containersOf(observed, service)
  // Compose would take stopped containers of this same definition for the new ones.
  const rest = old.filter(({ definition }) => definition === hash).map(({ name }) => name)
  const scale = ['--scale', `${service}=${old.length - rest.length + count}`]
  const create = compose(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, service)
  const { stdout } = await transaction.change(
    {
      undo: [
        ['rm', '-f', file],
        ['sweep', ...labels],
      ],
      run: [
        ...when(rest.length > 0, ['retire', ...rest]),
        put(file, '600', formatModel(replacementModel(desired.model, service, anonymous))),
        create.with(create.indexOf('-f') + 1, file),
        ['rm', '-f', file],
        [
          ...['docker', 'ps', '-a', ...labels.flatMap((one) => ['--filter', `label=${one}`])],
          ...['--format', containerFormat],
        ],
      ],
    },
    dockerFailed('start-failed', host.name, `creating ${service}`),
  )
  const made = readContainers(stdout)
    .filter((one) => one.service === service && one.definition === hash)
    .map(({ name }) => name)
    .sort(byNumber)
  if (made.length === count) return made
  throw new StepFailed(
    'start-failed',
    `${host.name}: Compose did not create the new container of ${service}.`,
    stdout,
  )
}

const mountFormat =
  '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{.Destination}}{{println}}{{end}}{{end}}'

/** The old container's anonymous volumes: they stay with the service, as Compose would keep them. */
async function anonymousOf(run: ComposeSession, service: string): Promise<Anonymous[]> {
  const { transaction, desired, observed, host } = run
  const [old] = containersOf(observed, service)
  if (old === undefined) return []
  const { stdout } = await transaction.change(
    { run: [['docker', 'inspect', '--format', mountFormat, old.name]] },
    dockerFailed('start-failed', host.name, `looking at the volumes of ${old.name}`),
  )
  const named = (desired.model.services[service]?.volumes ?? [])
    .filter(({ source = '' }) => source !== '')
    .map(({ target }) => target)
  return stdout
    .split('\n')
    .map((line) => line.trim().split(' '))
    .flatMap(([name = '', target = '']) =>
      target === '' || named.includes(target) ? [] : [{ name, target }],
    )
}

/** The old container's name until the commit, while the new one has its fixed name. */
function parked({ desired }: ComposeSession, service: string, name: string): string {
  return name === desired.model.services[service]?.container_name
    ? `${name}-before-${desired.release.id}`
    : name
}

/** Gives the name that the file fixes to the new container. */
async function giveName(
  run: ComposeSession,
  service: string,
  old: readonly string[],
  [made]: readonly string[],
): Promise<void> {
  const name = run.desired.model.services[service]?.container_name
  if (name === undefined || made === undefined) return
  const before = parked(run, service, name)
  const isTaken = old.includes(name)
  const rename = (from: string, to: string): Command => ['docker', 'rename', from, to]
  await run.transaction.change(
    {
      undo: [['unname', before, name, made]],
      run: [...when(isTaken, rename(name, before)), rename(made, name)],
    },
    dockerFailed('start-failed', run.host.name, `naming the new container of ${service}`),
  )
  for (const one of run.mayHaveEnded) if (one.name === made) one.name = name
}

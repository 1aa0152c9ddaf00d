import { oneOffIn } from '../compose/one-off.ts'
import { appServices, type DesiredState, imagesHere } from '../model/desired.ts'
import { webServices } from '../model/edge/web.ts'
import { containersOf, type ObservedState } from '../model/observed.ts'
import { isOlder } from '../model/older.ts'
import { placedServices, servesWeb } from '../model/placement.ts'
import { unescapeDollars } from '../model/project/project.ts'
import { missingPaths } from './host-paths.ts'
import { preflightSwarm } from './preflight-swarm.ts'
import { type Problem, refuseFor } from './problems.ts'

/** The oldest versions that support the commands used here. */
const oldest = { engine: '20.10', compose: '2.20' }

/** Minimum of free bytes for a pull: Docker needs twice the size of the layers while it unpacks them. */
const spareBytes = 1_000_000_000

/** A new image is about as large as the last one; its compressed layers add about half of that. */
const roomFor = ({ imageBytes = 0 }: ObservedState): number => Math.max(spareBytes, 1.5 * imageBytes)

/** A release has a few hundred kB; the undo log must remain writable to the end. */
const spareInRoot = 20_000_000

/**
 * Finds what prevents a deploy, before anything changes. Pure.
 * @throws UserError `not-ready` with everything that is wrong on this host, not only the first thing
 */
export function preflight(desired: DesiredState, observed: ObservedState): void {
  if (desired.swarm !== undefined) return preflightSwarm(desired, observed)
  const { root } = desired
  const problems: Problem[] = []
  if (isOlder(observed.engine, oldest.engine))
    problems.push([
      `the Docker Engine is ${observed.engine}, older than ${oldest.engine}`,
      'Update it: https://docs.docker.com/engine/install/',
    ])
  if (isOlder(observed.compose, oldest.compose))
    problems.push([
      `Docker Compose is ${observed.compose}, older than ${oldest.compose}`,
      'On the server: sudo apt-get install --only-upgrade docker-compose-plugin',
    ])
  else if (observed.composeRefuses !== undefined)
    problems.push([
      `Docker Compose ${observed.compose} can not read the release, which Docker Compose ${desired.composeVersion ?? ''} on the runner wrote: ${observed.composeRefuses}`,
      'On the server: sudo apt-get install --only-upgrade docker-compose-plugin. Or take what it does not know out of the Compose file.',
    ])
  if (!observed.writable)
    problems.push([
      `the folder ${root} is not there, or the SSH user may not write to it`,
      `On the server: sudo install -d -o "$USER" ${root}`,
    ])
  if (appServices(desired).length > 0 && !observed.imagePresent && observed.freeBytes < roomFor(observed))
    problems.push([
      `only ${megabytes(observed.freeBytes)} are free where Docker keeps images; ${imagesHere(desired).join(', ')} may need ${megabytes(roomFor(observed))}`,
      'On the server: docker image prune --all, or a larger disk.',
    ])
  if (observed.writable && (observed.freeInRoot ?? spareInRoot) < spareInRoot)
    problems.push([
      `only ${megabytes(observed.freeInRoot ?? 0)} are free in the folder ${root}; a release and its undo log need ${megabytes(spareInRoot)}`,
      'Delete what is not needed there, or give it a larger disk.',
    ])
  for (const { name, service, publicPort } of servesWeb(desired) ? webServices(desired) : []) {
    const own = [...containersOf(observed, 'edge'), ...containersOf(observed, name)].map((one) => one.name)
    const holder = service === undefined ? observed.portHolder : observed.otherPortHolders?.[publicPort]
    if (holder !== undefined && !own.includes(holder))
      problems.push([
        `port ${publicPort} is taken by ${holder}`,
        'Stop it, or publish another port in the Compose file.',
      ])
  }
  problems.push(
    ...lacking(desired, observed),
    ...missingPaths(desired, observed).problems,
    ...majorUpdates(desired, observed),
  )
  refuseFor(observed.host, problems)
}

/** External networks and volumes (`external: true`) that are missing; Compose would notice only when it starts containers. */
function lacking(desired: DesiredState, observed: ObservedState): [what: string, fix: string][] {
  const { model } = desired
  // One-off containers need all that web needs, on whichever host of the app they run. The edge is on each network that
  // further web services join.
  const names = new Set([
    ...placedServices(desired),
    ...(appServices(desired).length > 0 ? [oneOffIn(model, desired.roles)] : []),
    ...(servesWeb(desired) ? ['edge'] : []),
  ])
  const services = [...names].map((name) => model.services[name] ?? {})
  const used = {
    network: new Set(services.flatMap(({ networks }) => Object.keys(networks ?? {}))),
    volume: new Set(services.flatMap(({ volumes }) => (volumes ?? []).flatMap(({ source }) => source ?? []))),
  }
  const there = { network: observed.networks, volume: observed.volumes }
  return (['network', 'volume'] as const).flatMap((kind) =>
    Object.entries(model[`${kind}s`] ?? {}).flatMap(([key, settings]): [string, string][] => {
      const { name: written = key, external } = (settings ?? {}) as { name?: string; external?: boolean }
      const name = unescapeDollars(written)
      return external !== true || !used[kind].has(key) || (there[kind]?.includes(name) ?? true)
        ? []
        : [
            [
              `there is no ${kind} ${name}, which the Compose file takes for one that exists (external: true)`,
              `On the server: docker ${kind} create ${name}; or take external: true off it.`,
            ],
          ]
    }),
  )
}

/** Major updates of PostgreSQL: the new version can't read the old one's files, so it would not start and the old one would return. */
function majorUpdates({ model, updates = [] }: DesiredState, observed: ObservedState): [string, string][] {
  return updates.flatMap((service): [string, string][] => {
    const [from, to] = [containersOf(observed, service)[0]?.image ?? '', model.services[service]?.image ?? '']
    const [before, after] = [postgresMajor(from), postgresMajor(to)]
    return before === undefined || after === undefined || before === after
      ? []
      : [
          [
            `${service} would go from ${from} to ${to}, and PostgreSQL ${after} can not read the files of ${before}`,
            `Take ${service} out of update-services. To go over to ${after}: action maintenance, pg_dumpall, a new volume, restore.`,
          ],
        ]
  })
}

function postgresMajor(image: string): string | undefined {
  return /(?:^|\/)(?:postgres|postgis|timescaledb|pgvector)[^:@]*:(?:pg)?(\d+)/.exec(image)?.[1]
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}

import { entryOf, storedPath } from '../../../src/compose/files/entry.ts'
import { renderConfig, renderMap } from '../../../src/edge/config.ts'
import { observe } from '../../../src/engine/compose/observe/observe.ts'
import { appServices, type DesiredState, type Strategy } from '../../../src/model/desired.ts'
import { fileServerService } from '../../../src/model/edge/file-server.ts'
import { desiredOn, type Fleet, type FleetHost } from '../../../src/model/fleet.ts'
import {
  isPlaced,
  maySchedule,
  type PlacedHost,
  type Placement,
  servesWeb,
} from '../../../src/model/placement.ts'
import { imagesOf, type Release } from '../../../src/model/release/release.ts'
import { serviceOf } from '../../../src/model/serving.ts'
import type { Runner } from '../../../src/runner/runner.ts'
import { exampleDesired, exampleRelease } from '../../model/example.ts'
import { fakeRunner, type RecordingLog } from '../fakes.ts'
import { perform } from './commands.ts'
import type { ScriptedHost } from './scripted-host.ts'
import { World } from './world.ts'

/** A release of the shop with all that going back to it needs; `r1` is older than `r2`. */
export function shopRelease(id: string): Release {
  const { roles, edge, migrate } = exampleDesired()
  return {
    ...exampleRelease(id),
    image: `registry.example.com/shop@sha256:${id.padEnd(64, '0')}`,
    settings: {
      ...{ roles, edge, migrate, publicPort: 8000, recreate: false, stopFirst: [], scheduler: 'a' },
    },
    schema: { core: '0001' },
  }
}

/** What is wanted of a shop with a database, in so many replicas of web. */
export function shopDesired(id: string, changes: Partial<DesiredState> = {}, replicas = 1): DesiredState {
  const desired = exampleDesired()
  const { services } = desired.model
  const web = {
    ...services.web,
    scale: replicas,
    environment: { DATABASE_URL: 'postgres://shop:pw@db/shop' },
  }
  const db = { image: 'postgres:15', environment: { POSTGRES_PASSWORD: 'pw' } }
  return {
    ...desired,
    release: shopRelease(id),
    model: {
      ...desired.model,
      services: { ...services, web, db },
      networks: { default: { name: 'shop_default' } },
    },
    backup: { ...desired.backup, id },
    ...changes,
  }
}

/** The same, where web mounts a file of the repository with this text. */
export function mounting(desired: DesiredState, text: string): DesiredState {
  const file = { path: '', executable: false, content: Buffer.from(text) }
  const entry = entryOf({ isFolder: false, folders: [], files: [file] }, { name: 'a.conf' })
  const { model, release, root } = desired
  const volumes = [{ type: 'bind', source: storedPath(root, entry, 'a.conf'), target: '/a.conf' }]
  const services = { ...model.services, web: { ...model.services.web, volumes } }
  return {
    ...desired,
    model: { ...model, services },
    release: { ...release, files: [entry.id] },
    files: [entry],
  }
}

/** The same shop with a file server for the static files of its image. */
export function withFileServer(desired: DesiredState): DesiredState {
  const { roles, edge, release, model } = desired
  const settings = {
    roles: { ...roles, accessories: [...roles.accessories, fileServerService] },
    edge: { ...edge, files: { paths: ['/static/'], folder: '/app/static' } },
  }
  return {
    ...desired,
    ...settings,
    release: {
      ...release,
      ...(release.settings === undefined ? {} : { settings: { ...release.settings, ...settings } }),
    },
    model: { ...model, services: { ...model.services, [fileServerService]: { image: 'nginx:stable' } } },
  }
}

/** The same shop with a storefront, which has an image and a port of its own. */
export function withStorefront(desired: DesiredState, image = desired.release.id): DesiredState {
  const { roles, edge, release, model } = desired
  const settings = {
    roles: { ...roles, otherWeb: ['storefront'] },
    edge: {
      ...edge,
      otherWeb: [
        { service: 'storefront', port: 3000, listen: 3000, publicPort: 3000, healthPath: '/' },
      ] as const,
    },
  }
  const images = { storefront: `registry.example.com/storefront@sha256:${image.padEnd(64, '0')}` }
  return {
    ...desired,
    ...settings,
    release: {
      ...release,
      images,
      ...(release.settings === undefined ? {} : { settings: { ...release.settings, ...settings } }),
    },
    model: { ...model, services: { ...model.services, storefront: { image: images.storefront } } },
  }
}

/** Puts a host where a release serves: deployed by this suite, with this many replicas of web. */
export function serveOn(host: ScriptedHost, desired: DesiredState, replicas = 1): void {
  const { machine } = host
  const { root, release, model, edge: settings } = desired
  const webs = Array.from({ length: replicas }, (_, index) => `shop-web-${index + 1}`)
  const { otherWeb = [] } = desired.roles
  const upstreams = [
    ...webs.map((container, index) => ({ slot: `s${index + 1}`, container, release: release.id })),
    ...otherWeb.map((service) => ({
      ...{ slot: 's1', service, container: `shop-${service}-1`, release: release.id },
    })),
  ]
  const folder = `${root}/releases/${release.id}`
  machine.files.set(`${folder}/release.json`, `${JSON.stringify(release)}\n`)
  machine.files.set(`${folder}/compose.json`, JSON.stringify(model))
  if (servesWeb(desired)) {
    machine.files.set(`${root}/edge/haproxy.cfg`, renderConfig(settings, upstreams))
    machine.files.set(`${root}/edge/releases.map`, renderMap(upstreams, settings.otherWeb))
  }
  machine.files.set(`${root}/events.log`, '{"result":"live"}\n')
  machine.links.set('live', `releases/${release.id}`)
  if (settings.files !== undefined && servesWeb(desired)) {
    machine.files.set(`${root}/static/${release.id}/shop.css`, '')
    for (const name of ['live', 'next']) machine.links.set(`static/${name}`, release.id)
  }
  for (const image of imagesOf(release)) machine.images.add(image)
  const edge = servesWeb(desired) ? ['edge'] : []
  const accessories = desired.roles.accessories.filter((name) => isPlaced(desired, name))
  const services = [...accessories, ...edge, ...appServices(desired)]
  const scale = ['--scale', `web=${replicas}`]
  const file = ['--project-name', model.name, '-f', `${folder}/compose.json`]
  perform(machine, ['docker', 'compose', ...file, 'up', '--detach', ...scale, ...services])
  machine.wasServing = machine.serves()
}

/** A run on some hosts, as it is watched by a test. */
export interface StepRunner {
  world: World
  runner: Runner & { log: RecordingLog }
  /** As if somebody had cancelled the job. */
  cancel: () => void
  /** Looks at all hosts and wants this of them; the first that may runs the scheduler. */
  fleet: (
    desired: DesiredState,
    how?: { parallel?: number; placed?: Record<string, Placement> },
  ) => Promise<Fleet>
  /** What is on each host. */
  pictures: () => Record<string, unknown>[]
}

/**
 * Hosts on which `r1` serves, or on which nothing is.
 * @param placed what of it runs where, for hosts that do not run everything
 * @param changed what is otherwise about the release that serves
 */
export function stageOf(
  names: string[],
  serving: 'r1' | 'nothing' = 'r1',
  replicas = 1,
  placed: Record<string, Placement> = {},
  changed: (desired: DesiredState) => DesiredState = (desired) => desired,
): StepRunner {
  const world = new World(...names)
  if (serving === 'r1')
    for (const host of world.hosts)
      serveOn(host, on(host.name, changed(shopDesired('r1', {}, replicas)), names, placed), replicas)
  const job = new AbortController()
  const runner = { ...fakeRunner(), clock: world.clock, cancelled: job.signal }
  return {
    world,
    runner,
    cancel: () => job.abort(),
    fleet: async (desired, { parallel = 10, placed: now = placed } = {}) => {
      const members = world.hosts.map(async (host): Promise<FleetHost> => {
        const here = on(host.name, desired, names, now)
        runner.serving.note(host.name, { state: 'unknown' })
        const observed = await observe(host, here)
        runner.serving.note(host.name, serviceOf(observed, here))
        return { host, desired: here, observed }
      })
      const settings = { parallel, onUnreachable: 'refuse' as const }
      return { members: (await Promise.all(members)) as Fleet['members'], skipped: [], settings }
    },
    pictures: () => world.hosts.map(({ machine }) => machine.picture()),
  }
}

/** What is wanted on one of the hosts. */
function on(
  name: string,
  desired: DesiredState,
  names: readonly string[],
  placed: Record<string, Placement>,
): DesiredState {
  const { roles } = desired
  const scheduler = names.find((one) => maySchedule({ roles, placement: placed[one] })) ?? ''
  if (Object.keys(placed).length === 0) return { ...desired, schedules: name === scheduler }
  const hosts = names.map((one): PlacedHost => {
    const placement = placed[one]
    return placement === undefined ? { name: one } : { name: one, placement }
  })
  return desiredOn(name, { desired, scheduler, hosts })
}

/** Fleets and strategies that most of what a deploy promises is tried on. */
export const shapes: { names: string[]; strategy: Strategy; replicas: number }[] = [
  { names: ['a'], strategy: 'blue-green', replicas: 1 },
  { names: ['a'], strategy: 'rolling', replicas: 3 },
  { names: ['a'], strategy: 'recreate', replicas: 1 },
  { names: ['a', 'b', 'c'], strategy: 'blue-green', replicas: 2 },
]

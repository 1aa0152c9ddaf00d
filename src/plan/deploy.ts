import { type AccessoryWork, accessoryWork } from '../compose/accessory-work.ts'
import { replacesDatabase } from '../database/backup/plan.ts'
import { appServices, type DesiredState, imagesHere } from '../model/desired.ts'
import { placeOf, webServices } from '../model/edge/web.ts'
import {
  containersOf,
  edgeIsNew,
  edgeIsUpToDate,
  edgeRuns,
  mustTakeOver,
  startedByHand,
} from '../model/observed.ts'
import { returningServices } from '../model/release/returning.ts'
import type { HostState, Step } from '../model/step.ts'
import { step, when } from '../model/step.ts'
import { createSteps, hasOld, leaveSteps, webHosts } from './placed.ts'
import { planSwarmDeploy } from './swarm.ts'
import { moveBackground, recreateWeb, replaceWeb } from './web.ts'

/** ★ The steps of a deploy, in order, on one host or several. Pure: the same for dry run, deploy and report. */
export function planDeploy(targets: readonly [HostState, ...HostState[]]): Step[] {
  const [first] = targets
  if (first.desired.swarm !== undefined) return planSwarmDeploy(first)
  const { migrate, backup, bake, strategy } = first.desired
  const all = step(targets)
  const primary = step([first])
  const web = webHosts(targets)
  const isFirst = !hasOld(targets)
  const isReplaced = targets.some(({ desired, observed }) => replacesDatabase(desired, observed))
  return [
    all('pull', pullTitle(targets)),
    all('begin', 'Take the lock'),
    all('install', installTitle(first.desired)),
    ...staticSteps(web),
    ...accessorySteps(targets),
    ...when(isReplaced, primary('backup', 'Back up the database, which is replaced')),
    ...replaceSteps(targets),
    ...when(migrate.length > 0, primary('pending', 'Check for pending migrations')),
    ...when(backup.when === 'always' && !isReplaced, primary('backup', 'Back up the database')),
    ...when(
      backup.when === 'pending' && migrate.length > 0 && !isReplaced,
      primary('backup', 'Back up the database, if migrations are pending'),
    ),
    ...when(migrate.length > 0, primary('migrate', 'Apply the pending migrations, once')),
    ...createSteps(targets, (services) => `Create ${services}${isFirst ? '' : ' beside the old'}`),
    ...edgeSteps(web),
    // Workers and scheduler move before the switch: no old worker meets a task that only the new release knows.
    ...(strategy === 'recreate'
      ? [...moveBackground(targets), ...recreateWeb(web)]
      : replaceWeb(web, moveBackground(targets))),
    ...frontSteps(targets),
    ...leaveSteps(targets),
    ...when(bake > 0, all('bake', bakeTitle(bake, isFirst))),
    all('commit', 'Commit: the point of no return'),
    all('clean-up', isFirst ? 'Clean up' : cleanUpTitle(first.desired)),
  ]
}

function installTitle({ release, files = [] }: DesiredState): string {
  const count = files.reduce((sum, one) => sum + one.files.length, 0)
  const suffix = count === 0 ? '' : ` (with ${count === 1 ? '1 file' : `${count} files`} of the repository)`
  return `Write release ${release.id}${suffix}`
}

function bakeTitle(seconds: number, isFirst: boolean): string {
  return `Watch the new release for ${seconds} s${isFirst ? '' : ', the old one still warm'}`
}

function cleanUpTitle({ keepWarm }: DesiredState): string {
  return keepWarm
    ? 'Let requests in flight finish, keep the old web warm, prune old releases'
    : 'Let requests in flight finish, remove the old containers, prune old releases'
}

/** Copies the static files out of the release's image, for the file server; before it starts, as it mounts their folder. */
export function staticSteps(targets: readonly HostState[]): Step[] {
  const needing = targets.filter(({ desired }) => desired.edge.files?.folder !== undefined)
  return when(needing.length > 0, step(needing)('static-files', 'Copy the static files out of the image'))
}

/** Starts accessories that are not running, and services that run once. */
export function accessorySteps(targets: readonly HostState[]): Step[] {
  return startSteps(targets, 'accessories', ({ start, once, late }) => ({
    start: start.filter((name) => !late.includes(name)),
    once: once.filter((name) => !late.includes(name)),
  }))
}

/** Starts services that need web once it answers, and refreshes those that cache the edge's address when the edge is a new container. */
export function frontSteps(targets: readonly HostState[]): Step[] {
  return startSteps(targets, 'fronts', ({ start, once, late }, target) => ({
    start: start.filter((name) => late.includes(name)),
    once: once.filter((name) => late.includes(name)),
    tell: edgeIsNew(target) ? frontsIn(target) : [],
  }))
}

function frontsIn({ desired, observed }: HostState): string[] {
  return (desired.fronts ?? []).filter((service) =>
    containersOf(observed, service).some(({ state }) => state === 'running'),
  )
}

interface Starting {
  start: string[]
  once: string[]
  tell?: string[]
}

function startSteps(
  targets: readonly HostState[],
  kind: 'accessories' | 'fronts',
  of: (work: AccessoryWork, target: HostState) => Starting,
): Step[] {
  const work = targets.map((target) => ({
    target,
    tell: [],
    ...of(accessoryWork(target.desired, target.observed), target),
  }))
  const needing = work.filter(({ start, once, tell }) => start.length + once.length + tell.length > 0)
  const all = (of: keyof Starting): string => [...new Set(needing.flatMap((one) => one[of]))].join(', ')
  const [start, once, tell] = [all('start'), all('once'), all('tell')]
  const title = [
    ...when(tell !== '', `point ${tell} at the edge`),
    ...when(start !== '', `start ${start}`),
    ...when(once !== '', `run ${once} once`),
  ].join('; ')
  const on = step(needing.map(({ target }) => target))
  return when(needing.length > 0, on(kind, `${title.charAt(0).toUpperCase()}${title.slice(1)}`))
}

/** Replaces accessories that differ from the release, and either hold no data or were named in the input. */
export function replaceSteps(targets: readonly HostState[]): Step[] {
  const work = targets.map((target) => ({ target, ...accessoryWork(target.desired, target.observed) }))
  const needing = work.filter(({ replace }) => replace.length > 0)
  const titles = needing.flatMap(({ replace }) =>
    replace.map(({ service, differs }) => `${service} (${differs.join(', ')})`),
  )
  const on = step(needing.map(({ target }) => target))
  return when(needing.length > 0, on('replace', `Replace ${[...new Set(titles)].join(', ')}`))
}

/** The title of the pull step. */
export function pullTitle(targets: readonly HostState[]): string {
  const needing = targets.filter(({ desired }) => appServices(desired).length > 0)
  const isThere = needing.every(({ observed }) => observed.imagePresent)
  const images = [...new Set(needing.flatMap(({ desired }) => imagesHere(desired)))]
  if (isThere) return images.length > 1 ? 'The images are there already' : 'The image is there already'
  return `Pull ${images.join(', ')}`
}

/** Starts the edge. An edge that must be recreated closes its port for a moment: one host after another, so that others can answer. */
export function edgeSteps(targets: readonly HostState[]): Step[] {
  const anew = targets.filter(
    ({ desired, observed }) =>
      edgeRuns(observed) && !edgeIsUpToDate(desired, observed) && !mustTakeOver(desired, observed),
  )
  const others = targets.filter((one) => !anew.includes(one))
  const [first] = others
  return [
    ...(first === undefined ? [] : [step(others)('edge', edgeTitle(first))]),
    ...anew.map((one) =>
      step([one])('edge', `Make the edge on ${one.observed.host} anew${returningTitle(one)}`),
    ),
  ]
}

/** The title for services that get their port back from the edge. */
function returningTitle({ desired, observed }: HostState): string {
  const services = returningServices(desired, observed)
  return services.length === 0 ? '' : `, start ${services.join(', ')} on its own port again`
}

function edgeTitle({ desired, observed }: HostState): string {
  const byHand = startedByHand(desired, observed)
  const all = webServices(desired)
  if (byHand.length > 0) {
    const taken = placeOf(...all.filter(({ name }) => byHand.includes(name)))
    return `Prepare the edge to take over ${taken} from ${byHand.join(', ')}, which was started by hand`
  }
  return edgeRuns(observed) ? 'The edge runs' : `Start the edge on ${placeOf(...all)}`
}

import { replicasOf } from '../compose/model.ts'
import { containersOf, edgeRuns, type Observed, oldContainers } from './observed.ts'
import { appServices, type Wanted } from './wanted.ts'

/** One step of a deploy, as data: printed by dry-run, executed, and rendered as the report. */
export interface Step {
  do:
    | 'pull'
    | 'begin'
    | 'install'
    | 'accessories'
    | 'edge'
    | 'migrate'
    | 'create'
    | 'stop-web'
    | 'start-web'
    | 'workers'
    | 'scheduler'
    | 'settle'
    | 'switch'
    | 'commit'
    | 'clean-up'
  /** What people read. */
  title: string
  batch?: Batch
}

/** For web: which of the new containers start, and which of the old ones get no more requests. Ends are excluded. */
export interface Batch {
  from: number
  to: number
  oldFrom: number
  oldTo: number
  /** Whether the old ones are stopped at once, to make room; else they stay warm until the commit. */
  makeRoom: boolean
}

/** ★ What happens in a deploy of one host, in order. Pure: the same for dry-run, run and report. */
export function planDeploy(wanted: Wanted, seen: Observed): Step[] {
  const { release, roles, strategy, publicPort, edge } = wanted
  const [first, ...rest] = webBatches(wanted, seen)
  const old = first.oldTo > 0 && strategy === 'recreate'
  const missing = missingAccessories(wanted, seen)
  const background = [...roles.workers, ...roles.schedulers]
  return [
    step('pull', seen.imagePresent ? 'The image is on the host already' : `Pull ${release.image}`),
    step('begin', 'Take the lock'),
    step('install', `Write release ${release.id}`),
    ...when(missing.length > 0, step('accessories', `Start ${missing.join(', ')}`)),
    ...when(wanted.migrate.length > 0, step('migrate', 'Apply pending migrations, if there are any')),
    step('create', `Create ${appServices(wanted).join(', ')} beside the old`),
    step('edge', edgeTitle(wanted, seen)),
    ...when(old, step('stop-web', `Stop ${first.oldTo} old web: requests fail until the new ones answer`)),
    step('start-web', `Start ${size(first)} web and wait until they answer ${edge.healthPath}`, first),
    ...when(
      roles.workers.length > 0,
      step('workers', `Start new ${roles.workers.join(', ')} beside the old`),
    ),
    ...when(
      roles.schedulers.length > 0,
      step('scheduler', `Hand over ${roles.schedulers.join(', ')}: stop the old one first`),
    ),
    ...when(
      background.length > 0,
      step('settle', `Watch that ${background.join(', ')} keep running, stop the old workers warm`),
    ),
    step('switch', `Switch port ${publicPort} to ${size(first)} web`, first),
    ...rest.flatMap((batch) => [
      step('start-web', `Start ${size(batch)} web more and wait until they answer`, batch),
      step('switch', `Switch port ${publicPort} to ${size(batch)} web more`, batch),
    ]),
    step('commit', 'Commit: the point of no return'),
    step('clean-up', 'Let requests in flight finish, remove the old containers, prune old releases'),
  ]
}

/** Accessories that don't run yet; a deploy starts them and never replaces them. */
export function missingAccessories({ roles }: Wanted, seen: Observed): string[] {
  return roles.accessories.filter(
    (service) => !containersOf(seen, service).some(({ state }) => state === 'running'),
  )
}

/** Whether web still publishes the port itself, as after `docker compose up` by hand. */
export function mustTakeOver({ roles, release }: Wanted, seen: Observed): boolean {
  return (
    !edgeRuns(seen) &&
    oldContainers(seen, roles.web, release.id).some(
      ({ state, release: made }) => state === 'running' && made === '',
    )
  )
}

/** One batch with everything, or for `rolling` one replica after the other, each making room for the next. */
function webBatches({ strategy, model, roles, release }: Wanted, seen: Observed): [Batch, ...Batch[]] {
  const count = replicasOf(model.services[roles.web] ?? {})
  const old = oldContainers(seen, roles.web, release.id).length
  const all: Batch = { from: 0, to: count, oldFrom: 0, oldTo: old, makeRoom: false }
  if (strategy !== 'rolling' || old === 0 || count < 2) return [all]
  const share = (index: number): number => Math.floor((index * old) / count)
  const one = (index: number): Batch => ({
    from: index,
    to: index + 1,
    oldFrom: share(index),
    oldTo: share(index + 1),
    // The last old ones are left to the clean-up: until the commit they are the quickest way back.
    makeRoom: index < count - 1,
  })
  return [one(0), ...Array.from({ length: count - 1 }, (_, index) => one(index + 1))]
}

function size({ from, to }: Batch): number {
  return to - from
}

function edgeTitle(wanted: Wanted, seen: Observed): string {
  if (mustTakeOver(wanted, seen))
    return `Prepare the edge to take over port ${wanted.publicPort} from web, which was started by hand`
  return edgeRuns(seen) ? 'The edge runs' : `Start the edge on port ${wanted.publicPort}`
}

function step(kind: Step['do'], title: string, batch?: Batch): Step {
  return { do: kind, title, ...(batch === undefined ? {} : { batch }) }
}

function when<T>(condition: boolean, ...items: T[]): T[] {
  return condition ? items : []
}

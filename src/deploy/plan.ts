import { edgeIsAsWanted, edgeRuns, missingAccessories, mustTakeOver, type Observed } from './observed.ts'
import { step, when } from './steps.ts'
import { appServices, type Wanted } from './wanted.ts'
import { moveBackground, recreateWeb, replaceWeb } from './web-steps.ts'

/** One step of a deploy, as data: printed by dry-run, executed, and rendered as the report. */
export interface Step {
  do:
    | 'pull'
    | 'begin'
    | 'install'
    | 'accessories'
    | 'pending'
    | 'backup'
    | 'migrate'
    | 'create'
    | 'edge'
    | 'stop-web'
    | 'start-web'
    | 'workers'
    | 'stop-scheduler'
    | 'scheduler'
    | 'settle'
    | 'switch'
    | 'bake'
    | 'check-restore'
    | 'stop-background'
    | 'restore'
    | 'swap-data'
    | 'reverse'
    | 'close-shop'
    | 'open-shop'
    | 'commit'
    | 'clean-up'
  /** What people read. */
  title: string
  /** Who takes part, side by side. The next step waits for the last of them. */
  on: readonly Part[]
}

/** A host's part in a step. */
export interface Part {
  host: string
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

/** A host of the fleet: what is wanted there and what was found. The first one is where the database is touched. */
export interface Target {
  wanted: Wanted
  seen: Observed
}

/** Makes the steps for a fleet as it is; asked again when it has changed. */
export type Planner = (targets: readonly [Target, ...Target[]]) => Step[]

/** ★ What happens in a deploy, in order, on one host or on many. Pure: the same for dry-run, run and report. */
export function planDeploy(targets: readonly [Target, ...Target[]]): Step[] {
  const [first] = targets
  const { release, migrate, backup, bake, strategy } = first.wanted
  const all = step(targets)
  const lead = step([first])
  return [
    all('pull', pullTitle(targets)),
    all('begin', 'Take the lock'),
    all('install', `Write release ${release.id}`),
    ...accessorySteps(targets),
    ...when(migrate.length > 0, lead('pending', 'Ask which migrations are pending')),
    ...when(backup.when === 'always', lead('backup', 'Back up the database')),
    ...when(
      backup.when === 'pending' && migrate.length > 0,
      lead('backup', 'Back up the database, if migrations are pending'),
    ),
    ...when(migrate.length > 0, lead('migrate', 'Apply the pending migrations, once')),
    all('create', `Create ${appServices(first.wanted).join(', ')} beside the old`),
    ...edgeSteps(targets),
    // Workers and scheduler move before the switch: no old worker meets a task that only the new release knows.
    ...(strategy === 'recreate'
      ? [...moveBackground(targets), ...recreateWeb(targets)]
      : replaceWeb(targets, moveBackground(targets))),
    ...when(bake > 0, all('bake', `Watch the new release for ${bake} s, the old one still warm`)),
    all('commit', 'Commit: the point of no return'),
    all('clean-up', cleanUpTitle(first.wanted)),
  ]
}

function cleanUpTitle({ keepWarm }: Wanted): string {
  return keepWarm
    ? 'Let requests in flight finish, keep the old web warm, prune old releases'
    : 'Let requests in flight finish, remove the old containers, prune old releases'
}

/** Accessories that don't run. */
export function accessorySteps(targets: readonly Target[]): Step[] {
  const needing = targets.filter(({ wanted, seen }) => missingAccessories(wanted, seen).length > 0)
  const names = new Set(needing.flatMap(({ wanted, seen }) => missingAccessories(wanted, seen)))
  return when(needing.length > 0, step(needing)('accessories', `Start ${[...names].join(', ')}`))
}

/** What the pull has to do. */
export function pullTitle(targets: readonly Target[]): string {
  const isThere = targets.every(({ seen }) => seen.imagePresent)
  return isThere ? 'The image is there already' : `Pull ${targets[0]?.wanted.release.image}`
}

/** An edge that has to be made anew closes its port for a moment: host after host, so that others can answer. */
export function edgeSteps(targets: readonly Target[]): Step[] {
  const anew = targets.filter(({ wanted, seen }) => edgeRuns(seen) && !edgeIsAsWanted(wanted, seen))
  const others = targets.filter((one) => !anew.includes(one))
  const [first] = others
  return [
    ...(first === undefined ? [] : [step(others)('edge', edgeTitle(first))]),
    ...anew.map((one) => step([one])('edge', `Make the edge on ${one.seen.host} anew`)),
  ]
}

function edgeTitle({ wanted, seen }: Target): string {
  if (mustTakeOver(wanted, seen))
    return `Prepare the edge to take over port ${wanted.publicPort} from web, which was started by hand`
  return edgeRuns(seen) ? 'The edge runs' : `Start the edge on port ${wanted.publicPort}`
}

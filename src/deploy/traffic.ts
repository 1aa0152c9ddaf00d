import { roleLabel } from '../compose/render.ts'
import {
  places,
  pointCommands,
  restCommands,
  retireCommands,
  switchBackCommands,
  switchCommands,
  upCommands,
} from '../edge/runtime.ts'
import { assignSlots, type Upstream } from '../edge/upstreams.ts'
import { StepFailed } from '../errors.ts'
import type { Change } from '../host/transaction.ts'
import type { Ran } from '../runner/process.ts'
import { backToBalancer, leaveBalancer } from './balancer.ts'
import { compose, createdOf, edgeName, type HostRun } from './host-run.ts'
import { dockerFailed } from './observe.ts'
import { isWarm, mustTakeOver, oldContainers } from './observed.ts'
import { type Batch } from './plan.ts'
import { edgeFiles, type Files } from './start-edge.ts'

/** Seconds that requests on a failed release may still take when the host goes back by itself. */
const undoDrainSeconds = 20

/** Tells the edge's free slots which containers of a batch they are for, once those run. No request goes there yet. */
export function pointEdge(run: HostRun, batch: Batch): Change {
  // The edge that is not there yet finds the names in its file.
  if (mustTakeOver(run.wanted, run.seen)) return {}
  const added = upstreamsOf(run, batch)
  return {
    undo: [['edge', edgeName(run), retireCommands(added)]],
    run: [['edge', edgeName(run), pointCommands(added)]],
  }
}

/** Sends requests to a batch of new containers, and none any more to the old ones that it replaces. */
export async function switchTraffic(run: HostRun, batch: Batch): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const oldNames = oldContainers(seen, wanted.roles.web, wanted.release.id)
    .map(({ name }) => name)
    .slice(batch.oldFrom, batch.oldTo)
  const added = upstreamsOf(run, batch)
  const old = run.upstreams.filter(
    ({ container, release }) =>
      release !== wanted.release.id && (oldNames.includes(container) || isLast(run, batch)),
  )
  const next = [...run.upstreams.filter((one) => !old.includes(one)), ...added]
  const warm = wanted.keepWarm ? old.map((one): Upstream => ({ ...one, warm: true })) : []
  const files = edgeFiles(run, [...next, ...warm])
  const failed = (ran: Ran): StepFailed =>
    new StepFailed('switch-failed', `${host.name}: the edge refused the switch: ${ran.stdout.trim()}`)
  if (mustTakeOver(wanted, seen)) await takePort(run, files, oldNames)
  else {
    const edge = edgeName(run)
    await transaction.change(
      {
        // Played backwards: traffic goes back, requests finish, files are put back. An edge that was restarted meanwhile has
        // read the new files: it must be told anew where the old ones are.
        undo: [
          ...files.undo,
          ...(isWarm(run) ? [['edge', edge, restCommands(added)]] : []),
          ['drain', edge, String(undoDrainSeconds), ...slots(added)],
          ['edge_back', edge, switchBackCommands(added, old), ...places(old)],
          ...(old.length === 0 ? [] : [['edge', edge, pointCommands(old)]]),
          ...backToBalancer(run).undo,
        ],
        run: [
          ...files.run,
          ['placed', edge, '10', ...places(added)],
          ['edge', edge, switchCommands(added, old)],
          ...backToBalancer(run).run,
        ],
      },
      failed,
    )
  }
  run.upstreams = next
  run.warm = warm
  if (batch.makeRoom && oldNames.length > 0) await makeRoom(run, old, oldNames)
}

/** `recreate`: the old ones go first, and before them the host itself leaves a balancer in front until the switch. */
export async function stopWeb(run: HostRun): Promise<void> {
  const { wanted, seen } = run
  await leaveBalancer(run)
  await makeRoom(
    run,
    run.upstreams,
    oldContainers(seen, wanted.roles.web, wanted.release.id).map(({ name }) => name),
  )
}

/**
 * Lets requests finish, then stops containers without removing them; on the way back they are started and awaited, and the edge,
 * which has held them for down meanwhile, is told.
 */
async function makeRoom(run: HostRun, old: readonly Upstream[], names: readonly string[]): Promise<void> {
  const { transaction, wanted, seen, probe, host } = run
  const { port, healthPath } = wanted.edge
  const isAtEdge = old.length > 0 && !mustTakeOver(wanted, seen)
  await transaction.change(
    {
      undo: [
        ...(isAtEdge ? [['edge_back', edgeName(run), upCommands(old), ...places(old)]] : []),
        ['serve', probe, String(wanted.healthTimeout), String(port), healthPath, ...names],
      ],
      run: [
        ...(old.length === 0 ? [] : [['drain', probe, String(wanted.drainTimeout), ...slots(old)]]),
        ['docker', 'stop', ...names],
      ],
    },
    dockerFailed('switch-failed', host.name, `stopping ${names.join(', ')}`),
  )
}

/** Once in a host's life: web gives up the port that it published itself, the edge takes it. Takes about a second. */
async function takePort(run: HostRun, files: Files, oldNames: readonly string[]): Promise<void> {
  const { transaction, wanted, host } = run
  run.runner.log.warning(
    `${host.name}: the edge takes port ${wanted.publicPort} over from ${oldNames.join(', ')}. Only this first time it is closed, for about a second.`,
  )
  await transaction.change(
    {
      undo: [
        ...files.undo,
        ['revive', ...oldNames],
        [
          'sweep',
          `com.docker.compose.project=${wanted.model.name}`,
          `${roleLabel}=edge`,
          'com.docker.compose.oneoff=False',
        ],
      ],
      run: [
        ...files.run,
        ['docker', 'stop', ...oldNames],
        compose(run, 'up', '--detach', '--no-deps', 'edge'),
      ],
    },
    dockerFailed('switch-failed', host.name, 'taking the port over'),
  )
}

/** The slots for a batch: the same before and at its switch, as only a switch changes which are taken. */
function upstreamsOf(run: HostRun, { from, to }: Batch): Upstream[] {
  const { wanted, seen } = run
  const names = createdOf(run, [wanted.roles.web]).slice(from, to)
  if (isWarm(run))
    return (seen.warm ?? [])
      .filter(({ container }) => names.includes(container))
      .map(({ slot, container, release }) => ({ slot, container, release }))
  return assignSlots([...seen.upstreams, ...(seen.warm ?? []), ...run.upstreams], names, wanted.release.id)
}

/** Whatever of the old release is still at the edge leaves with the last batch, also what nobody counted. */
function isLast(run: HostRun, { to }: Batch): boolean {
  return to === createdOf(run, [run.wanted.roles.web]).length
}

function slots(upstreams: readonly Upstream[]): string[] {
  return upstreams.map(({ slot }) => slot)
}

import {
  pointCommands,
  restCommands,
  retireCommands,
  slotAddresses,
  switchBackCommands,
  switchCommands,
  upCommands,
} from '../../../edge/runtime.ts'
import { assignSlots, slotOf } from '../../../edge/upstreams.ts'
import { StepFailed } from '../../../errors.ts'
import { longest } from '../../../host/limits.ts'
import type { Change } from '../../../host/transaction.ts'
import type { Upstream } from '../../../model/edge/edge.ts'
import { type WebService, webService } from '../../../model/edge/web.ts'
import { isWarm, mustTakeOver, oldContainers } from '../../../model/observed.ts'
import type { Batch } from '../../../model/step.ts'
import { allWords } from '../../../runner/last-words.ts'
import type { Ran } from '../../../runner/ran.ts'
import { dockerFailed } from '../observe/observe.ts'
import { type ComposeSession, createdOf, edgeName } from '../session.ts'
import { backToBalancer, leaveBalancer } from './balancer.ts'
import { edgeFiles } from './start-edge.ts'
import { takeOver } from './take-over.ts'

/** Seconds for requests on a failed release when the host rolls back by itself. */
const undoDrainSeconds = 20

/** Assigns a batch's running containers to free slots of the edge. They get no requests yet. */
export function pointEdge(run: ComposeSession, batch: Batch): Change {
  // An edge that does not exist yet will find the names in its file.
  if (mustTakeOver(run.desired, run.observed)) return {}
  const added = upstreamsOf(run, batch)
  return {
    undo: [['edge', edgeName(run), retireCommands(added)]],
    run: [['edge', edgeName(run), pointCommands(added)]],
  }
}

/** Sends requests to a batch of new containers, and no more to the old ones that it replaces. */
export async function switchTraffic(run: ComposeSession, batch: Batch): Promise<void> {
  const { transaction, desired, observed, host } = run
  if (mustTakeOver(desired, observed)) return await takeOver(run)
  const web = webService(desired, batch.service)
  const oldNames = oldOf(run, web).slice(batch.oldFrom, batch.oldTo)
  const added = upstreamsOf(run, batch)
  const old = run.upstreams.filter(
    ({ service, container, release }) =>
      service === web.service &&
      release !== desired.release.id &&
      (oldNames.includes(container) || isLast(run, batch)),
  )
  const next = [...run.upstreams.filter((one) => !old.includes(one)), ...added]
  const warm = [
    ...run.warm.filter(({ service }) => service !== web.service),
    ...(desired.keepWarm ? old.map((one): Upstream => ({ ...one, warm: true })) : []),
  ]
  const files = edgeFiles(run, [...next, ...warm])
  const failed = (ran: Ran): StepFailed =>
    new StepFailed('switch-failed', `${host.name}: the edge refused the switch: ${allWords(ran)}`)
  const edge = edgeName(run)
  // The host left the balancer for all its web services; in that case web switches last.
  const balancer = web.service === undefined ? backToBalancer(run) : { undo: [], run: [] }
  await transaction.change(
    {
      // Played backwards: traffic returns, requests finish, files are restored. An edge that restarted meanwhile has
      // read the new files, so it must be told where the old containers are.
      undo: [
        ...files.undo,
        ...(isWarm(run) ? [['edge', edge, restCommands(added)]] : []),
        ['drain', edge, String(undoDrainSeconds), ...added.map(slotOf)],
        ['edge_back', edge, switchBackCommands(added, old), ...slotAddresses(old)],
        ...(old.length === 0 ? [] : [['edge', edge, pointCommands(old)]]),
        ...balancer.undo,
      ],
      run: [
        ...files.run,
        ['placed', edge, '10', ...slotAddresses(added)],
        ['edge', edge, switchCommands(added, old)],
        ...balancer.run,
      ],
    },
    failed,
  )
  run.upstreams = next
  run.warm = warm
  if (batch.makeRoom && oldNames.length > 0) await makeRoom(run, web, old, oldNames)
}

/** For `recreate`: stops the old containers first, and before that the host leaves a balancer in front until the switch. */
export async function stopWeb(run: ComposeSession, batch: Batch): Promise<void> {
  const web = webService(run.desired, batch.service)
  if (web.service === undefined) await leaveBalancer(run)
  const old = run.upstreams.filter(({ service }) => service === web.service)
  await makeRoom(run, web, old, oldOf(run, web))
}

/** Stops old web that gets no more requests from the edge. */
export async function stopOldWeb(
  run: ComposeSession,
  web: WebService,
  names: readonly string[],
): Promise<void> {
  const { upstreams } = run.observed
  await makeRoom(
    run,
    web,
    upstreams.filter(({ container }) => names.includes(container)),
    names,
  )
}

/**
 * Lets requests finish, then stops containers without removing them. The undo starts them, waits for them, and tells
 * the edge, which has meanwhile marked them as down.
 */
async function makeRoom(
  run: ComposeSession,
  { port, healthPath }: WebService,
  old: readonly Upstream[],
  names: readonly string[],
): Promise<void> {
  const { transaction, desired, observed, probe, host } = run
  const isAtEdge = old.length > 0 && !mustTakeOver(desired, observed)
  await transaction.change(
    {
      undo: [
        ...(isAtEdge ? [['edge_back', edgeName(run), upCommands(old), ...slotAddresses(old)]] : []),
        ['serve', probe, String(desired.healthTimeout), String(port), healthPath, ...names],
      ],
      run: [
        ...(old.length === 0
          ? []
          : [['drain', edgeName(run), String(desired.drainTimeout), ...old.map(slotOf)]]),
        ['docker', 'stop', ...names],
      ],
      seconds: longest,
    },
    dockerFailed('switch-failed', host.name, `stopping ${names.join(', ')}`),
  )
}

/** Returns a batch's slots: the same before and at its switch, as only a switch changes which slots are in use. */
export function upstreamsOf(run: ComposeSession, { from, to, service }: Batch): Upstream[] {
  const { desired, observed } = run
  const names = createdOf(run, [webService(desired, service).name]).slice(from, to)
  if (isWarm(run))
    return (observed.warm ?? [])
      .filter(({ container }) => names.includes(container))
      .map(({ warm: _warm, ...upstream }) => upstream)
  return assignSlots(
    [...observed.upstreams, ...(observed.warm ?? []), ...run.upstreams],
    names,
    desired.release.id,
    service,
  )
}

/** Whether this is the last batch: with it the edge drops everything that is left of the old release, even uncounted containers. */
function isLast(run: ComposeSession, { to, service }: Batch): boolean {
  return to === createdOf(run, [webService(run.desired, service).name]).length
}

/** The containers of a web service that are not of this release. */
function oldOf({ desired, observed }: ComposeSession, { name }: WebService): string[] {
  return oldContainers(observed, name, desired.release.id).map((one) => one.name)
}

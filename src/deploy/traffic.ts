import { roleLabel } from '../compose/render.ts'
import { renderConfig, renderMap, withoutUpstreams } from '../edge/config.ts'
import { places, pointCommands, retireCommands, switchBackCommands, switchCommands } from '../edge/runtime.ts'
import { assignSlots, type Upstream } from '../edge/upstreams.ts'
import { StepFailed } from '../errors.ts'
import type { Command } from '../host/quote.ts'
import type { Change } from '../host/transaction.ts'
import type { Ran } from '../runner/process.ts'
import { awaitEdge } from './health.ts'
import { compose, createdOf, edgeName, type HostRun, put } from './host-run.ts'
import { dockerFailed } from './observe.ts'
import { containersOf, edgeIsAsWanted, edgeRuns, oldContainers } from './observed.ts'
import { type Batch, mustTakeOver } from './plan.ts'

/** Seconds that requests on a failed release may still take when the host goes back by itself. */
const undoDrainSeconds = 20

/** Makes sure that the edge runs with the configuration of this version; never restarts one that serves as it should. */
export async function startEdge(run: HostRun): Promise<void> {
  if (await prepareEdge(run)) await awaitEdge(run)
}

/** Returns whether anything was started or changed. */
async function prepareEdge(run: HostRun): Promise<boolean> {
  const { transaction, wanted, seen, host } = run
  const project = `com.docker.compose.project=${wanted.model.name}`
  run.upstreams = seen.upstreams.filter(({ container }) =>
    seen.containers.some(({ name }) => name === container),
  )
  const files = edgeFiles(run, run.upstreams)
  const failed = dockerFailed('switch-failed', host.name, 'starting the edge')
  if (mustTakeOver(wanted, seen)) {
    // The port is web's until the switch: a second edge without a port asks for the health of the new containers.
    run.probe = `${wanted.model.name}-edge-probe`
    const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge')
    await transaction.change(
      {
        undo: [...files.undo, ['retire', run.probe]],
        afterCommit: [['retire', run.probe]],
        run: [...files.run, start],
      },
      failed,
    )
    return true
  }
  run.probe = edgeName(run)
  const up = compose(run, 'up', '--detach', '--no-deps', 'edge')
  if (!edgeRuns(seen)) {
    const isNew = containersOf(seen, 'edge').length === 0
    const undo = [...files.undo, ...(isNew ? [['sweep', project, `${roleLabel}=edge`]] : [])]
    await transaction.change({ undo, run: [...files.run, up] }, failed)
  } else if (!edgeIsAsWanted(wanted, seen)) {
    await tryEdge(run, files)
    run.probe = edgeName(run)
    run.runner.log.warning(
      `${host.name}: image or ports of the edge have changed; it is made anew, which takes about a second.`,
    )
    const before =
      seen.live === undefined
        ? []
        : [compose({ wanted: { ...wanted, release: seen.live } }, 'up', '--detach', '--no-deps', 'edge')]
    await transaction.change({ undo: before, run: [up] }, failed)
  } else if (withoutUpstreams(seen.edgeConfig) !== withoutUpstreams(renderConfig(wanted.edge, []))) {
    const reload = ['docker', 'kill', '--signal', 'USR2', run.probe]
    await transaction.change({ undo: [reload, ...files.undo], run: [...files.run, reload] }, failed)
  } else return false
  return true
}

/** Starts the new edge beside the one that serves, without its port: an image that can't be used replaces nothing. */
async function tryEdge(run: HostRun, files: Files): Promise<void> {
  const { transaction, wanted, host } = run
  run.probe = `${wanted.model.name}-edge-probe`
  const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge')
  await transaction.change(
    { undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] },
    dockerFailed('switch-failed', host.name, 'trying the new edge'),
  )
  await awaitEdge(run)
  await transaction.attempt({ run: [['retire', run.probe]] })
}

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
  const files = edgeFiles(run, next)
  const failed = (ran: Ran): StepFailed =>
    new StepFailed('switch-failed', `${host.name}: the edge refused the switch: ${ran.stdout.trim()}`)
  if (mustTakeOver(wanted, seen)) await takePort(run, files, oldNames)
  else {
    const edge = edgeName(run)
    await transaction.change(
      {
        // Played backwards: traffic goes back, requests finish, files are put back.
        undo: [
          ...files.undo,
          ['drain', edge, String(undoDrainSeconds), ...slots(added)],
          ['edge_back', edge, switchBackCommands(added, old), ...places(old)],
        ],
        run: [
          ...files.run,
          ['placed', edge, '10', ...places(added)],
          ['edge', edge, switchCommands(added, old)],
        ],
      },
      failed,
    )
  }
  run.upstreams = next
  if (batch.makeRoom && oldNames.length > 0) await makeRoom(run, old, oldNames)
}

/** `recreate`: the old ones go first. The edge answers 503 until the new ones are there. */
export async function stopWeb(run: HostRun): Promise<void> {
  const { wanted, seen } = run
  await makeRoom(
    run,
    run.upstreams,
    oldContainers(seen, wanted.roles.web, wanted.release.id).map(({ name }) => name),
  )
}

/** Lets requests finish, then stops containers without removing them; on the way back they are started and awaited. */
async function makeRoom(
  { transaction, wanted, probe, host }: HostRun,
  old: readonly Upstream[],
  names: readonly string[],
): Promise<void> {
  const { port, healthPath } = wanted.edge
  await transaction.change(
    {
      undo: [['serve', probe, String(wanted.healthTimeout), String(port), healthPath, ...names]],
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

interface Files {
  undo: Command[]
  run: Command[]
}

/** The edge's files for these upstreams, and how to put back what was there. */
function edgeFiles({ wanted, seen }: HostRun, upstreams: readonly Upstream[]): Files {
  const config = `${wanted.root}/edge/haproxy.cfg`
  const map = `${wanted.root}/edge/releases.map`
  const back = (path: string, content: string): Command =>
    content === '' ? ['rm', '-f', path] : put(path, '644', content)
  const none = seen.edgeConfig === '' && seen.releaseMap === ''
  return {
    undo: none
      ? [['rm', '-rf', `${wanted.root}/edge`]]
      : [back(map, seen.releaseMap), back(config, seen.edgeConfig)],
    run: [put(map, '644', renderMap(upstreams)), put(config, '644', renderConfig(wanted.edge, upstreams))],
  }
}

/** The slots for a batch: the same before and at its switch, as only a switch changes which are taken. */
function upstreamsOf(run: HostRun, { from, to }: Batch): Upstream[] {
  const { wanted, seen } = run
  const names = createdOf(run, [wanted.roles.web]).slice(from, to)
  return assignSlots([...seen.upstreams, ...run.upstreams], names, wanted.release.id)
}

/** Whatever of the old release is still at the edge leaves with the last batch, also what nobody counted. */
function isLast(run: HostRun, { to }: Batch): boolean {
  return to === createdOf(run, [run.wanted.roles.web]).length
}

function slots(upstreams: readonly Upstream[]): string[] {
  return upstreams.map(({ slot }) => slot)
}

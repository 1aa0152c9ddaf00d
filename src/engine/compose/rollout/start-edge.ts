import { roleLabel } from '../../../compose/labels.ts'
import { renderConfig, renderMap, withoutRunTime } from '../../../edge/config.ts'
import type { Command } from '../../../host/quote.ts'
import type { Upstream } from '../../../model/edge/edge.ts'
import { containersOf, edgeIsUpToDate, edgeRuns, mustTakeOver } from '../../../model/observed.ts'
import { dockerFailed } from '../observe/observe.ts'
import { type ComposeSession, compose, edgeName, put } from '../session.ts'
import { restartFronts } from './accessories/fronts-again.ts'
import { drainHost } from './balancer.ts'
import { awaitEdge } from './health.ts'
import { startReturning } from './start-returning.ts'

/** Makes sure that the edge runs with this version's configuration; never restarts one that serves correctly. */
export async function startEdge(run: ComposeSession): Promise<void> {
  if (await prepareEdge(run)) await awaitEdge(run)
  await startReturning(run)
}

/** Returns whether it started or changed anything. */
async function prepareEdge(run: ComposeSession): Promise<boolean> {
  const { transaction, desired, observed, host } = run
  const project = `com.docker.compose.project=${desired.model.name}`
  const files = edgeFiles(run, [...run.upstreams, ...run.warm])
  const failed = dockerFailed('switch-failed', host.name, 'starting the edge')
  if (mustTakeOver(desired, observed)) {
    // Web keeps the port until the switch: a second edge without a port probes the new containers' health.
    run.probe = `${desired.model.name}-edge-probe`
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
  if (!edgeRuns(observed)) {
    const isNew = containersOf(observed, 'edge').length === 0
    const undo = [...files.undo, ...(isNew ? [['sweep', project, `${roleLabel}=edge`]] : [])]
    await transaction.change({ undo, run: [...files.run, up] }, failed)
  } else if (!edgeIsUpToDate(desired, observed)) {
    await tryEdge(run, files)
    run.probe = edgeName(run)
    run.runner.log.warning(
      `${host.name}: image, ports or names of the edge have changed; it is made anew, which takes about a second.`,
    )
    const before =
      observed.live === undefined
        ? []
        : [
            compose(
              { desired: { ...desired, release: observed.live } },
              'up',
              '--detach',
              '--no-deps',
              'edge',
            ),
          ]
    // A new edge starts as ready, and so does the old one in an undo.
    if (desired.balancerWait > 0) await drainHost(run)
    // Played backwards: the edge before reads its own file when it starts again.
    await transaction.change({ undo: [...restartFronts(run), ...before, ...files.undo], run: [up] }, failed)
  } else if (
    withoutRunTime(observed.edgeConfig) !== withoutRunTime(renderConfig(desired.edge, [], run.maintenance))
  ) {
    const reload = ['reload', run.probe, '10']
    await transaction.change({ undo: [reload, ...files.undo], run: [...files.run, reload] }, failed)
  } else return false
  return true
}

/** Starts the new edge beside the live one, without its port: an image that can't be used replaces nothing. */
async function tryEdge(run: ComposeSession, files: Files): Promise<void> {
  const { transaction, desired, host } = run
  run.probe = `${desired.model.name}-edge-probe`
  const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge')
  await transaction.change(
    { undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] },
    dockerFailed('switch-failed', host.name, 'trying the new edge'),
  )
  await awaitEdge(run)
  await transaction.attempt({ run: [['retire', run.probe]] })
}

/** Commands that write the edge's files, and their undo. */
export interface Files {
  undo: Command[]
  run: Command[]
}

/** Returns the edge's files for these upstreams, with the shop open or closed as it is, and how to restore the previous files. */
export function edgeFiles(run: ComposeSession, upstreams: readonly Upstream[]): Files {
  const { desired, observed, maintenance } = run
  const config = `${desired.root}/edge/haproxy.cfg`
  const map = `${desired.root}/edge/releases.map`
  const putBack = (path: string, content: string): Command =>
    content === '' ? ['rm', '-f', path] : put(path, '644', content)
  const none = observed.edgeConfig === '' && observed.releaseMap === ''
  return {
    undo: none
      ? [['rm', '-rf', `${desired.root}/edge`]]
      : [putBack(map, observed.releaseMap), putBack(config, configNow(run))],
    run: [
      put(map, '644', renderMap(upstreams, desired.edge.otherWeb)),
      put(config, '644', renderConfig(desired.edge, upstreams, maintenance)),
    ],
  }
}

/**
 * The configuration that an undo writes: the one that was found. If this run has closed the shop, it is the edge's
 * current one instead, so that the shop stays closed even when the host restarts during the undo.
 */
export function configNow({ desired, observed, upstreams, warm, maintenance }: ComposeSession): string {
  return maintenance === observed.maintenance
    ? observed.edgeConfig
    : renderConfig(desired.edge, [...upstreams, ...warm], maintenance)
}

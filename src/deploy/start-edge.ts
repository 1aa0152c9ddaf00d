import { roleLabel } from '../compose/render.ts'
import { renderConfig, renderMap, withoutRunTime } from '../edge/config.ts'
import type { Upstream } from '../edge/upstreams.ts'
import type { Command } from '../host/quote.ts'
import { drainHost } from './balancer.ts'
import { awaitEdge } from './health.ts'
import { compose, edgeName, type HostRun, put } from './host-run.ts'
import { dockerFailed } from './observe.ts'
import { containersOf, edgeIsAsWanted, edgeRuns, mustTakeOver } from './observed.ts'

/** Makes sure that the edge runs with the configuration of this version; never restarts one that serves as it should. */
export async function startEdge(run: HostRun): Promise<void> {
  if (await prepareEdge(run)) await awaitEdge(run)
}

/** Returns whether anything was started or changed. */
async function prepareEdge(run: HostRun): Promise<boolean> {
  const { transaction, wanted, seen, host } = run
  const project = `com.docker.compose.project=${wanted.model.name}`
  const files = edgeFiles(run, [...run.upstreams, ...run.warm])
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
    // The new one comes up ready by itself, as does the old one on the way back.
    if (wanted.balancerWait > 0) await drainHost(run)
    await transaction.change({ undo: before, run: [up] }, failed)
  } else if (
    withoutRunTime(seen.edgeConfig) !== withoutRunTime(renderConfig(wanted.edge, [], run.maintenance))
  ) {
    const reload = ['reload', run.probe, '10']
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

/** The edge's files as commands. */
export interface Files {
  undo: Command[]
  run: Command[]
}

/** The edge's files for these upstreams, open or closed as the shop is, and how to put back what was there. */
export function edgeFiles(run: HostRun, upstreams: readonly Upstream[]): Files {
  const { wanted, seen, maintenance } = run
  const config = `${wanted.root}/edge/haproxy.cfg`
  const map = `${wanted.root}/edge/releases.map`
  const back = (path: string, content: string): Command =>
    content === '' ? ['rm', '-f', path] : put(path, '644', content)
  const none = seen.edgeConfig === '' && seen.releaseMap === ''
  return {
    undo: none
      ? [['rm', '-rf', `${wanted.root}/edge`]]
      : [back(map, seen.releaseMap), back(config, configNow(run))],
    run: [
      put(map, '644', renderMap(upstreams)),
      put(config, '644', renderConfig(wanted.edge, upstreams, maintenance)),
    ],
  }
}

/**
 * What the way back writes into the edge's configuration: what was found. In a shop that this run has closed, what the
 * edge has now: it stays closed also when the host restarts on the way back.
 */
export function configNow({ wanted, seen, upstreams, warm, maintenance }: HostRun): string {
  return maintenance === seen.maintenance
    ? seen.edgeConfig
    : renderConfig(wanted.edge, [...upstreams, ...warm], maintenance)
}

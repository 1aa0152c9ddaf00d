import { roleLabel } from '../../../compose/labels.ts'
import { assignSlots } from '../../../edge/upstreams.ts'
import type { Command } from '../../../host/quote.ts'
import type { Upstream } from '../../../model/edge/edge.ts'
import { placeOf, webServices } from '../../../model/edge/web.ts'
import { containersOf, edgeRuns, startedByHand } from '../../../model/observed.ts'
import { dockerFailed } from '../observe/observe.ts'
import { type ComposeSession, compose, createdOf } from '../session.ts'
import { restartFronts } from './accessories/fronts-again.ts'
import { drainHost } from './balancer.ts'
import { edgeFiles } from './start-edge.ts'

/**
 * Takes the ports over, once in a host's life and again for each further web service: containers that published their
 * ports give them up, and the edge takes the ports of all web services at once. This takes about a second.
 */
export async function takeOver(run: ComposeSession): Promise<void> {
  const { transaction, desired, observed, host } = run
  const byHand = startedByHand(desired, observed)
  const names = byHand.flatMap((service) => runningByHand(run, service))
  const place = placeOf(...webServices(desired).filter(({ name }) => byHand.includes(name)))
  run.runner.log.warning(
    `${host.name}: the edge takes ${place} over from ${names.join(', ')}. ${edgeRuns(observed) ? 'The ports of all web services are' : 'It is'} closed for about one second during this one-time handover.`,
  )
  const { upstreams, warm } = afterTakeOver(run)
  const files = edgeFiles(run, [...upstreams, ...warm])
  const revive: Command = ['revive', ...names]
  if (edgeRuns(observed) && desired.balancerWait > 0) await drainHost(run)
  await transaction.change(
    {
      // Played backwards: a previous edge releases the port first, and reads its file when it starts.
      undo: [
        ...restartFronts(run),
        ...(edgeRuns(observed)
          ? [revive, ...edgeBefore(run), ...files.undo]
          : [...files.undo, revive, sweepEdge(run)]),
      ],
      run: [...files.run, ['docker', 'stop', ...names], compose(run, 'up', '--detach', '--no-deps', 'edge')],
    },
    dockerFailed('switch-failed', host.name, 'taking the port over'),
  )
  run.upstreams = upstreams
  run.warm = warm
}

/** The file that the edge then starts with: every new container of every web service has a slot. */
function afterTakeOver(run: ComposeSession): { upstreams: Upstream[]; warm: Upstream[] } {
  const { desired } = run
  const warm = desired.keepWarm ? run.upstreams.map((one): Upstream => ({ ...one, warm: true })) : []
  const upstreams = webServices(desired).flatMap(({ name, service }) =>
    assignSlots(warm, createdOf(run, [name]), desired.release.id, service),
  )
  return { upstreams, warm }
}

function runningByHand({ observed }: ComposeSession, service: string): string[] {
  return containersOf(observed, service).flatMap(({ name, state, release }) =>
    state === 'running' && release === '' ? [name] : [],
  )
}

function edgeBefore(run: ComposeSession): Command[] {
  const { desired, observed } = run
  if (observed.live === undefined) return [sweepEdge(run)]
  return [compose({ desired: { ...desired, release: observed.live } }, 'up', '--detach', '--no-deps', 'edge')]
}

function sweepEdge({ desired }: ComposeSession): Command {
  return [
    'sweep',
    `com.docker.compose.project=${desired.model.name}`,
    `${roleLabel}=edge`,
    'com.docker.compose.oneoff=False',
  ]
}

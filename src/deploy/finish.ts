import { retireCommands } from '../edge/runtime.ts'
import { StepFailed } from '../errors.ts'
import { prunable, releaseFolder } from '../release/release.ts'
import { recover } from './begin.ts'
import { edgeName, type HostRun } from './host-run.ts'
import { mustTakeOver, oldContainers } from './observed.ts'

import { replacedServices } from './wanted.ts'

/**
 * The point of no return, for the whole fleet: first everything is noted on every host, then all are told in the same
 * moment. Returns the hosts that were lost just then and went back by themselves, while others stay with the new release.
 * @throws StepFailed `guard-lost` when no host has committed
 */
export async function commit(runs: readonly HostRun[]): Promise<HostRun[]> {
  await Promise.all(runs.map(prepareCommit))
  const told = await Promise.allSettled(runs.map(({ transaction }) => transaction.commit()))
  const unheard = runs.filter((_, index) => told[index]?.status === 'rejected')
  if (unheard.length === 0) return []
  // Nobody knows whether these heard it. Once they are back their own logs tell.
  const went = await Promise.all(unheard.map(async (run) => ({ run, live: await recover(run, run.runner) })))
  const behind = went.flatMap(({ run, live }) => (live === `releases/${run.wanted.release.id}` ? [] : [run]))
  if (behind.length < runs.length) return behind
  throw told.find((one) => one.status === 'rejected')?.reason
}

/** Makes the release the live one. What follows the commit is noted first, so that the host does it even alone. */
async function prepareCommit(run: HostRun): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const { root, release } = wanted
  const edge = edgeName(run)
  const old = mustTakeOver(wanted, seen) ? [] : seen.upstreams
  const oldNames = replacedServices(wanted).flatMap((service) =>
    oldContainers(seen, service, release.id).map(({ name }) => name),
  )
  const releases = [...seen.releases, release]
  const prune = prunable(releases, wanted.keep, [release.id])
  const kept = new Set(releases.filter((one) => !prune.includes(one)).map(({ image }) => image))
  const images = [...new Set(prune.map(({ image }) => image))].filter((image) => !kept.has(image))
  const point = (id: string): string[] => ['ln', '-sfn', `releases/${id}`, `${root}/live`]
  await transaction.change(
    {
      undo: [seen.live === undefined ? ['rm', '-f', `${root}/live`] : point(seen.live.id)],
      afterCommit: [
        ...(old.length === 0
          ? []
          : [['drain', edge, String(wanted.drainTimeout), ...old.map(({ slot }) => slot)]]),
        ...(oldNames.length === 0 ? [] : [['retire', ...oldNames]]),
        ...(old.length === 0 ? [] : [['edge', edge, retireCommands(old)]]),
        ...prune.map(({ id }) => ['rm', '-rf', releaseFolder(root, id)]),
        ...(images.length === 0 ? [] : [['forget', ...images]]),
      ],
      run: [point(release.id)],
    },
    (ran) =>
      new StepFailed(
        'switch-failed',
        `${host.name}: the release could not be marked as live: ${ran.stdout.trim()}`,
      ),
  )
}

/** Waits until the host has drained, removed and pruned; a host that was lost meanwhile does it when it is back. */
export async function cleanUp(run: HostRun): Promise<void> {
  const { transaction, host, runner } = run
  if (await transaction.finish()) return
  if ((await recover(run, runner)) !== undefined) return
  runner.log.warning(
    `${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`,
  )
}

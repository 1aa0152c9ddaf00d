import { retireCommands } from '../edge/runtime.ts'
import { StepFailed } from '../errors.ts'
import { prunable, releaseFolder } from '../release/release.ts'
import { edgeName, type HostRun } from './host-run.ts'
import { oldContainers } from './observed.ts'
import { mustTakeOver } from './plan.ts'
import { appServices } from './wanted.ts'

/** Makes the release the live one and commits. What follows is noted first, so that the host does it even alone. */
export async function commit(run: HostRun): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const { root, release } = wanted
  const edge = edgeName(run)
  const old = mustTakeOver(wanted, seen) ? [] : seen.upstreams
  const oldNames = appServices(wanted).flatMap((service) =>
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
  await transaction.commit()
}

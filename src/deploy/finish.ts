import { restCommands, retireCommands } from '../edge/runtime.ts'
import { StepFailed } from '../errors.ts'
import type { Command } from '../host/quote.ts'
import { type Release, releaseFolder } from '../release/release.ts'
import { recover } from './begin.ts'
import { edgeName, type HostRun } from './host-run.ts'
import { mustTakeOver, oldContainers } from './observed.ts'
import { recordOf } from './prepare.ts'
import { retention } from './retention.ts'
import { openLater } from './shop.ts'
import { when } from './steps.ts'
import { replacedServices } from './wanted.ts'

/**
 * The point of no return, for the whole fleet: first everything is noted on every host, then all are told in the same
 * moment. Returns the hosts that were lost just then and went back by themselves, while others stay with the new release.
 * @throws StepFailed `guard-lost` when no host has committed
 */
export async function commit(runs: readonly HostRun[]): Promise<HostRun[]> {
  const schema = runs.map(({ database }) => database?.schema).find((one) => one !== undefined)
  await Promise.all(runs.map((run) => prepareCommit(run, schema)))
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
async function prepareCommit(run: HostRun, schema: Release['schema']): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const { root, release } = wanted
  const point = (link: string, id: string | undefined): Command =>
    id === undefined ? ['rm', '-f', `${root}/${link}`] : ['point', `${root}/${link}`, `releases/${id}`]
  await transaction.change(
    {
      undo: [point('live', seen.live?.id), point('previous', seen.previous)],
      afterCommit: [...openLater(run), ...leaveOld(run), ...prune(run)],
      run: [point('live', release.id), point('previous', seen.live?.id), ...note(run, schema)],
    },
    (ran) =>
      new StepFailed(
        'switch-failed',
        `${host.name}: the release could not be marked as live: ${ran.stdout.trim()}`,
      ),
  )
}

/** The record is whole only now: what its code knows of the database was asked on the way, on one host. */
function note({ wanted: { root, release, back } }: HostRun, schema: Release['schema']): Command[] {
  if (back !== undefined || schema === undefined) return []
  return [recordOf(root, { ...release, schema })]
}

/** Old web finishes its requests and goes, or stays warm; all else of old releases goes. */
function leaveOld(run: HostRun): Command[] {
  const { wanted, seen } = run
  const edge = edgeName(run)
  const old = mustTakeOver(wanted, seen) ? [] : seen.upstreams
  const isKept = (release: string): boolean => wanted.keepWarm && release !== '' && release === seen.live?.id
  const leaving = replacedServices(wanted).flatMap((service) =>
    oldContainers(seen, service, wanted.release.id).flatMap(({ name, release }) =>
      isKept(release) ? [] : [name],
    ),
  )
  const kept = old.filter(({ release }) => isKept(release))
  const free = [...old, ...(seen.warm ?? [])].filter(
    ({ release }) => !isKept(release) && release !== wanted.release.id,
  )
  return [
    ...when(old.length > 0, ['drain', edge, String(wanted.drainTimeout), ...old.map(({ slot }) => slot)]),
    ...when(leaving.length > 0, ['retire', ...leaving]),
    ...when(kept.length > 0, ['edge', edge, restCommands(kept)]),
    ...when(free.length > 0, ['edge', edge, retireCommands(free)]),
  ]
}

/** Old releases and their images. A rollback keeps all: people may go forward again. */
function prune(run: HostRun): Command[] {
  const { root, back } = run.wanted
  if (back !== undefined) return []
  const { stay, go } = retention(run)
  const kept = new Set(stay.map(({ image }) => image))
  const images = [...new Set(go.map(({ image }) => image))].filter((image) => !kept.has(image))
  return [
    ...go.map(({ id }) => ['rm', '-rf', releaseFolder(root, id)]),
    ...when(images.length > 0, ['forget', ...images]),
  ]
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

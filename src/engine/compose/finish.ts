import { isDeepStrictEqual } from 'node:util'
import { restCommands, retireCommands } from '../../edge/runtime.ts'
import { slotOf } from '../../edge/upstreams.ts'
import { StepFailed } from '../../errors.ts'
import type { Command } from '../../host/quote.ts'
import { keepsLive, replacedServices } from '../../model/desired.ts'
import { ownUpstreams } from '../../model/edge/web.ts'
import { containersOf, mustTakeOver, oldContainers } from '../../model/observed.ts'
import { isPlaced, servesWeb } from '../../model/placement.ts'
import { imagesOf, type Release, releaseFolder } from '../../model/release/release.ts'
import { retention } from '../../model/release/retention.ts'
import { formerContainers } from '../../model/release/returning.ts'
import { when } from '../../model/step.ts'
import { allWords } from '../../runner/last-words.ts'
import { recover } from './begin.ts'
import { observe } from './observe/observe.ts'
import { recordOf } from './prepare.ts'
import { refuseFailedAccessories } from './rollout/accessories.ts'
import { openLater } from './rollout/close-shop.ts'
import { hasStaticFiles, staticFolder } from './rollout/static-files.ts'
import { type ComposeSession, edgeName } from './session.ts'
import { discardFiles, hasFiles } from './store.ts'

/**
 * The point of no return for the whole fleet: every host first notes what to do, then all commit at the same moment.
 * Returns the hosts that were lost at that moment and rolled back while others keep the new release.
 * @throws StepFailed `guard-lost` when no host has committed
 */
export async function commit(runs: readonly ComposeSession[]): Promise<ComposeSession[]> {
  const schema = runs.map(({ results }) => results.database?.schema).find((one) => one !== undefined)
  await Promise.all(runs.map(noteEnded))
  await Promise.all(runs.map((run) => prepareCommit(run, schema)))
  const told = await Promise.allSettled(runs.map(({ transaction }) => transaction.commit()))
  const heard = runs.filter((_, index) => told[index]?.status === 'fulfilled')
  // When the live release stays, no clean-up follows, so the hosts are released now.
  await Promise.all(heard.map(async ({ desired, transaction }) => keepsLive(desired) && transaction.finish()))
  // Whether the other hosts received the commit is unknown; their own logs tell once they are back.
  const unheard = runs.filter((run) => !heard.includes(run))
  const committed = await Promise.all(unheard.map((run) => hasCommitted(run).catch(() => false)))
  const stragglers = unheard.filter((_, index) => committed[index] !== true)
  if (stragglers.length < runs.length) return stragglers
  throw told.find((one) => one.status === 'rejected')?.reason
}

/** Adds services that have ended since their start to those that ran once. */
async function noteEnded(run: ComposeSession): Promise<void> {
  const ended = await refuseFailedAccessories(run)
  run.results = { ...run.results, ranOnce: [...(run.results.ranOnce ?? []), ...ended] }
}

/** Whether a host that was lost at the commit has the new state; asks as soon as it is back. */
async function hasCommitted(run: ComposeSession): Promise<boolean> {
  const { host, desired, runner } = run
  const live = await recover(run, runner)
  if (live === undefined) return false
  if (desired.maintenance === undefined) return live === `releases/${desired.release.id}`
  return isDeepStrictEqual((await observe(host, desired)).maintenance, desired.maintenance.to)
}

/** Makes the release the live one. First it notes what follows the commit, so that the host can do it even alone. */
async function prepareCommit(run: ComposeSession, schema: Release['schema']): Promise<void> {
  const { transaction, desired, observed, host } = run
  // The live release stays.
  if (keepsLive(desired)) return
  const { root, release } = desired
  const placement = notePlacement(run)
  const point = (link: string, id: string | undefined): Command =>
    id === undefined ? ['rm', '-f', `${root}/${link}`] : ['point', `${root}/${link}`, `releases/${id}`]
  await transaction.change(
    {
      undo: [point('live', observed.live?.id), point('previous', observed.previous), ...placement.undo],
      afterCommit: [...openLater(run), ...leaveOld(run), ...prune(run)],
      run: [
        point('live', release.id),
        point('previous', observed.live?.id),
        ...note(run, schema),
        ...placement.run,
      ],
    },
    (ran) =>
      new StepFailed(
        'switch-failed',
        `${host.name}: the release could not be marked as live: ${allWords(ran)}`,
      ),
  )
}

/** Completes the record: what the release's code knows of the database was learned during the run, on one host. */
function note(
  { desired: { root, release, rollback }, results: { ranOnce = [] } }: ComposeSession,
  schema: Release['schema'],
): Command[] {
  const learned = {
    ...(schema === undefined ? {} : { schema }),
    ...(ranOnce.length === 0 ? {} : { ranOnce: ranOnce.map(({ service }) => service) }),
  }
  if (rollback !== undefined || Object.keys(learned).length === 0) return []
  return [recordOf(root, { ...release, ...learned })]
}

/** Updates the release's record on a host where a rollback runs other services than the record says. */
function notePlacement({ desired, observed }: ComposeSession): { undo: Command[]; run: Command[] } {
  const { root, release, rollback, placement } = desired
  const recorded = observed.releases.find(({ id }) => id === release.id)
  if (rollback === undefined || recorded?.settings === undefined) return { undo: [], run: [] }
  if (isDeepStrictEqual(recorded.settings.placement, placement)) return { undo: [], run: [] }
  return {
    undo: [recordOf(root, recorded)],
    run: [recordOf(root, { ...recorded, settings: { ...recorded.settings, placement } })],
  }
}

/** Removes the old release: web finishes its requests and is removed or stays warm; everything else is removed. */
function leaveOld(run: ComposeSession): Command[] {
  const { desired, observed } = run
  const edge = edgeName(run)
  const old = mustTakeOver(desired, observed) ? [] : ownUpstreams(desired, observed.upstreams)
  // On a host that no longer runs web, old web is removed with its edge.
  const isKept = (release: string, service = desired.roles.web): boolean =>
    desired.keepWarm && isPlaced(desired, service) && release !== '' && release === observed.live?.id
  // A service that ran once may have left a container from its first deploy, when nobody knew yet that it would end.
  const once = (run.results.ranOnce ?? []).flatMap(({ service }) =>
    containersOf(observed, service).flatMap(({ name, state }) => (state === 'running' ? [] : [name])),
  )
  const leaving = replacedServices(desired).flatMap((service) =>
    oldContainers(observed, service, desired.release.id).flatMap(({ name, release }) =>
      isKept(release, service) ? [] : [name],
    ),
  )
  // An accessory can't stay as standby: it needs its port for itself.
  const former = formerContainers(desired, observed).flatMap(({ name, release, service }) =>
    isKept(release) && !desired.roles.accessories.includes(service) ? [] : [name],
  )
  leaving.push(...former)
  const kept = old.filter(({ release }) => isKept(release))
  const free = [...old, ...ownUpstreams(desired, observed.warm ?? [])].filter(
    ({ release }) => !isKept(release) && release !== desired.release.id,
  )
  return [
    ...when(old.length > 0, ['drain', edge, String(desired.drainTimeout), ...old.map(slotOf)]),
    ...when(leaving.length + once.length > 0, ['retire', ...leaving, ...once]),
    ...when(kept.length > 0, ['edge', edge, restCommands(kept)]),
    ...when(free.length > 0 && servesWeb(desired), ['edge', edge, retireCommands(free)]),
    ...leaveEdge(run),
  ]
}

/** Removes the edge from a host without web, which closes its port. */
function leaveEdge({ desired, observed }: ComposeSession): Command[] {
  const edges = containersOf(observed, 'edge').map(({ name }) => name)
  if (servesWeb(desired) || edges.length === 0) return []
  return [
    ['retire', ...edges],
    ['rm', '-rf', `${desired.root}/edge`],
  ]
}

/** Removes old releases and their images. A rollback keeps all of them, as people may go forward again. */
function prune(run: ComposeSession): Command[] {
  const { root, rollback } = run.desired
  if (rollback !== undefined) return []
  const { stay, go } = retention(run)
  const kept = new Set(stay.flatMap(imagesOf))
  const images = [...new Set(go.flatMap(imagesOf))].filter((image) => !kept.has(image))
  return [
    ...go.map((release) => [
      ...['rm', '-rf', releaseFolder(root, release.id)],
      ...(hasStaticFiles(release) ? [staticFolder(root, release.id)] : []),
    ]),
    ...when(images.length > 0, ['forget', ...images]),
    ...when([...stay, ...go].some(hasFiles), discardFiles(run)),
  ]
}

/** Waits until the host has drained, removed and pruned; a host that was lost meanwhile does so when it is back. */
export async function cleanUp(run: ComposeSession): Promise<void> {
  const { transaction, host, runner } = run
  if (await transaction.finish()) return
  if (transaction.isLeft) return
  if ((await recover(run, runner)) !== undefined) return
  runner.log.warning(
    `${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`,
  )
}

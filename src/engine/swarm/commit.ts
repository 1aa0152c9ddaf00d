import { StepFailed } from '../../errors.ts'
import type { Command } from '../../host/quote.ts'
import type { Transaction } from '../../host/transaction.ts'
import { keepsLive } from '../../model/desired.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { retention } from '../../model/release/retention.ts'
import { servedAfterCommit, serviceOf } from '../../model/serving.ts'
import { allWords } from '../../runner/last-words.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Service } from '../../runner/serving.ts'
import { recover } from '../compose/begin.ts'
import { encoded } from './apply.ts'
import { observe, recordsNow } from './observe.ts'
import { labels, liveConfig, objectsIn, type Records, releaseConfig } from './records.ts'
import { numberOf, type SwarmSession } from './session.ts'

/** How many records of live releases stay, as the cluster's history. */
const kept = 10

/**
 * The point of no return: one record with the next number, which the managers make once. From then on an undo converges
 * to this release, so nothing depends on whether the manager still hears its own commit.
 * @throws StepFailed `guard-lost` when the record was not made
 */
export async function commit([run]: readonly SwarmSession[]): Promise<SwarmSession[]> {
  if (run === undefined) return []
  const { transaction, desired, observed, project, owner, work, host } = run
  if (desired.task !== undefined) {
    await transaction.attempt({ afterCommit: [['unlock_swarm', project, owner]] })
    await transaction.commit()
    await transaction.finish()
    return []
  }
  const number = numberOf(run) + 1
  const names = [
    `${labels.root}=${desired.root}`,
    `${labels.release}=${desired.release.id}`,
    `${labels.previous}=${(keepsLive(desired) ? observed.previous : observed.live?.id) ?? ''}`,
  ]
  const records = await recordsNow(host, project)
  const stack = encoded(JSON.stringify(work.stack))
  await transaction.change(
    {
      afterCommit: [
        ...(keepsLive(desired) ? [] : cleanUps(run, records, number)),
        ['unlock_swarm', project, owner],
      ],
      run: [
        ...(desired.rollback === undefined && !keepsLive(desired) ? [recordOf(run, stack)] : []),
        ['note_live', project, owner, String(number), stack, ...names],
      ],
    },
    (ran) =>
      new StepFailed('guard-lost', `${host.name}: the release could not be marked as live: ${allWords(ran)}`),
  )
  await transaction.commit().catch(async (error: unknown) => {
    const { live } = await recordsNow(host, project).catch(() => ({ live: { number } }))
    if (live?.number !== number) throw error
  })
  // When the live release stays, no step for the clean-up follows.
  if (keepsLive(desired)) await transaction.finish()
  return []
}

/** Makes the release's record, with what was learned of its code on the way. An undo that was noted before removes it. */
function recordOf({ desired, project, work, results }: SwarmSession, stack: string): Command {
  const { schema } = results.database ?? {}
  const release = { ...desired.release, ...(schema === undefined ? {} : { schema }) }
  return [
    ...['put_object', 'config', project, releaseConfig(project, release.id), stack],
    ...[`${labels.root}=${desired.root}`, `${labels.record}=${JSON.stringify(release)}`],
    `${labels.objects}=${objectsIn(work.stack).join(',')}`,
  ]
}

/** Removes old releases, and files that no release needs any more. A rollback keeps all, as people may go forward again. */
function cleanUps(run: SwarmSession, records: Records, number: number): Command[] {
  const { desired, observed, project, work } = run
  const old = records.numbers.filter((one) => one <= number - kept).map((one) => liveConfig(project, one))
  const { go } = desired.rollback === undefined ? retention({ desired, observed }) : { go: [] }
  const gone = new Set(go.map(({ id }) => id))
  const needed = new Set([
    ...objectsIn(work.stack),
    ...Object.entries(records.objects).flatMap(([id, names]) => (gone.has(id) ? [] : names)),
  ])
  const files = (kind: 'config' | 'secret'): string[] =>
    records.files.flatMap((one) => (one.kind === kind && !needed.has(one.name) ? [one.name] : []))
  const configs = [...old, ...go.map(({ id }) => releaseConfig(project, id)), ...files('config')]
  const forget = (kind: string, names: readonly string[]): Command[] =>
    names.length === 0 ? [] : [['forget_objects', kind, ...names]]
  return [...forget('config', configs), ...forget('secret', files('secret'))]
}

/** Waits until the cluster has forgotten what no release needs; Swarm itself lets requests in flight finish. */
export async function cleanUp(run: SwarmSession): Promise<void> {
  const { transaction, host, runner } = run
  if (await transaction.finish()) return
  if (transaction.isLeft || (await recover(run, runner)) !== undefined) return
  runner.log.warning(`${host.name}: the release serves, but not all was cleaned up; the next run does it.`)
}

/** What serves after the undo of a cancelled run, which has no time for a whole look: its commit may have been made just before. */
async function servedQuickly({ host, desired, observed }: FleetHost): Promise<Service> {
  const records = await recordsNow(host, desired.model.name, 4).catch(() => undefined)
  if (records === undefined) return { state: 'unknown', release: observed.live?.id }
  return records.live?.number === observed.swarm?.record?.number
    ? serviceOf(observed, desired)
    : servedAfterCommit(observed, desired)
}

/** Makes the cluster what the live release says; false, with a warning, when the result is unknown. */
export async function abort(
  at: FleetHost,
  transaction: Transaction | undefined,
  runner: Runner,
): Promise<boolean> {
  const { host, desired, observed } = at
  const undone = (await transaction?.abort()) === true
  const isLeft = transaction?.isLeft === true
  const isBack = undone || (!isLeft && (await recover(at, runner)) !== undefined)
  const isCancelled = runner.cancelled.aborted
  runner.serving.note(
    host.name,
    !isBack
      ? { state: 'unknown', release: observed.live?.id }
      : isCancelled
        ? await servedQuickly(at)
        : serviceOf(await observe(host, desired).catch(() => observed), desired),
  )
  if (!isBack && !isLeft)
    runner.log.warning(
      `${host.name}: no response from the guard. The manager rolls back on its own, and the next run verifies it.`,
    )
  return isBack
}

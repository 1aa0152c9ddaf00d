import type { Commands } from '../../engine/commands.ts'
import type { Session, StepResults } from '../../engine/session.ts'
import { StepFailed, UserError } from '../../errors.ts'
import { djangoSeconds, longest } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { FleetHost } from '../../model/fleet.ts'
import type { Release } from '../../model/release/release.ts'
import { withProgress } from '../../report/progress.ts'
import { lastWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import { lockTimeouts, migrationFailed } from '../one-off.ts'
import { migrationsDone } from '../progress.ts'
import { type HistoryLine, historyFile, note, parseHistory } from './history.ts'
import { type ReversePlan, readReversePlan, reversedSoFar, reverseObstacles } from './reverse-plan.ts'
import { reverseCommand } from './reverse-script.ts'

/**
 * Queries the newer code for the migrations to reverse, in order, to reach the target's schema; changes nothing.
 * @throws UserError `not-ready` that lists, app by app, what can't be reversed
 */
export async function reversePlan(run: Session): Promise<ReversePlan> {
  const { desired, host } = run
  const history = await readHistory(run)
  return readPlan(await once(run, asking(desired, 'plan')), desired, host.name, history)
}

/**
 * The same for a dry run, without a transaction.
 * @throws UserError as {@link reversePlan}
 */
export async function previewReverse(at: FleetHost, commands: Commands): Promise<ReversePlan> {
  const { host, desired } = at
  const { from, service, words } = asking(desired, 'plan')
  const there = { ...desired, release: from }
  const ran = await host.run(commands.runOnce(there, { service, words }), '', {
    seconds: djangoSeconds,
    what: `asking the code of ${from.id} for the way back`,
  })
  return readPlan(ran, desired, host.name, await readHistory(at))
}

/**
 * Reverses the schema once the old code serves: in a container of the newer code, one migration after the other, each in
 * its own transaction where Django supports that. Reversed migrations stay reversed, whatever follows.
 * @param plan the answer of the newer code, in this transaction
 * @throws StepFailed `migration-failed` with the reached state; the old release continues to serve
 */
export async function reverse(
  run: Session,
  { plan }: ReversePlan,
): Promise<Required<Pick<StepResults, 'reversed'>>> {
  const { desired, host, runner, transaction } = run
  for (const { name, operations } of plan) runner.log.info(`  back: ${name}: ${operations.join('; ')}`)
  runner.log.warning(
    'What was written into the columns and tables that these migrations added goes with them.',
  )
  const work = asking(desired, 'reverse')
  const names = plan.map(({ name }) => name)
  const before = note(run, work.from, { did: 'reversing', names, dangers: [] })
  const ran = await withProgress(run, 'reversing', once(run, work, [before]), () =>
    migrationsDone(run, containerOf(desired, work.from), names.length),
  )
  const done = reversedSoFar(ran.stdout)
  if (done.length > 0)
    await transaction.change(
      { run: [note(run, work.from, { did: 'reversed', names: done, dangers: [] })] },
      (failed) => migrationFailed(run, 'what was reversed could not be noted', failed),
    )
  if (ran.code === 0 && done.length === names.length) return { reversed: done }
  const left = names.filter((name) => !done.includes(name))
  throw new StepFailed(
    'migration-failed',
    [
      `${host.name}: ${left[0]} could not be reversed: ${lastWords(ran)}`,
      `Reversed: ${done.join(', ') || 'none'}. Still applied: ${left.join(', ')}.`,
      `${desired.release.id} goes on serving on that schema.`,
    ].join('\n'),
    ran.stdout.trim().split('\n').slice(-40).join('\n'),
  )
}

/** The command and its release: only the newer image has the code of its migrations. */
interface Asking {
  from: Release
  service: string
  words: string[]
}

/** @throws UserError if the target's schema or the form of the command is unknown */
function asking({ release, rollback, roles, migrate }: DesiredState, work: 'plan' | 'reverse'): Asking {
  if (rollback === undefined) throw new Error('only a rollback reverses')
  const { from } = rollback
  if (release.schema === undefined)
    throw new UserError(
      'not-ready',
      `Which migrations ${release.id} knows was not recorded when it was deployed, so nobody knows how far to go back.`,
      'Go back with database: keep or restore; or name the migrations yourself: manage.py migrate APP NAME.',
    )
  const command = from.settings?.migrate ?? migrate
  const words = reverseCommand(command, release.schema, work)
  if (words === undefined)
    throw new UserError(
      'not-ready',
      `The migration command of ${from.id}, "${command.join(' ')}", is not understood, so it can't be reversed.`,
      'Deploy with a migrate-command such as python manage.py migrate --noinput; or go back with database: keep or restore.',
    )
  return { from, service: from.settings?.oneOff ?? from.settings?.roles.web ?? roles.web, words }
}

async function once(
  { desired, transaction, commands }: Session,
  { from, service, words }: Asking,
  before: readonly Command[] = [],
): Promise<Ran> {
  const name = containerOf(desired, from)
  const there = { ...desired, release: from }
  return await transaction.attempt({
    undo: [commands.removeContainer(name)],
    run: [...before, commands.runOnce(there, { service, words, name, environment: lockTimeouts })],
    seconds: longest,
  })
}

function containerOf({ model }: DesiredState, { id }: Release): string {
  return `${model.name}-reverse-${id}`
}

async function readHistory({ host, desired }: Pick<FleetHost, 'host' | 'desired'>): Promise<HistoryLine[]> {
  return parseHistory((await host.run(['cat', historyFile(desired.root)])).stdout)
}

function readPlan(
  ran: Ran,
  desired: DesiredState,
  host: string,
  history: readonly HistoryLine[],
): ReversePlan {
  const plan = ran.code === 0 ? readReversePlan(ran.stdout) : undefined
  const from = desired.rollback?.from.id ?? ''
  if (plan === undefined)
    throw new UserError(
      'not-ready',
      `${host}: ${from} could not be asked for the way back: ${lastWords(ran)}`,
      'Go back with database: keep or restore.',
    )
  const obstacles = reverseObstacles(plan, desired.release.id, history)
  if (obstacles.length === 0) return plan
  throw new UserError(
    'not-ready',
    `${host}: the schema can't be taken back from ${from} to ${desired.release.id}:\n${obstacles.join('\n')}`,
    'Go back with database: keep, where old code runs on the newer schema, or with restore, which brings back a backup.',
  )
}

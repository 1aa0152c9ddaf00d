import { compose, type HostRun } from '../deploy/host-run.ts'
import type { Member } from '../deploy/survey.ts'
import type { Wanted } from '../deploy/wanted.ts'
import { StepFailed, UserError } from '../errors.ts'
import type { Command } from '../host/quote.ts'
import type { Release } from '../release/release.ts'
import type { Ran } from '../runner/process.ts'
import { type HistoryLine, historyFile, note, parseHistory } from './history.ts'
import { migrationFailed, oneOffWords } from './one-off.ts'
import { migrationsDone, tellingHowFar } from './progress.ts'
import { type ReversePlan, readReversePlan, reversedSoFar, reverseObstacles } from './reverse-plan.ts'
import { reverseCommand } from './reverse-script.ts'

/**
 * Asks the newer code which migrations to take back, in order, so that the schema is the target's; changes nothing.
 * @throws UserError `not-ready` that lists, app by app, what can't be reversed
 */
export async function reversePlan(run: HostRun): Promise<ReversePlan> {
  const { wanted, host } = run
  const history = await readHistory(run)
  const plan = judge(await once(run, asking(wanted, 'plan')), wanted, host.name, history)
  // A backup before it needs them, and nobody asks for pending migrations in a rollback.
  const { serverVersion, bytes } = plan
  run.database ??= { pending: [], schema: undefined, serverVersion, bytes }
  return plan
}

/**
 * The same for a dry run, without a transaction.
 * @throws UserError as {@link reversePlan}
 */
export async function previewReverse(at: Member): Promise<ReversePlan> {
  const { host, wanted } = at
  const { from, web, words } = asking(wanted, 'plan')
  const there = { wanted: { ...wanted, release: from } }
  const ran = await host.run(compose(there, 'run', '--rm', '--no-deps', '-T', web, ...words))
  return judge(ran, wanted, host.name, await readHistory(at))
}

/**
 * Takes the schema back, once the old code serves: from a container of the newer code, one migration after the other, each in
 * a transaction of its own where Django makes it one. What was taken back stays so, whatever comes after.
 * @param plan what the newer code said, in this transaction
 * @throws StepFailed `migration-failed` with the state that was reached; the old release goes on serving
 */
export async function reverse(run: HostRun, { plan }: ReversePlan): Promise<void> {
  const { wanted, host, runner, transaction } = run
  for (const { name, operations } of plan) runner.log.info(`  back: ${name}: ${operations.join('; ')}`)
  runner.log.warning(
    'What was written into the columns and tables that these migrations added goes with them.',
  )
  const work = asking(wanted, 'reverse')
  const names = plan.map(({ name }) => name)
  const before = note(run, work.from, { did: 'reversing', names, dangers: [] })
  const ran = await tellingHowFar(run, 'reversing', once(run, work, [before]), () =>
    migrationsDone(run, containerOf(wanted, work.from), names.length),
  )
  const done = reversedSoFar(ran.stdout)
  if (done.length > 0)
    await transaction.change(
      { run: [note(run, work.from, { did: 'reversed', names: done, dangers: [] })] },
      (failed) => migrationFailed(run, 'what was reversed could not be noted', failed.stdout),
    )
  run.reversed = done
  if (ran.code === 0 && done.length === names.length) return
  const left = names.filter((name) => !done.includes(name))
  throw new StepFailed(
    'migration-failed',
    [
      `${host.name}: ${left[0]} could not be reversed: ${ran.stdout.trim().split('\n').at(-1)}`,
      `Reversed: ${done.join(', ') || 'none'}. Still applied: ${left.join(', ')}.`,
      `${wanted.release.id} goes on serving on that schema.`,
    ].join('\n'),
    ran.stdout.trim().split('\n').slice(-40).join('\n'),
  )
}

/** What is run, and where: the newer release's web has the code that knows its migrations. */
interface Asking {
  from: Release
  web: string
  words: string[]
}

/** @throws UserError when the target's schema or the way to ask is not known */
function asking({ release, back, roles, migrate }: Wanted, work: 'plan' | 'reverse'): Asking {
  if (back === undefined) throw new Error('only a rollback reverses')
  const { from } = back
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
  return { from, web: from.settings?.roles.web ?? roles.web, words }
}

async function once(
  { wanted, transaction }: HostRun,
  { from, web, words }: Asking,
  before: readonly Command[] = [],
): Promise<Ran> {
  const name = containerOf(wanted, from)
  const there = { wanted: { ...wanted, release: from } }
  return await transaction.attempt({
    undo: [['retire', name]],
    run: [...before, compose(there, ...oneOffWords(name), web, ...words)],
  })
}

function containerOf({ model }: Wanted, { id }: Release): string {
  return `${model.name}-reverse-${id}`
}

async function readHistory({ host, wanted }: Pick<Member, 'host' | 'wanted'>): Promise<HistoryLine[]> {
  return parseHistory((await host.run(['cat', historyFile(wanted.root)])).stdout)
}

function judge(ran: Ran, wanted: Wanted, host: string, history: readonly HistoryLine[]): ReversePlan {
  const plan = ran.code === 0 ? readReversePlan(ran.stdout) : undefined
  const from = wanted.back?.from.id ?? ''
  if (plan === undefined)
    throw new UserError(
      'not-ready',
      `${host}: ${from} could not be asked for the way back: ${`${ran.stdout}\n${ran.stderr}`.trim().split('\n').at(-1)}`,
      'Go back with database: keep or restore.',
    )
  const obstacles = reverseObstacles(plan, wanted.release.id, history)
  if (obstacles.length === 0) return plan
  throw new UserError(
    'not-ready',
    `${host}: the schema can't be taken back from ${from} to ${wanted.release.id}:\n${obstacles.join('\n')}`,
    'Go back with database: keep, where old code runs on the newer schema, or with restore, which brings back a backup.',
  )
}

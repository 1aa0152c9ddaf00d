import { oneOffIn } from '../../compose/one-off.ts'
import { formatModel } from '../../compose/render.ts'
import type { Commands } from '../../engine/commands.ts'
import type { Session, StepResults } from '../../engine/session.ts'
import { StepFailed } from '../../errors.ts'
import { djangoSeconds } from '../../host/limits.ts'
import type { DatabaseState } from '../../model/database.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { allWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import type { Runner } from '../../runner/runner.ts'
import { migrationFailed, oneOff } from '../one-off.ts'
import { readPlan } from './migrations.ts'
import { readState } from './state.ts'
import { stateCommand } from './state-script.ts'

/**
 * Queries the Django of the new image for pending migrations, their dangers, the size of the database, and whether it
 * reaches its broker; changes nothing. If Django cannot be queried, `--plan` of the migration command tells less.
 * @throws StepFailed `migration-failed` if neither answers, `unhealthy` if the broker can't be reached
 */
export async function askPending(run: Session): Promise<Required<Pick<StepResults, 'database'>>> {
  const answer = await ask((words) => oneOff(run, words), run.desired.migrate, run.runner)
  if ('code' in answer) throw migrationFailed(run, 'the pending migrations could not be listed', answer)
  if (answer.brokerError !== undefined)
    throw new StepFailed(
      'unhealthy',
      `${run.host.name}: ${withoutBroker(answer.brokerError)}`,
      answer.brokerError,
    )
  return { database: answer }
}

/** What a release is without its broker, as Celery's own error says it. */
export function withoutBroker(error: string): string {
  return `the new release can't reach its Celery broker, so no task would run: ${error}`
}

/**
 * The same for a dry run, without a transaction, and only if the host already has what is needed: a live shop and
 * the image. Undefined if it cannot be known yet.
 */
export async function previewPending(
  { host, desired, observed }: FleetHost,
  commands: Commands,
  runner: Runner,
): Promise<DatabaseState | undefined> {
  const { migrate, model, roles } = desired
  if (migrate.length === 0 || !observed.imagePresent || observed.live === undefined) return undefined
  const once = (words: readonly string[]): Promise<Ran> => {
    const command = commands.runOnce(desired, { service: oneOffIn(model, roles), words, fromInput: true })
    return host.run(command, formatModel(model), {
      seconds: djangoSeconds,
      what: `${words.slice(0, 2).join(' ')} in a container of the new image`,
    })
  }
  const answer = await ask(once, migrate, runner)
  return 'code' in answer ? undefined : answer
}

/** Both commands often fail for the same reason; the first error is the one to fix. */
async function ask(
  once: (words: readonly string[]) => Promise<Ran>,
  migrate: readonly string[],
  { log }: Pick<Runner, 'log'>,
): Promise<DatabaseState | Ran> {
  const command = stateCommand(migrate)
  let first: Ran | undefined
  if (command !== undefined) {
    const asked = await once(command)
    const state = asked.code === 0 ? readState(asked.stdout) : undefined
    if (state !== undefined) return state
    log.debug(`Django could not be asked: ${allWords(asked)}`)
    if (asked.code !== 0) first = asked
  }
  const planned = await once([...migrate, '--plan'])
  if (planned.code !== 0) return first ?? planned
  const none = /No planned migration operations/.test(planned.stdout)
  return {
    pending: none ? [] : readPlan(planned.stdout),
    schema: undefined,
    serverVersion: undefined,
    bytes: undefined,
  }
}

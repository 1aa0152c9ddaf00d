import { formatModel } from '../compose/render.ts'
import { compose, type HostRun } from '../deploy/host-run.ts'
import type { Member } from '../deploy/survey.ts'
import type { Ran } from '../runner/process.ts'
import type { Runner } from '../runner/runner.ts'
import type { DatabaseState } from './database.ts'
import { readPlan } from './migrations.ts'
import { migrationFailed, oneOff } from './one-off.ts'
import { readState } from './state.ts'
import { stateCommand } from './state-script.ts'

/**
 * Asks the new image's own Django which migrations are pending, what about them is dangerous, and how large the
 * database is; changes nothing. Where Django can't be asked, the migration command's own `--plan` tells less.
 * @throws StepFailed `migration-failed` when neither answers
 */
export async function askPending(run: HostRun): Promise<void> {
  const answer = await ask((words) => oneOff(run, words), run.wanted.migrate, run.runner)
  if ('code' in answer)
    throw migrationFailed(run, 'the pending migrations could not be listed', answer.stdout)
  run.database = answer
}

/**
 * The same for a dry run, without a transaction and only where that needs nothing new on the host: a shop that is live and
 * the image. Undefined when it can't be known yet.
 */
export async function previewPending(
  { host, wanted, seen }: Member,
  runner: Runner,
): Promise<DatabaseState | undefined> {
  const { migrate, model, roles } = wanted
  if (migrate.length === 0 || !seen.imagePresent || seen.live === undefined) return undefined
  const once = (words: readonly string[]): Promise<Ran> => {
    const command = compose({ wanted }, 'run', '--rm', '--no-deps', '-T', roles.web, ...words)
    // The release is not on the host: its file goes in by standard input.
    return host.run(command.with(command.indexOf('-f') + 1, '-'), formatModel(model))
  }
  const answer = await ask(once, migrate, runner)
  return 'code' in answer ? undefined : answer
}

async function ask(
  once: (words: readonly string[]) => Promise<Ran>,
  migrate: readonly string[],
  { log }: Pick<Runner, 'log'>,
): Promise<DatabaseState | Ran> {
  const command = stateCommand(migrate)
  if (command !== undefined) {
    const asked = await once(command)
    const state = asked.code === 0 ? readState(asked.stdout) : undefined
    if (state !== undefined) return state
    log.debug(`Django could not be asked: ${asked.stdout}`)
  }
  const planned = await once([...migrate, '--plan'])
  if (planned.code !== 0) return planned
  const none = /No planned migration operations/.test(planned.stdout)
  return {
    pending: none ? [] : readPlan(planned.stdout),
    schema: undefined,
    serverVersion: undefined,
    bytes: undefined,
  }
}

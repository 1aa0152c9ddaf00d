import { oneOffIn } from '../compose/one-off.ts'
import { withoutSecrets } from '../diagnosis/secrets.ts'
import type { CommandResult, Session } from '../engine/session.ts'
import { escapeDollars } from '../model/project/project.ts'
import { releaseFolder } from '../model/release/release.ts'
import { withProgress } from '../report/progress.ts'

/** Seconds besides the command's own: for the container to start, and to be ended. */
const patience = 120

/** The exit code of `timeout` when it ended the command. */
const endedByTimeout = 124

/**
 * Runs the task's command in a container of the live release, with web's settings, networks and volumes. The container
 * is removed when the command ends, even when the run is killed. A failed command is a result, not an error.
 */
export async function runCommand(run: Session): Promise<{ command: CommandResult }> {
  const { desired, transaction, commands, runner } = run
  const { model, roles, root, release, task } = desired
  const { words = [], environment = new Map<string, string>(), seconds = 0 } = task?.command ?? {}
  const service = oneOffIn(model, roles)
  const name = `${model.name}-command-${task?.id}`
  const overlay = {
    file: `${releaseFolder(root, release.id)}/command.json`,
    content: overlayOf(service, environment),
  }
  const started = runner.clock.now()
  const work = transaction.attempt({
    undo: [['rm', '-f', overlay.file], commands.removeContainer(name)],
    run: [
      ...commands.writeOverlay(overlay),
      commands.runOnce(desired, { service, words, name, overlay, seconds }),
    ],
    seconds: seconds + patience,
  })
  const ran = await withProgress(run, 'running', work, () => Promise.resolve(''))
  await transaction.attempt({ run: [['rm', '-f', overlay.file], commands.removeContainer(name)] })
  const output = withoutSecrets(ran.stdout.trimEnd(), desired.secrets ?? [])
  const late = ran.code === endedByTimeout ? `\nIt was ended: it took longer than ${seconds} s.` : ''
  return {
    command: {
      exitCode: ran.code,
      output: `${output}${late}`.trim(),
      seconds: (runner.clock.now() - started) / 1000,
    },
  }
}

/** A Compose overlay with the command's variables: they may be secrets, so they are in no argument. */
function overlayOf(service: string, environment: ReadonlyMap<string, string>): string {
  const variables = [...environment].map(([name, value]) => [name, escapeDollars(value)])
  return JSON.stringify({ services: { [service]: { environment: Object.fromEntries(variables) } } })
}

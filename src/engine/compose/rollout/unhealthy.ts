import { type ReasonCode, StepFailed } from '../../../errors.ts'
import type { ComposeSession } from '../session.ts'

/** The failure of containers, with the first one's last lines. */
export async function unhealthy(
  run: ComposeSession,
  names: readonly string[],
  how: string,
  reason: ReasonCode = 'unhealthy',
  restarted = false,
): Promise<StepFailed> {
  return await failedAs(run, { shown: names.join(', '), container: names[0] ?? '', restarted }, how, reason)
}

/** The same, with a name other than the container's. */
export async function failedAs(
  run: ComposeSession,
  { shown, container, restarted = false }: { shown: string; container: string; restarted?: boolean },
  how: string,
  reason: ReasonCode,
): Promise<StepFailed> {
  const lines = await logsOf(run, container, restarted)
  const last = lines.split('\n').at(-1)
  return new StepFailed(
    reason,
    `${run.host.name}: ${shown} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`,
    lines,
  )
}

/**
 * Returns a container's last lines, from both outputs.
 * @param restarted whether to return the lines before its last start, which show why it exited, however much it has
 * written since
 */
export async function logsOf(
  { transaction }: Pick<ComposeSession, 'transaction'>,
  name: string,
  restarted = false,
): Promise<string> {
  const command = restarted
    ? ['bash', '-c', beforeStart, 'logs', name]
    : ['docker', 'logs', '--tail', '40', name]
  return (await transaction.attempt({ run: [command] })).stdout.trim()
}

/**
 * The engine picks the last lines before it filters by time, so the number must be large enough. It counts a restart
 * before it has started the container again: until then `StartedAt` is of the run that exited, and nothing is before it.
 */
const beforeStart = [
  `lines=$(docker logs --tail 20000 --until "$(docker inspect --format '{{.State.StartedAt}}' "$1")" "$1" 2>&1 | tail -n 40)`,
  `if [ -n "$lines" ]; then printf '%s\\n' "$lines"; else docker logs --tail 40 "$1" 2>&1; fi`,
].join('\n')

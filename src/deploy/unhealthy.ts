import { type ReasonCode, StepFailed } from '../errors.ts'
import type { HostRun } from './host-run.ts'

/** The failure of containers, with the last lines of the first one. */
export async function unhealthy(
  run: HostRun,
  names: readonly string[],
  how: string,
  reason: ReasonCode = 'unhealthy',
): Promise<StepFailed> {
  const lines = await logsOf(run, names[0] ?? '')
  const last = lines.split('\n').at(-1)
  return new StepFailed(
    reason,
    `${run.host.name}: ${names.join(', ')} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`,
    lines,
  )
}

/** The last lines that a container wrote, to both outputs. */
export async function logsOf({ transaction }: HostRun, name: string): Promise<string> {
  return (await transaction.attempt({ run: [['docker', 'logs', '--tail', '40', name]] })).stdout.trim()
}

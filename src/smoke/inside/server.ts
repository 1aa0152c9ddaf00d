import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import type { Address } from '../../host/ssh/address.ts'
import { connect } from '../../host/ssh/connect.ts'
import { unlessCancelled } from '../../runner/cancel.ts'
import type { Runner } from '../../runner/runner.ts'
import type { CheckResult } from '../check.ts'
import { result } from './containers.ts'

/** A server to look into. */
export interface LookedAt {
  target: Address
  jump: Address | undefined
  /** What the check `ssh` expects, if nothing can be found out. */
  expected: string
}

/**
 * Looks into a server over a connection of its own. What keeps it from being looked into is a failed check.
 * @param look gets the seconds since the beginning, for its own checks
 */
export async function lookInto<T>(
  { target, jump, expected }: LookedAt,
  { clock, cancelled }: Pick<Runner, 'clock' | 'cancelled'>,
  look: (host: Host, where: string, seconds: () => number) => Promise<T>,
): Promise<{ found: T } | { failed: CheckResult }> {
  const where = target.name ?? target.host
  const started = clock.now()
  const seconds = (): number => (clock.now() - started) / 1000
  const connecting = connect(target, jump)
  try {
    const host = await unlessCancelled(cancelled, connecting)
    return { found: await unlessCancelled(cancelled, look(host, where, seconds)) }
  } catch (error) {
    cancelled.throwIfAborted()
    const message = error instanceof UserError ? `${error.message} ${error.fix}` : String(error)
    return { failed: result({ where, seconds: seconds() }, 'ssh', expected, [[message], '']) }
  } finally {
    // Also closes a connection that opens after the job was cancelled: it would keep the process alive.
    void connecting.then(
      (host) => host.close(),
      () => {},
    )
  }
}

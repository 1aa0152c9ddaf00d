import type { Command } from '../../../../host/quote.ts'
import { containersOf } from '../../../../model/observed.ts'
import { when } from '../../../../model/step.ts'
import type { ComposeSession } from '../../session.ts'

/** In an undo, played last: makes services that call web resolve the old addresses again. */
export function restartFronts({ desired, observed }: ComposeSession): Command[] {
  const names = (desired.fronts ?? []).flatMap((service) =>
    containersOf(observed, service).flatMap(({ name, state }) => (state === 'running' ? [name] : [])),
  )
  return when(names.length > 0, ['docker', 'restart', ...names])
}

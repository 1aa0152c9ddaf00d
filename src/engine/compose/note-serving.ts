import type { Host } from '../../host/host.ts'
import type { DesiredState } from '../../model/desired.ts'
import { type ObservedState } from '../../model/observed.ts'
import { serviceOf } from '../../model/serving.ts'
import type { Runner } from '../../runner/runner.ts'
import { observe } from './observe/observe.ts'

/**
 * Asks a host what it serves after an undo; without an answer, notes what is known.
 * @param liveFolder the live release's folder when the undone transaction began; empty when unknown
 */
export async function noteService(
  { host, desired, observed }: { host: Host; desired: DesiredState; observed: ObservedState },
  { serving, cancelled }: Pick<Runner, 'serving' | 'cancelled'>,
  liveFolder = '',
): Promise<void> {
  // A cancelled job is killed after ten seconds. The host was undone, so it serves what it did before.
  if (cancelled.aborted) {
    const release = liveFolder.replace('releases/', '')
    const isAsSeen = release === '' || release === observed.live?.id
    return serving.note(host.name, isAsSeen ? serviceOf(observed, desired) : { state: 'live', release })
  }
  const now = await observe(host, desired).catch(() => undefined)
  serving.note(
    host.name,
    now === undefined ? { state: 'unknown', release: observed.live?.id } : serviceOf(now, desired),
  )
}

import pMap from 'p-map'
import type { Failure } from '../model/fleet.ts'
import { allOf } from '../report/host-failures.ts'
import { duration } from '../report/markdown.ts'
import type { Runner } from '../runner/runner.ts'

/** Seconds after the first failure in which other hosts may still report theirs. */
const echoSeconds = 3

/** Interval in seconds at which a wait reports what it is waiting for. */
const progressSeconds = 15

/**
 * Does the same work on several hosts, `parallel` at a time, and waits for all of them. After the first failure `stop`
 * tells the others to stop.
 * @param title the work in words, for the lines that say that it goes on
 * @throws the host's error; when several hosts failed, one error that names them all
 */
export async function runOnHosts<Item extends { host: string }>(
  title: string,
  items: readonly Item[],
  parallel: number,
  stop: AbortController,
  { log, clock }: Pick<Runner, 'log' | 'clock'>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: Failure[] = []
  const busy = new Map<string, number>()
  const over = new AbortController()
  const one = async (item: Item): Promise<void> => {
    if (failures.length > 0) return
    const started = clock.now()
    busy.set(item.host, started)
    try {
      await work(item)
      if (items.length > 1) log.info(`${item.host} is done (${duration((clock.now() - started) / 1000)})`)
    } catch (error) {
      failures.push({ host: item.host, error })
      if (items.length > 1) log.info(`${item.host} failed`)
      if (failures.length === 1 && busy.size > 1) void stopSoon()
    } finally {
      busy.delete(item.host)
    }
  }
  const stopSoon = async (): Promise<void> => {
    await clock.sleep(echoSeconds, over.signal).catch(() => {})
    if (!over.signal.aborted) stop.abort()
  }
  void sayWhatIsAwaited(title, busy, over.signal, { log, clock })
  await pMap(items, one, { concurrency: parallel }).finally(() => over.abort())
  if (failures.length > 0) throw allOf(failures)
}

async function sayWhatIsAwaited(
  title: string,
  busy: ReadonlyMap<string, number>,
  over: AbortSignal,
  { log, clock }: Pick<Runner, 'log' | 'clock'>,
): Promise<void> {
  for (;;) {
    await clock.sleep(progressSeconds, over).catch(() => {})
    if (over.aborted) return
    const hosts = [...busy].map(([host, started]) => `${host} (${duration((clock.now() - started) / 1000)})`)
    if (hosts.length > 0) log.progress(`… ${title}: waiting for ${hosts.join(', ')}`)
  }
}

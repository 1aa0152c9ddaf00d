import {
  countedSince,
  downOf,
  parseStatistics,
  type SlotStatistics,
  shareFailed,
  tooManyFailed,
} from '../../../edge/statistics.ts'
import { slotOf } from '../../../edge/upstreams.ts'
import { StepFailed } from '../../../errors.ts'
import { appServices } from '../../../model/desired.ts'
import type { Upstream } from '../../../model/edge/edge.ts'
import { webServices } from '../../../model/edge/web.ts'
import { servesWeb } from '../../../model/placement.ts'
import type { StepResults } from '../../session.ts'
import { watchMetrics } from '../../watch-metrics.ts'
import { type ComposeSession, createdOf, edgeName } from '../session.ts'
import { assertRunning, inspect } from './health.ts'
import { logsOf, unhealthy } from './unhealthy.ts'

/** Seconds between two checks, between two log lines, and until the edge must answer again. */
const pause = 2
const tellEvery = 10
const silenceSeconds = 10

/**
 * Watches the new release for `desired.bake` seconds of real requests, while the old one could still take over at once;
 * a little longer while a metric is beyond its limit.
 * @throws StepFailed `bake-failed` when a new container exits, the edge marks one as down, too many requests fail, or a
 * metric stays beyond its limit
 */
export async function bake(run: ComposeSession): Promise<StepResults> {
  const { desired, runner, host } = run
  const { clock } = runner
  const started = clock.now()
  const seconds = (): number => Math.round((clock.now() - started) / 1000)
  const slots = newSlots(run)
  // The slots served other releases before, and the edge keeps counting.
  const hasEdge = servesWeb(desired)
  let before = hasEdge ? await statistics(run) : undefined
  let baked = { requests: 0, failed: 0, seconds: 0 }
  let told = 0
  let heard = seconds()
  const metrics = watchMetrics(run)
  while (seconds() < desired.bake || !metrics.passed()) {
    const left = desired.bake - seconds()
    await clock.sleep(left > 0 ? Math.min(pause, left) : pause, runner.cancelled)
    await assertHealthy(run)
    await metrics.look()
    // Without web there are no requests to count, but the containers must keep running.
    if (!hasEdge) continue
    const now = await statistics(run)
    if (now === undefined) {
      if (seconds() - heard >= silenceSeconds) throw await silentEdge(run)
      continue
    }
    heard = seconds()
    before ??= now
    const counted = countedSince(before, now, slots)
    baked = { ...counted, seconds: seconds() }
    await judge(run, before, now)
    if (seconds() - told < tellEvery && (seconds() < desired.bake || told >= desired.bake)) continue
    told = seconds()
    runner.log.progress(
      `… ${host.name}: ${told} s of ${desired.bake}: ${counted.requests} requests, ${shareFailed(counted)} failed`,
    )
  }
  for (const one of metrics.told()) runner.log.info(`${host.name}: the metric ${one}`)
  return hasEdge ? { baked } : {}
}

async function assertHealthy(run: ComposeSession): Promise<void> {
  const { desired } = run
  const states = await inspect(run, createdOf(run, appServices(desired)))
  await assertRunning(run, states, 'bake-failed')
  // A health check that can't work in the image fails for every release.
  const web = [...run.dockerChecks].flatMap(([name, works]) => (works ? createdOf(run, [name]) : []))
  const sick = states.find(({ name, health }) => web.includes(name) && health === 'unhealthy')
  if (sick !== undefined) throw await unhealthy(run, [sick.name], 'fails its own health check', 'bake-failed')
}

/** Checks each web service by itself: the many requests of others would hide its failures. */
async function judge(
  run: ComposeSession,
  before: readonly SlotStatistics[],
  now: readonly SlotStatistics[],
): Promise<void> {
  const down = downOf(now, newSlots(run))
  if (down !== undefined)
    throw await unhealthy(run, [containerIn(run, down.slot)], downWords(down), 'bake-failed')
  for (const { name, service } of webServices(run.desired)) {
    const slots = newSlots(run, ({ service: of }) => of === service)
    const why = tooManyFailed(countedSince(before, now, slots), run.desired.maxErrorRate)
    if (why === undefined) continue
    const failedIn = (slot: string): number => countedSince(before, now, [slot]).failed
    const [worst = ''] = slots.toSorted((one, other) => failedIn(other) - failedIn(one))
    const where = service === undefined ? '' : `${name}: `
    throw new StepFailed(
      'bake-failed',
      `${run.host.name}: ${where}${why}.`,
      await logsOf(run, containerIn(run, worst)),
    )
  }
}

function downWords({ check, status }: SlotStatistics): string {
  return `is down for the edge (${[status, check].filter(Boolean).join(', ')})`
}

/** The edge's current counters; undefined while it takes no commands. */
async function statistics(run: ComposeSession): Promise<SlotStatistics[] | undefined> {
  const { code, stdout } = await run.transaction.attempt({
    run: [['ask', edgeName(run), 'show stat -1 4 -1']],
  })
  return code === 0 ? parseStatistics(stdout) : undefined
}

async function silentEdge(run: ComposeSession): Promise<StepFailed> {
  return new StepFailed(
    'bake-failed',
    `${run.host.name}: the edge has taken no commands for ${silenceSeconds} s.`,
    await logsOf(run, edgeName(run)),
  )
}

function newSlots(
  { upstreams, desired }: ComposeSession,
  isMeant: (one: Upstream) => boolean = () => true,
): string[] {
  return upstreams.flatMap((one) => (one.release === desired.release.id && isMeant(one) ? [slotOf(one)] : []))
}

function containerIn({ upstreams }: ComposeSession, slot: string): string {
  return upstreams.find((one) => slotOf(one) === slot)?.container ?? ''
}

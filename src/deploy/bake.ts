import {
  type Counted,
  countedSince,
  downOf,
  parseStatistics,
  type SlotStatistics,
  shareFailed,
  tooManyFailed,
} from '../edge/statistics.ts'
import { StepFailed } from '../errors.ts'
import { inspect, refuseFallen } from './health.ts'
import { createdOf, edgeName, type HostRun } from './host-run.ts'
import { logsOf, unhealthy } from './unhealthy.ts'
import { appServices } from './wanted.ts'

/** Seconds between two looks, between two lines in the log, and in which the edge must be heard again. */
const pause = 2
const tellEvery = 10
const patience = 10

/**
 * Watches the new release for `wanted.bake` seconds of real requests, while the old one could still take over at once.
 * @throws StepFailed `bake-failed` when a new container falls, the edge holds one for down, or too many requests fail
 */
export async function bake(run: HostRun): Promise<void> {
  const { wanted, runner, host } = run
  const { clock } = runner
  const started = clock.now()
  const seconds = (): number => Math.round((clock.now() - started) / 1000)
  const slots = newSlots(run)
  // Slots had other releases before, and the edge goes on counting.
  let before = await statistics(run)
  run.baked = { requests: 0, failed: 0, seconds: 0 }
  let told = 0
  let heard = seconds()
  while (seconds() < wanted.bake) {
    await clock.sleep(Math.min(pause, wanted.bake - seconds()), runner.cancelled)
    await refuseSick(run)
    const now = await statistics(run)
    if (now === undefined) {
      if (seconds() - heard >= patience) throw await silentEdge(run)
      continue
    }
    heard = seconds()
    before ??= now
    const counted = countedSince(before, now, slots)
    run.baked = { ...counted, seconds: seconds() }
    await judge(run, counted, before, now)
    if (seconds() - told < tellEvery && seconds() < wanted.bake) continue
    told = seconds()
    runner.log.info(
      `${host.name}: ${told} s of ${wanted.bake}: ${counted.requests} requests, ${shareFailed(counted)} failed`,
    )
  }
}

async function refuseSick(run: HostRun): Promise<void> {
  const { wanted } = run
  const states = await inspect(run, createdOf(run, appServices(wanted)))
  await refuseFallen(run, states, 'bake-failed')
  // A check that can't work in the image says so of every release.
  if (run.dockerCheckWorks !== true) return
  const web = createdOf(run, [wanted.roles.web])
  const sick = states.find(({ name, health }) => web.includes(name) && health === 'unhealthy')
  if (sick !== undefined) throw await unhealthy(run, [sick.name], 'fails its own health check', 'bake-failed')
}

async function judge(
  run: HostRun,
  counted: Counted,
  before: readonly SlotStatistics[],
  now: readonly SlotStatistics[],
): Promise<void> {
  const slots = newSlots(run)
  const down = downOf(now, slots)
  if (down !== undefined)
    throw await unhealthy(run, [containerIn(run, down.slot)], downWords(down), 'bake-failed')
  const why = tooManyFailed(counted, run.wanted.maxErrorRate)
  if (why === undefined) return
  const failedIn = (slot: string): number => countedSince(before, now, [slot]).failed
  const [worst = ''] = slots.toSorted((one, other) => failedIn(other) - failedIn(one))
  throw new StepFailed('bake-failed', `${run.host.name}: ${why}.`, await logsOf(run, containerIn(run, worst)))
}

function downWords({ check, status }: SlotStatistics): string {
  return `is down for the edge (${[status, check].filter(Boolean).join(', ')})`
}

/** What the edge counts now; undefined while it takes no commands. */
async function statistics(run: HostRun): Promise<SlotStatistics[] | undefined> {
  const { code, stdout } = await run.transaction.attempt({
    run: [['ask', edgeName(run), 'show stat web 4 -1']],
  })
  return code === 0 ? parseStatistics(stdout) : undefined
}

async function silentEdge(run: HostRun): Promise<StepFailed> {
  return new StepFailed(
    'bake-failed',
    `${run.host.name}: the edge has taken no commands for ${patience} s.`,
    await logsOf(run, edgeName(run)),
  )
}

function newSlots({ upstreams, wanted }: HostRun): string[] {
  return upstreams.flatMap(({ slot, release }) => (release === wanted.release.id ? [slot] : []))
}

function containerIn({ upstreams }: HostRun, slot: string): string {
  return upstreams.find((one) => one.slot === slot)?.container ?? ''
}

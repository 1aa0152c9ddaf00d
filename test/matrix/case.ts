import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DistResult, DistRun } from '../e2e/run-dist.ts'
import { type Footprint, untilFree, untilServing } from '../e2e/serves-alone.ts'
import { withoutMasks } from '../e2e/shop-on-server.ts'
import { evidenceFrom } from './evidence.ts'
import { type Armed, faults, runnerLives } from './faults.ts'
import type { Fleet } from './fleet.ts'
import { type Case, mayServe, nameOf, type StepSeen, stepsIn } from './matrix.ts'
import { type Plan, plans, type Wish } from './plans.ts'
import { assertRows } from './rows.ts'

/** How a case went. */
export interface Result extends Case<string, string> {
  /** Missed: the run was over before the fault could strike. */
  result: 'passed' | 'red' | 'missed'
  detail: string
  /** The step that the run was in when the fault had struck. */
  hit: string
  /** The run's exit code and reason. */
  ended: string
  serves: 'old' | 'new' | 'nothing' | '?'
  /** Seconds until the hosts were free, for a runner that died; until the run had ended, for one that lived. */
  wellAfter: number
  seconds: number
  problem: string
  /** Logs and what is on the hosts, when red. */
  evidence: string
}

/**
 * Seconds in which hosts are free of a dead runner, also where they wait for the first one's data, a run has ended, and a restarted
 * host serves again: on the busiest machine. How long it took is in the results.
 */
const patience = { free: 120, freeWithData: 150, run: 600, serving: 120 }

/**
 * After which cases a whole run without a fault must converge: all; those that left another release than before and each
 * fifth of the rest, whose hosts are byte for byte as before; none. What follows then is the next case's run, which has to
 * come as far as its own fault, or it counts as missed.
 */
export const converging = ['all', 'changed', 'none'] as const
export type Converging = (typeof converging)[number]

/** Runs one case: a deploy with a fault, the checks, the deploy that must converge, the checks again. */
export async function runCase(fleet: Fleet, one: Case, converges: Converging): Promise<Result> {
  const started = performance.now()
  const result = resultOf(one)
  let armed: Armed | undefined
  let run: DistRun | undefined
  let log = ''
  try {
    const plan = plans[one.plan]
    await fleet.prepare(plan, one.fault === 'disk')
    const [before, wish, after] = [await fleet.footprints(), plan.wish(fleet.live), plan.converge(fleet.live)]
    const struck = fleet.servers[one.host]
    if (struck === undefined) throw new Error(`no host ${one.host}`)
    armed = await faults[one.fault](struck, one)
    result.detail = armed.detail ?? ''
    const rollback = plan.rollback === true
    const target = fleet.previous
    // The way back is named by both ends, so that a second run does not go further.
    const ends = rollback ? { from: fleet.release, to: target?.release ?? '' } : {}
    const inputs = { ...plan.inputs, ...ends }
    run = await fleet.start(wish, inputs, { host: one.host, armed, rollback })
    const inTime = await strikeAt(one, run, armed, result)
    const struckAt = performance.now()
    const { code, outputs, log: said } = await within(patience.run, run)
    log = said
    result.ended = `${code} ${outputs['reason-code'] ?? ''}`.trim()
    await armed.over?.()
    const free = plan.data === 'data' && one.hosts > 1 ? patience.freeWithData : patience.free
    if (!runnerLives(one.fault)) await fleet.each((server) => untilFree(server, free))
    result.wellAfter = (performance.now() - struckAt) / 1000
    result.serves = await check(fleet, { code, log, before, wish, plan, restarted: one.fault })
    if (plan.data !== undefined)
      await assertRows(fleet, plan.data, { isBack: result.serves === 'new', isWhole: code === 0 })
    await armed.fix?.()
    const isChanged = result.serves === 'new' || one.dice < 0.2
    if (converges === 'all' || (converges === 'changed' && isChanged)) {
      const next = await within(
        patience.run,
        await fleet.start(after, { ...inputs, 'health-timeout': '20s' }, { rollback }),
      )
      log += `\n=== the next run ===\n${next.log}`
      assert.equal(next.code, 0, 'the next run is red')
      if (rollback)
        assert.equal(next.outputs.release, target?.release, 'another release than the one before is live')
      await fleet.assertServes(next.outputs.release ?? '', after)
      if (plan.data !== undefined) await assertRows(fleet, plan.data, { isBack: true, isWhole: true })
    }
    result.result = inTime ? 'passed' : 'missed'
  } catch (error) {
    result.problem = error instanceof Error ? error.message : String(error)
    result.evidence = `${withoutMasks(log || run?.log() || '')}\n${await evidenceFrom(fleet.servers)}`
    run?.child.kill('SIGKILL')
    await armed?.over?.().catch(() => {})
    await fleet.empty(false)
  }
  result.seconds = (performance.now() - started) / 1000
  return result
}

/** A case that has not gone well yet. Pure. */
export function resultOf(one: Case<string, string>): Result {
  return {
    ...one,
    ...{ result: 'red', detail: '', hit: '', ended: '', serves: '?' },
    ...{ wellAfter: 0, seconds: 0, problem: '', evidence: '' },
  }
}

/** Waits for the step's line in the log, then a moment, and strikes; false when the run was over before. */
export async function strikeAt(
  one: Pick<Case, 'step' | 'delay'>,
  run: DistRun,
  armed: Armed,
  result: Result,
): Promise<boolean> {
  let over = false
  void run.finished.then(() => (over = true))
  const begun = new Promise<boolean>((resolve) => {
    const look = (): void => {
      if (stepsIn(run.log()).some((step) => isSame(step, one.step))) resolve(true)
    }
    // After the listener that collects the log, so that the line is in it.
    run.child.stdout?.on('data', look)
    void run.finished.then(() => resolve(false))
    look()
  })
  if (!(await begun)) return false
  if (one.delay > 0) await sleep(one.delay)
  if (over || run.child.exitCode !== null) return false
  const struck = await armed.strike(run)
  const last = stepsIn(run.log()).at(-1)
  result.hit = last === undefined ? '' : nameOf(last)
  return struck
}

/** The end of a run, or an error when it hangs. */
export async function within(seconds: number, run: DistRun): Promise<DistResult> {
  const timer = new AbortController()
  const late = sleep(seconds * 1000, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`the run has not ended after ${seconds} s`)
  })
  late.catch(() => {})
  return await Promise.race([run.finished, late]).finally(() => timer.abort())
}

interface Ended {
  code: number
  log: string
  before: Footprint[]
  wish: Wish
  plan: Plan
  restarted: Case['fault']
}

/** Whether one release serves on all hosts, alone, and it is one that may serve after such a run. */
async function check(
  fleet: Fleet,
  { code, log, before, wish, plan, restarted }: Ended,
): Promise<'old' | 'new' | 'nothing'> {
  const may = mayServe(log, code)
  if (plan.fails === true) assert.notEqual(code, 0, 'a deploy that can only fail is green')
  const lives = (await fleet.footprints()).map(({ live }) => live)
  assert.equal(new Set(lives).size, 1, `not the same on all hosts: ${lives.join(', ')}`)
  const [live = ''] = lives
  const isOld = live === fleet.release
  assert.ok(
    isOld ? may.old : may.new,
    `${isOld ? 'the old' : 'the new'} release is live after: exit code ${code}`,
  )
  if (live === '') {
    assert.deepEqual(await fleet.footprints(), before, 'something is left on an empty host')
    return 'nothing'
  }
  if (restarted === 'engine' || restarted === 'reboot')
    await fleet.each((server) => untilServing(server, patience.serving))
  if (!isOld) {
    const made =
      plan.rollback === true ? fleet.previous?.release : /::debug::▶ Write release (\S+)/.exec(log)?.[1]
    assert.equal(live, made, 'another release than this run’s is live')
    await fleet.assertServes(live, wish)
    return 'new'
  }
  const now = await fleet.assertServes(live, fleet.live ?? wish, fleet.isWarm)
  assert.deepEqual(comparable(now, plan), comparable(before, plan))
  return 'old'
}

/** A backup that was proved stays, whatever becomes of the deploy. An edge that was made anew is made anew on the way back. */
function comparable(all: readonly Footprint[], { renewsEdge }: Plan): Footprint[] {
  return all.map(({ files, containers, ...others }) => ({
    ...others,
    files: files.filter((file) => !/ \.\/backups\//.test(file)),
    containers: containers.map((one) =>
      renewsEdge === true && one.role === 'edge' ? { ...one, id: '' } : one,
    ),
  }))
}

function isSame(one: StepSeen, other: StepSeen): boolean {
  return one.title === other.title && one.turn === other.turn
}

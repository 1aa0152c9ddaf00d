import { expect, test } from 'vitest'
import type { Result } from '../matrix/case.ts'
import { Fleet } from '../matrix/fleet.ts'
import { casesOf, diagonal, type FaultName, faultNames, type PlanName } from '../matrix/matrix.ts'
import { lineOf } from '../matrix/results.ts'
import { rehearse, runTwice } from '../matrix/run.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'

/** The same moments each time; `npm run test:matrix` has them all, with any seed. */
const seed = 1

/**
 * The longest first, as three servers share them. The plan deploy is not among them: migration has all its steps, and
 * `npm run test:matrix` has both.
 */
const series: PlanName[] = ['migration', 'first', 'scale', 'failing']

/** A dead line and an engine that hangs take their time, a full disk two deploys more: one of the plans has these too. */
const faultsOf = (plan: PlanName): readonly FaultName[] =>
  plan === 'scale' ? faultNames : faultNames.filter((fault) => !['cut', 'hang', 'disk'].includes(fault))

const sandbox = await openSandbox({ servers: 3, data: true })
const idle = [...sandbox.servers]
const waiting: ((server: Server) => void)[] = []

test.concurrent.for(series)(
  'After a fault at each step of the plan %s, one healthy release serves, and the next run converges',
  {
    // Three servers share the plans: the last ones wait for the first ones, on a busy machine for long.
    timeout: 3_600_000,
  },
  async (plan) => {
    const server = idle.shift() ?? (await new Promise<Server>((resolve) => waiting.push(resolve)))
    const results: Result[] = []
    try {
      const fleet = await Fleet.open(sandbox, [server])
      const steps = await rehearse(fleet, plan)
      const all = casesOf(plan, 1, steps, faultsOf(plan), seed)
      // Full disks last: each change of disk is a deploy from nothing.
      const cases = diagonal(all, faultsOf(plan), series.indexOf(plan)).sort(byDisk)
      for (const [index, one] of cases.entries()) {
        results.push(await runTwice(fleet, one, index === cases.length - 1 ? 'all' : 'none'))
        console.log(results.map(lineOf).at(-1))
      }
      await fleet.empty(false)
    } finally {
      const next = waiting.shift()
      if (next === undefined) idle.push(server)
      else next(server)
    }
    expect(results.flatMap((one) => (one.result === 'red' ? `${lineOf(one)}\n${one.evidence}` : []))).toEqual(
      [],
    )
    expect(results.filter(({ result }) => result === 'passed').length).toBeGreaterThanOrEqual(
      results.length - 1,
    )
  },
)

function byDisk(one: { fault: FaultName }, other: { fault: FaultName }): number {
  return Number(one.fault === 'disk') - Number(other.fault === 'disk')
}

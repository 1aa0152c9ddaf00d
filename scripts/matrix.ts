/**
 * `npm run test:matrix`: tests every fault at every step of every plan, on one host and on three; takes hours.
 * `-- --plans first,deploy --hosts 1,3 --faults kill,cut --seed 7` runs a part; `--steps Commit,Switch` runs only these
 * steps, `--diagonal 2` runs each step once, with the faults in turn. `--delay 5000` strikes up to 5 s after a step has
 * begun, for steps that take long. `--converge changed` takes half the time: a run without a fault follows only when a
 * host differs from before, and every fifth time. `--lanes 3` uses three fleets at once. `--out results.jsonl --resume`
 * resumes an earlier series; SIGTERM ends the series after the current cases. `--engine swarm` does it on a Swarm of three
 * managers, which has plans and faults of its own.
 */
import { parseArgs } from 'node:util'
import { converging } from '../test/matrix/case.ts'
import { faultNames, planNames } from '../test/matrix/matrix.ts'
import { Results, tableOf } from '../test/matrix/results.ts'
import { runMatrix } from '../test/matrix/run.ts'
import { swarmPlanNames } from '../test/matrix/swarm/case.ts'
import { swarmFaultNames } from '../test/matrix/swarm/faults.ts'
import { runSwarmMatrix } from '../test/matrix/swarm/run.ts'
import { openSandbox } from '../test/sandbox/sandbox.ts'

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'compose' },
    plans: { type: 'string' },
    hosts: { type: 'string', default: '1,3' },
    faults: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lanes: { type: 'string', default: '1' },
    converge: { type: 'string', default: 'all' },
    diagonal: { type: 'string' },
    steps: { type: 'string' },
    delay: { type: 'string', default: '300' },
    out: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
})

const isSwarm = chosen('engine', values.engine, ['compose', 'swarm']).includes('swarm')
const hosts = isSwarm ? [3] : values.hosts.split(',').map(Number)
const series = {
  hosts,
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  longest: Number(values.delay),
  converges: chosen('converge', values.converge, converging)[0] ?? 'all',
  ...(values.steps === undefined ? {} : { words: values.steps.split(',') }),
  ...(values.diagonal === undefined ? {} : { diagonal: Number(values.diagonal) }),
  isOver: () => isOver,
}
let isOver = false
process.on('SIGTERM', () => (isOver = true))
console.log(`seed ${series.seed}`)
const sandbox = await openSandbox({ servers: Math.max(...hosts) * (isSwarm ? 1 : series.lanes), data: true })
const results = new Results(values.out, values.resume)
if (isSwarm) {
  const plans = chosen('plans', values.plans, swarmPlanNames)
  const faults = chosen('faults', values.faults, swarmFaultNames)
  await runSwarmMatrix(sandbox, { ...series, plans, faults }, results)
} else {
  const plans = chosen('plans', values.plans, planNames)
  const faults = chosen('faults', values.faults, faultNames)
  await runMatrix(sandbox, { ...series, plans, faults }, results)
}
console.log(`\n${tableOf(results.all)}`)
if (results.all.some(({ id, result }) => result === 'red' && !results.has({ id }))) process.exitCode = 1

function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): T[] {
  const names = text?.split(',') ?? known
  return names.map((name) => {
    const found = known.find((one) => one === name)
    if (found === undefined) throw new Error(`--${option}: "${name}" is none of ${known.join(', ')}`)
    return found
  })
}

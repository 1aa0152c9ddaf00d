/**
 * `npm run test:matrix`: tests every fault at every step of every plan, on one host and on three; takes hours.
 * `-- --plans first,deploy --hosts 1,3 --faults kill,cut --seed 7` runs a part; `--steps Commit,Switch` runs only these
 * steps, `--diagonal 2` runs each step once, with the faults in turn. `--delay 5000` strikes up to 5 s after a step has
 * begun, for steps that take long. `--converge changed` takes half the time: a run without a fault follows only when a
 * host differs from before, and every fifth time. `--lanes 3` uses three fleets at once. `--out results.jsonl --resume`
 * resumes an earlier series; SIGTERM ends the series after the current cases.
 */
import { parseArgs } from 'node:util'
import { converging } from '../test/matrix/case.ts'
import { faultNames, planNames } from '../test/matrix/matrix.ts'
import { Results, tableOf } from '../test/matrix/results.ts'
import { runMatrix } from '../test/matrix/run.ts'
import { openSandbox } from '../test/sandbox/sandbox.ts'

const { values } = parseArgs({
  options: {
    plans: { type: 'string', default: planNames.join() },
    hosts: { type: 'string', default: '1,3' },
    faults: { type: 'string', default: faultNames.join() },
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

const hosts = values.hosts.split(',').map(Number)
const series = {
  plans: chosen('plans', values.plans, planNames),
  faults: chosen('faults', values.faults, faultNames),
  hosts,
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  longest: Number(values.delay),
  converges: chosen('converge', values.converge, converging)[0] ?? 'all',
  ...(values.steps === undefined ? {} : { words: values.steps.split(',') }),
  ...(values.diagonal === undefined ? {} : { diagonal: Number(values.diagonal) }),
}
let isOver = false
process.on('SIGTERM', () => (isOver = true))
console.log(`seed ${series.seed}`)
const sandbox = await openSandbox({ servers: Math.max(...hosts) * series.lanes, data: true })
const results = new Results(values.out, values.resume)
await runMatrix(sandbox, { ...series, isOver: () => isOver }, results)
console.log(`\n${tableOf(results.all)}`)
if (results.all.some(({ id, result }) => result === 'red' && !results.has({ id }))) process.exitCode = 1

function chosen<T extends string>(option: string, text: string, known: readonly T[]): T[] {
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name)
    if (found === undefined) throw new Error(`--${option}: "${name}" is none of ${known.join(', ')}`)
    return found
  })
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { table } from '../../src/report/markdown.ts'
import type { Result } from './case.ts'
import { type Case, nameOf } from './matrix.ts'

const marks = { passed: '✔', red: '✘', missed: 'missed' }

/** Where results go one by one, so that a series can be ended at any time and taken up again. */
export class Results {
  readonly all: Result[]
  private readonly file: string | undefined

  /** @param file JSON lines; what is in it already counts when it is taken up again */
  constructor(file: string | undefined, isResumed: boolean) {
    this.file = file
    this.all = isResumed && file !== undefined && existsSync(file) ? readResults(file) : []
  }

  add(result: Result): void {
    this.all.push(result)
    if (this.file !== undefined) appendFileSync(this.file, `${JSON.stringify(result)}\n`)
    console.log(lineOf(result))
  }

  /** Whether a case has been passed; red and missed ones are run again. */
  has({ id }: Pick<Case, 'id'>): boolean {
    return this.all.findLast((one) => one.id === id)?.result === 'passed'
  }
}

/** All results in a file; of a case that was run again, each. */
export function readResults(file: string): Result[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result)
}

/** One line for people. */
export function lineOf(one: Result): string {
  const { plan, hosts, fault, detail, step, delay, host, hit, ended, serves, wellAfter, seconds, problem } =
    one
  const what = `${plan} on ${hosts}, ${fault}${detail === '' ? '' : ` (${detail})`} on host ${host + 1}`
  const where = `at “${nameOf(step)}” + ${delay} ms${hit === nameOf(step) ? '' : `, in “${hit}”`}`
  const how = `exit ${ended}, ${serves} serves, well after ${wellAfter.toFixed(1)} s, ${seconds.toFixed(0)} s in all`
  return `${marks[one.result]} ${what} ${where}: ${how}${problem === '' ? '' : `\n    ${problem.split('\n').slice(0, 12).join('\n    ')}`}`
}

/** Plan × step in rows, faults in columns, and the counts. */
export function tableOf(all: readonly Result[]): string {
  const latest = [...new Map(all.map((one) => [one.id, one])).values()]
  const faults = [...new Set(latest.map(({ fault }) => fault))]
  const rows = [...new Set(latest.map(rowOf))]
  const cell = (row: string, fault: string): string => {
    const one = latest.find((some) => some.fault === fault && rowOf(some) === row)
    return one === undefined ? '' : marks[one.result]
  }
  const counted = (result: Result['result']): number => latest.filter((one) => one.result === result).length
  return [
    table(
      ['Plan', 'Hosts', 'Step', ...faults],
      rows.map((row) => [...(JSON.parse(row) as string[]), ...faults.map((fault) => cell(row, fault))]),
    ),
    `${latest.length} cases: ${counted('passed')} passed, ${counted('red')} red, ${counted('missed')} missed`,
  ].join('\n')
}

const rowOf = ({ plan, hosts, step }: Case<string, string>): string =>
  JSON.stringify([plan, String(hosts), nameOf(step)])

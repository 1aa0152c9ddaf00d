import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'
import type { DjangoAnswers } from './django-script.ts'
import type { Live, ObservedContainer } from './observed.ts'
import { tickSeconds } from './questions.ts'

/** The maximum age in seconds of a schedule in the database: beat writes it every three minutes. */
const scheduleAge = 600

/** Seconds after its start in which beat may not have written its schedule yet. */
const firstNote = 200

/** The state of beat on one host. */
export interface BeatView {
  where: string
  seconds: number
  live: Live
  containers: readonly ObservedContainer[]
  /** A line for each container: its name, and how many tasks it sent recently. */
  ticks: string
  answers: DjangoAnswers | string
  /** The host's own time, Unix seconds. */
  now: number
}

/** Checks that exactly one beat runs in the whole fleet and sends tasks; no check if the release has none. */
export function schedulerResults(views: readonly BeatView[]): CheckResult[] {
  const [first] = views
  const has = views.some(({ live }) => live.services.some(({ beat }) => beat))
  if (first === undefined || !has) return []
  const found = views.flatMap(({ live, containers, where, ticks, now }) =>
    containers
      .filter(({ service, state }) => state === 'running' && isBeat(live, service))
      .map(({ name, started }) => ({
        ...{ name, where, sent: sentBy(ticks, name) },
        runs: Math.round(now - Date.parse(started) / 1000),
      })),
  )
  const place: Place = { where: views.length === 1 ? first.where : 'all servers', seconds: first.seconds }
  const [one, ...more] = found
  const alone = result(place, 'scheduler', 'exactly one beat runs', [
    one !== undefined && more.length === 0
      ? []
      : [one === undefined ? 'none runs' : `${found.length} run: ${found.map(describe).join(', ')}`],
    one === undefined ? '' : `one runs: ${describe(one)}`,
  ])
  if (one === undefined) return [alone]
  const age = views
    .map(({ answers }) => (typeof answers === 'string' ? undefined : answers.schedule?.age))
    .find(Number.isFinite)
  const inDatabase = age !== undefined && age <= scheduleAge
  const sent = found.reduce((sum, { sent: count }) => sum + count, 0)
  const isYoung = sent === 0 && one.runs < firstNote
  const note = inDatabase
    ? `the schedule moved ${Math.round(age)} s ago`
    : isYoung
      ? `it started ${one.runs} s ago: too early to tell`
      : `${sent} tasks sent within ${tickSeconds} s`
  return [
    alone,
    result(
      place,
      'schedule',
      'beat sends tasks',
      [
        sent > 0 || inDatabase || isYoung
          ? []
          : [`no task in ${tickSeconds} s, as far as its log (level INFO) and the database tell`],
        note,
      ],
      'warning',
    ),
  ]
}

/** Checks the app's logs for errors since the deploy; a line for each container: name, count, last line. */
export function logResult(place: Place, output: string): CheckResult {
  const lines = output.split('\n').flatMap((line) => {
    const [name = '', count = '0', last = ''] = line.split('\t')
    return Number(count) > 0 ? [`${name}: ${count}, the last: ${last.trim()}`] : []
  })
  return result(place, 'log errors', 'no errors since the deploy', [lines, 'no errors'], 'warning')
}

function isBeat({ services }: Live, service: string): boolean {
  return services.some(({ name, beat }) => name === service && beat)
}

function sentBy(ticks: string, name: string): number {
  const line = ticks.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0) || 0
}

function describe({ name, where }: { name: string; where: string }): string {
  return `${name} on ${where}`
}

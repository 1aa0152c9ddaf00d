import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'
import type { Told } from './django-script.ts'
import { tickSeconds } from './questions.ts'
import type { Live, Seen } from './seen.ts'

/** Seconds after which a schedule that is kept in the database must have moved: beat writes down every three minutes. */
const scheduleAge = 600

/** Seconds after its start in which beat may have written nothing down yet. */
const firstNote = 200

/** What is known of beat on one host. */
export interface BeatView {
  where: string
  seconds: number
  live: Live
  containers: readonly Seen[]
  /** A line for each container: its name, and how many tasks it has sent of late. */
  ticks: string
  told: Told | string
  /** The host's own time, Unix seconds. */
  now: number
}

/** Exactly one beat runs in the whole fleet, and it ticks; nothing where the release has none. */
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
      : [one === undefined ? 'none runs' : `${found.length} run: ${found.map(tell).join(', ')}`],
    one === undefined ? '' : tell(one),
  ])
  if (one === undefined) return [alone]
  const age = views
    .map(({ told }) => (typeof told === 'string' ? undefined : told.schedule?.age))
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

/** What the logs of the app tell of errors since the deploy; a line for each container: name, count, last line. */
export function logResult(place: Place, output: string): CheckResult {
  const lines = output.split('\n').flatMap((line) => {
    const [name = '', count = '0', last = ''] = line.split('\t')
    return Number(count) > 0 ? [`${name}: ${count}, the last: ${last.trim()}`] : []
  })
  return result(place, 'log errors', 'no errors since the deploy', [lines, 'none'], 'warning')
}

function isBeat({ services }: Live, service: string): boolean {
  return services.some(({ name, beat }) => name === service && beat)
}

function sentBy(ticks: string, name: string): number {
  const line = ticks.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0) || 0
}

function tell({ name, where }: { name: string; where: string }): string {
  return `${name} on ${where}`
}

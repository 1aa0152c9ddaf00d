import { duration } from '../../src/report/markdown.ts'
import type { TrafficReport } from '../../test/e2e/traffic.ts'
import type { Timing } from './progress.ts'

/** One deploy, as the run of the pipeline put it out. */
export interface Shipped {
  /** What people call it: v1, v2. */
  readonly name: string
  readonly commit: string
  readonly release: string
  readonly version: string
  readonly image: string
  readonly seconds: number
  readonly timings: readonly Timing[]
}

/** The way back from the last one to the one before. */
export interface WentBack {
  readonly release: string
  readonly seconds: number
  readonly timings: readonly Timing[]
}

/** All that is told at the end. */
export interface Story {
  readonly shipped: readonly Shipped[]
  readonly back: WentBack
  /** The server's name and address. */
  readonly where: string
  readonly url: string
  /** What customers saw while the last one was shipped and taken back, and for how many seconds they asked. */
  readonly traffic: TrafficReport
  readonly trafficSeconds: number
  /** What serves now, as it says itself. */
  readonly serving: { readonly release: string; readonly version: string }
}

/** The end of the demo, for a terminal. Pure. */
export function tell({ shipped, back, where, url, traffic, trafficSeconds, serving }: Story): string {
  const deployed = shipped.map(({ name, commit, version, image, release }) => [
    ...[name, commit.slice(0, 7), version, image.replace(/@sha256:(.{12}).*/, '@$1…'), release, where],
  ])
  const served = traffic.sent - traffic.failed
  const rate = Math.round(served / trafficSeconds)
  const last = shipped.at(-1)?.name ?? ''
  return [
    'Deployed',
    columns([['', 'commit', 'version', 'image', 'release', 'on'], ...deployed]),
    '',
    `Requests while ${last} was built, tested and deployed, and taken back again`,
    columns([
      ['served', `${thousands(served)} in ${duration(trafficSeconds)}, ${rate} a second`],
      ['failed', [thousands(traffic.failed), ...traffic.firstFailures.slice(0, 5)].join('\n          ')],
      ['took', `${traffic.p50} ms in the middle, ${traffic.p99} ms for 99 of 100`],
      ['long', `${traffic.long} of 20 s each, on their way all the time`],
      ...Object.entries(traffic.byRelease).map(([release, count]) => [
        `by ${shipped.find((one) => one.release === release)?.name ?? release}`,
        thousands(count),
      ]),
    ]),
    '',
    'Timings',
    columns(timingRows([...shipped, { ...back, name: 'back' }])),
    '',
    `The shop answers at ${url}/graphql/ with version ${serving.version}, release ${serving.release}`,
  ].join('\n')
}

/** What made this no success, or nothing. Pure. */
export function complaints({ shipped, back, traffic, serving }: Story): string[] {
  const wanted = shipped.at(-2)?.release ?? ''
  return [
    ...(traffic.failed > 0 ? [`${thousands(traffic.failed)} requests failed.`] : []),
    ...(traffic.sent === 0 ? ['No request was sent.'] : []),
    ...(back.release === wanted ? [] : [`The way back led to ${back.release}, not to ${wanted}.`]),
    ...(serving.release === wanted ? [] : [`Release ${serving.release} serves, not ${wanted}.`]),
  ]
}

/** A row for each step, a column for each run; parts of a step stand below it, indented. */
function timingRows(shipped: readonly Pick<Shipped, 'name' | 'seconds' | 'timings'>[]): string[][] {
  const rows: { key: string; seconds: (number | undefined)[] }[] = []
  for (const [column, { timings }] of shipped.entries()) {
    let place = 0
    for (const { job, name, isPart, seconds } of stepsFirst(timings)) {
      const key = `${job}\t${isPart ? '    ' : ''}${name}`
      const found = rows.findIndex((row) => row.key === key)
      // A step that only the second run has stands where it happened there, a job that only it has at the end.
      if (!rows.some((row) => row.key.startsWith(`${job}\t`))) place = rows.length
      if (found === -1) rows.splice(place, 0, { key, seconds: shipped.map(() => undefined) })
      else place = found
      const row = rows[place]
      if (row !== undefined) row.seconds[column] = seconds
      place++
    }
  }
  const long = rows.filter(({ seconds }) => seconds.some((one) => (one ?? 0) >= leastSeconds))
  return [
    ['', '', ...shipped.map(({ name }) => name)],
    ...long.map(({ key, seconds }) => [
      ...key.split('\t'),
      ...seconds.map((one) => (one === undefined ? '' : duration(one))),
    ]),
    ['', 'all', ...shipped.map(({ seconds }) => duration(seconds))],
  ]
}

/** A step that is shorter in every run is no news. */
const leastSeconds = 0.3

/** Each step before its parts, which end earlier. */
function stepsFirst(timings: readonly Timing[]): Timing[] {
  const ordered: Timing[] = []
  let parts: Timing[] = []
  for (const timing of timings) {
    if (timing.isPart) parts.push(timing)
    else {
      ordered.push(timing, ...parts)
      parts = []
    }
  }
  return ordered
}

/** Cells below each other; the last column is not padded. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  return rows
    .map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}

function thousands(count: number): string {
  return count.toLocaleString('en')
}

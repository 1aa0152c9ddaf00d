import { duration } from '../../src/report/markdown.ts'
import type { TrafficReport } from '../../test/e2e/traffic.ts'
import type { Timing } from './progress.ts'

/** One deploy, from the outputs of its pipeline run. */
export interface Shipped {
  /** Its short name: v1, v2. */
  readonly name: string
  readonly commit: string
  readonly release: string
  readonly version: string
  readonly image: string
  readonly seconds: number
  readonly timings: readonly Timing[]
}

/** The rollback from the last release to the one before. */
export interface WentBack {
  readonly release: string
  readonly seconds: number
  readonly timings: readonly Timing[]
}

/** The data of the final report. */
export interface Story {
  readonly shipped: readonly Shipped[]
  readonly back: WentBack
  /** The server's name and address. */
  readonly where: string
  readonly url: string
  /** The load during the last deploy and its rollback, and its duration in seconds. */
  readonly traffic: TrafficReport
  readonly trafficSeconds: number
  /** The live release, from its own response. */
  readonly serving: { readonly release: string; readonly version: string }
}

/** Formats the demo's final report for a terminal. Pure. */
export function reportText({ shipped, back, where, url, traffic, trafficSeconds, serving }: Story): string {
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
    `Requests while ${last} was built, tested, deployed and rolled back`,
    columns([
      ['served', `${thousands(served)} in ${duration(trafficSeconds)}, ${rate} a second`],
      ['failed', [thousands(traffic.failed), ...traffic.firstFailures.slice(0, 5)].join('\n          ')],
      ['took', `${traffic.p50} ms p50, ${traffic.p99} ms p99`],
      ['long', `${traffic.long} requests of 20 s each, in flight throughout`],
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

/** The reasons why the demo failed; empty on success. Pure. */
export function problems({ shipped, back, traffic, serving }: Story): string[] {
  const desired = shipped.at(-2)?.release ?? ''
  return [
    ...(traffic.failed > 0 ? [`${thousands(traffic.failed)} requests failed.`] : []),
    ...(traffic.sent === 0 ? ['No request was sent.'] : []),
    ...(back.release === desired ? [] : [`The rollback led to ${back.release}, not to ${desired}.`]),
    ...(serving.release === desired ? [] : [`Release ${serving.release} serves, not ${desired}.`]),
  ]
}

/** A row for each step and a column for each run; parts of a step follow below it, indented. */
function timingRows(shipped: readonly Pick<Shipped, 'name' | 'seconds' | 'timings'>[]): string[][] {
  const rows: { key: string; seconds: (number | undefined)[] }[] = []
  for (const [column, { timings }] of shipped.entries()) {
    let place = 0
    for (const { job, name, isPart, seconds } of stepsFirst(timings)) {
      const key = `${job}\t${isPart ? '    ' : ''}${name}`
      const found = rows.findIndex((row) => row.key === key)
      // A step that only the second run has keeps its place there; a job that only the second run has comes last.
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

/** Steps shorter than this in every run are left out. */
const leastSeconds = 0.3

/** Sorts each step before its parts, which end earlier. */
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

/** Aligns cells in columns; the last column is not padded. */
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

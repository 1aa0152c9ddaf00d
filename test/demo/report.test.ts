import { expect, test } from 'vitest'
import { Progress } from '../../scripts/demo/progress.ts'
import { problems, reportText, type Shipped, type Story } from '../../scripts/demo/report.ts'

/** Feeds lines to a Progress, a second apart. */
function follow(lines: readonly string[]) {
  const shown: string[] = []
  let now = 0
  const progress = new Progress(
    (line) => shown.push(line.trim().replace(/ {2,}/g, '  ')),
    () => now,
  )
  for (const line of lines) {
    progress.take(line)
    now += 1000
  }
  return { shown, timings: progress.timings }
}

test('The progress shows finished steps, the parts of an action before it, and no inner run of a composite', () => {
  const { shown, timings } = follow([
    '[staging] ⭐ Run Set up job',
    '[staging] ⭐ Run Main actions/checkout@d23441a48e516b6c34aea4fa41551a30e30af803',
    '[staging] ⭐ Run Main ',
    '[staging]   ✅  Success - Main ',
    '[staging]   ✅  Success - Main actions/checkout@d23441a48e516b6c34aea4fa41551a30e30af803 [220.6ms]',
    '[staging] ⭐ Run Main Deploy',
    `[staging]   ❓  ::group::Pull localhost:5000/shop@sha256:${'a'.repeat(64)}`,
    '[staging] | a line of the pull',
    '[staging]   ❓  ::endgroup::',
    `[staging] | ✔ Pull localhost:5000/shop@sha256:${'a'.repeat(64)} (1 min 2 s)`,
    '[staging] | a line of a step without an end',
    '[staging]   ❌  Failure - Main Deploy [1m2.2s]',
    'a line of no job',
  ])
  expect(shown).toEqual([
    'staging  ✔ Check out  3.00 s',
    'staging  · Pull the image  1 min 2 s',
    'staging  ✘ Deploy  6.00 s',
  ])
  expect(timings.map(({ name, isPart }) => [name, isPart])).toEqual([
    ['Check out', false],
    ['Pull the image', true],
    ['Deploy', false],
  ])
})

const shipped = (name: string, release: string, timings: Shipped['timings']): Shipped => ({
  name,
  commit: `${name}${'0'.repeat(38)}`,
  release,
  version: '3.20.0',
  image: `localhost:5000/shop@sha256:${'b'.repeat(64)}`,
  seconds: 61,
  timings,
})
const story: Story = {
  shipped: [
    shipped('v1', 'first', [
      { job: 'staging', name: 'Start db', seconds: 2, isPart: true },
      { job: 'staging', name: 'Take the lock', seconds: 0.1, isPart: true },
      { job: 'staging', name: 'Deploy', seconds: 5, isPart: false },
    ]),
    shipped('v2', 'second', [
      { job: 'staging', name: 'Take the lock', seconds: 0.1, isPart: true },
      { job: 'staging', name: 'Drain', seconds: 3, isPart: true },
      { job: 'staging', name: 'Deploy', seconds: 4, isPart: false },
    ]),
  ],
  back: {
    release: 'first',
    seconds: 9,
    timings: [
      { job: 'rollback', name: 'Switch', seconds: 0.5, isPart: true },
      { job: 'rollback', name: 'Roll back', seconds: 7, isPart: false },
    ],
  },
  where: 'server-1 (10.0.0.1)',
  url: 'http://10.0.0.1:8000',
  trafficSeconds: 10,
  traffic: {
    sent: 1200,
    failed: 0,
    long: 3,
    byStatus: { 200: 1200 },
    byRelease: { first: 900, second: 300 },
    failedBy: {},
    firstFailures: [],
    firstFailureSent: undefined,
    lastFailureSent: undefined,
    lastChangeOfRelease: undefined,
    secondsWithFailures: 0,
    p50: 12,
    p99: 80,
  },
  serving: { release: 'first', version: '3.20.0' },
}

test('The closing report shows what was deployed where, the requests, and each step of both runs in one row', () => {
  expect(reportText(story)).toBe(
    `Deployed
      commit   version  image                              release  on
  v1  v100000  3.20.0   localhost:5000/shop@bbbbbbbbbbbb…  first    server-1 (10.0.0.1)
  v2  v200000  3.20.0   localhost:5000/shop@bbbbbbbbbbbb…  second   server-1 (10.0.0.1)

Requests while v2 was built, tested, deployed and rolled back
  served  1,200 in 10.0 s, 120 a second
  failed  0
  took    12 ms p50, 80 ms p99
  long    3 requests of 20 s each, in flight throughout
  by v1   900
  by v2   300

Timings
                          v1         v2         back
  staging   Deploy        5.00 s     4.00 s
  staging       Start db  2.00 s
  staging       Drain                3.00 s
  rollback  Roll back                           7.00 s
  rollback      Switch                          0.50 s
            all           1 min 1 s  1 min 1 s  9.00 s

The shop answers at http://10.0.0.1:8000/graphql/ with version 3.20.0, release first`,
  )
  expect(problems(story)).toEqual([])
})

test('A failed request, no request at all, or the wrong release is no success', () => {
  const traffic = { ...story.traffic, failed: 3, firstFailures: ['ECONNRESET', '503 no server'] }
  expect(problems({ ...story, traffic })).toEqual(['3 requests failed.'])
  expect(reportText({ ...story, traffic })).toMatch(
    /served +1,197 [^]*failed +3\n +ECONNRESET\n +503 no server\n/,
  )
  expect(problems({ ...story, traffic: { ...traffic, failed: 0, sent: 0 } })).toEqual([
    'No request was sent.',
  ])
  expect(problems({ ...story, serving: { release: 'second', version: '3.20.1' } })).toEqual([
    'Release second serves, not first.',
  ])
  expect(problems({ ...story, back: { ...story.back, release: 'second' } })).toEqual([
    'The rollback led to second, not to first.',
  ])
})

import { describe, expect, it } from 'vitest'
import { afterDeploy, retention } from '../../src/model/release/retention.ts'
import type { HostState } from '../../src/model/step.ts'
import { schemaBetween, targetsOf } from '../../src/observe/rollback-targets.ts'
import { targetsPart, wayBackLine } from '../../src/summary/targets.ts'
import { exampleDesired, exampleRelease, running, servingHost } from '../model/example.ts'

const release = (id: string, schema?: Record<string, string>) => ({
  ...exampleRelease(id),
  image: `registry.example.com/shop@sha256:${id.repeat(64)}`,
  created: '2026-01-01T00:00:00Z',
  ...(schema === undefined ? {} : { schema }),
})
const [one, two, three] = [
  release('1', { core: '0001' }),
  release('2', { core: '0002', order: '0001' }),
  release('3'),
]

function host(name: string, releases = [one, two, three], changes = {}): HostState {
  return {
    desired: exampleDesired({ release: release('4'), keep: 5 }),
    observed: { ...servingHost(), host: name, live: three, releases, images: [two.image], ...changes },
  }
}

describe('what can be gone back to', () => {
  it('The releases to go back to are those that every host has had, the newest first, without the live one', () => {
    const ids = targetsOf([host('a'), host('b', [one, three])]).map((target) => target.release)
    expect(ids).toEqual(['1'])
    expect(targetsOf([host('a')]).map((target) => target.release)).toEqual(['2', '1'])
    expect(targetsOf([host('a')], two).map((target) => target.release)).toEqual(['3', '1'])
  })

  it('The releases to go back to tell on how many hosts the image is', () => {
    const [newest] = targetsOf([host('a'), host('b', undefined, { images: [] })])
    expect(newest).toMatchObject({ release: '2', images: 1, warm: false })
  })

  it('The releases to go back to say which apps have migrations in between, and that it is not known where nobody asked', () => {
    expect(schemaBetween(one, two)).toEqual(['core 0001 → 0002', 'order none → 0001'])
    expect(schemaBetween(one, one)).toEqual([])
    expect(schemaBetween(one, three)).toBeUndefined()
  })

  it('The releases to go back to are a table with ages', () => {
    const now = Date.parse('2026-01-03T00:00:00Z')
    const text = targetsPart(targetsOf([host('a')], two), 1, now)
    expect(text).toContain(
      '| `1` | 3.20.1 | 2 days | core 0001 → 0002<br>order none → 0001 | its image is on 0 of 1 hosts |',
    )
    expect(targetsPart([], 1, now)).toBe('')
  })

  it('The way back is the newest release and whether it still runs, or that there is none', () => {
    const [newest, ...older] = targetsOf([host('a')])
    expect(wayBackLine([{ ...newest, warm: true } as (typeof older)[number], ...older], 1, false)).toBe(
      'The way back: `rollback` returns to version 3.20.1, release `2`; it still runs, so that takes seconds.',
    )
    expect(wayBackLine(targetsOf([host('a')]), 1, false)).toContain('release `2`; its image is there.')
    expect(wayBackLine([], 1, true)).toBe('There is nothing to go back to: this is the first release.')
    expect(wayBackLine([], 1, false)).toContain('no earlier release is kept')
  })
})

describe('what a deploy leaves', () => {
  it('A deploy never keeps less than the release that it replaces', () => {
    const { desired, observed } = host('a', [one, two, three])
    const ids = (keep: number): string[] =>
      retention({ desired: { ...desired, keep }, observed: { ...observed, live: one } }).stay.map(
        ({ id }) => id,
      )
    expect(ids(5)).toEqual(['1', '2', '3', '4'])
    expect(ids(2)).toEqual(['1', '3', '4'])
    expect(ids(1)).toEqual(['4'])
  })

  it('A deploy leaves a release that can be gone back to warm when it was kept so', () => {
    const { desired, observed } = host('a')
    const upstreams = [{ slot: 's1', container: 'shop-web-1', release: '3' }]
    const containers = [
      running('web', 1, '3'),
      running('celery', 1, '3'),
      running('beat', 1, '3'),
      running('edge', 1, ''),
    ]
    const at = (keepWarm: boolean): unknown =>
      targetsOf([
        afterDeploy({ desired: { ...desired, keepWarm }, observed: { ...observed, upstreams, containers } }),
      ]).map((target) => [target.release, target.warm])
    expect(at(true)).toEqual([
      ['3', true],
      ['2', false],
      ['1', false],
    ])
    expect(at(false)).toEqual([
      ['3', false],
      ['2', false],
      ['1', false],
    ])
  })
})

import { expect, it } from 'vitest'
import { type TimelineEntry, timeline } from '../../src/report/timeline.ts'
import { kindsOfRun } from './run-kinds.ts'

const entry = (name: string, started: number, seconds: number, more: Partial<TimelineEntry> = {}) => ({
  ...{ name, where: 'web-1', started: 1000 * started, seconds, result: 'done' as const },
  ...more,
})

it('The waits of a run are listed by step, with the rest', () => {
  const summary = timeline([
    entry('Pull ghcr.io/org/shop', 100, 4),
    entry('Take the lock', 104, 1),
    entry('Create web, celery beside the old', 105, 2),
    entry('Start 2 of web and wait until they answer /health/', 107, 10),
    entry('Watch the new release for 30 s, the old one still warm', 117, 30),
    entry('Commit: the point of no return', 147, 0.5),
  ])
  expect(kindsOfRun('deploy-production', summary, 50)).toEqual(
    new Map([
      ['pull', 4],
      ['lock', 1],
      ['container start', 2],
      ['health', 10],
      ['bake', 30],
      ['other steps', 0.5],
      ['rest of a run', 2.5],
    ]),
  )
})

it('Parallel hosts count once, and undone steps count as undo', () => {
  const summary = timeline([
    entry('Take the lock', 0, 2),
    entry('Stop workers and scheduler', 2, 4, { where: 'web-1', result: 'failed' }),
    entry('Stop workers and scheduler', 2, 5, { where: 'web-2', result: 'failed' }),
    entry('Stop workers and scheduler', 7, 3, { where: 'web-3', result: 'undone' }),
  ])
  expect(kindsOfRun('rollback', summary, 10)).toEqual(
    new Map([
      ['lock', 2],
      ['grace', 5],
      ['undo', 3],
      ['rest of a run', 0],
    ]),
  )
})

it('An action with a single step counts as a whole', () => {
  expect(kindsOfRun('build-image', '', 12)).toEqual(new Map([['image build', 12]]))
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { pauseAfter } from '../../src/approval/pace.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(async () => {
  console.log(stage.github.assertClean())
  await stage.github.close()
})

const hours = (count: number): Record<string, string> => ({
  mode: 'issue-wait',
  timeout: `${count}h`,
  'valid-for': '72h',
  'max-runner-minutes': String(count * 60),
})

it('asks GitHub less than 170 times in the first hour and 470 in six, people and reminders included', async () => {
  const counts: number[] = []
  for (const hour of [1, 2, 3, 4, 5]) stage.after(hour * 3600, () => counts.push(stage.calls.length))
  stage.after(600, () => stage.says('ann', 'looks good so far')).after(900, () => stage.says('ann', 'lgtm'))
  expect(await stage.act(hours(6))).toMatchObject({ reason: 'approval-expired' })
  counts.push(stage.calls.length)
  console.log(`calls after each hour: ${counts.join(', ')}`)
  expect(counts[0]).toBeLessThan(170)
  expect(counts[5]).toBeLessThan(470)
  // Nearly all of them are answered by 304, which costs nothing of the limit.
  expect(stage.calls.filter(({ status }) => status !== 304).length).toBeLessThan(50)
}, 120_000)

it('waits as long as GitHub says, also when that is very long', async () => {
  stage.after(120, () =>
    stage.github.fail({
      path: /issues\/1$/,
      status: 403,
      retryAfter: 1500,
      message: 'You have exceeded a secondary rate limit.',
    }),
  )
  stage.after(1800, () => stage.says('ann', 'approve CODE'))
  expect(await stage.act(hours(1))).toMatchObject({ reason: 'done' })
  expect(Math.max(...stage.clock.slept)).toBe(1500)
})

it('survives a storm of errors of half an hour', async () => {
  stage.after(60, () => stage.github.fail({ status: 502, times: Number.POSITIVE_INFINITY }))
  const before = stage.calls.length
  stage.after(1860, () => stage.github.calm())
  stage.after(2000, () => stage.says('ann', 'approve CODE'))
  expect(await stage.act(hours(1))).toMatchObject({ reason: 'done' })
  expect(stage.calls.length - before).toBeLessThan(200)
})

it('slows down when the hour is nearly used up, and never asks in step with others', () => {
  const plenty = { remaining: 900, limit: 1000 }
  expect([0, 60, 300, 3600].map((elapsed) => pauseAfter(elapsed, 0.5, plenty))).toEqual([5, 15, 30, 75])
  expect(pauseAfter(0, 0.5, { remaining: 99, limit: 1000 })).toBe(120)
  expect([0, 1].map((chance) => Math.round(pauseAfter(3600, chance, plenty)))).toEqual([60, 90])
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { StepRunner } from './stage.ts'

let stage: StepRunner
beforeEach(async () => {
  stage = await StepRunner.open()
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

it('A wait sends fewer than 170 requests to GitHub in its first hour and 470 in six, people and reminders included', async () => {
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

it('A wait obeys GitHub’s Retry-After, even if it is very long', async () => {
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

it('A wait survives half an hour of API errors', async () => {
  stage.after(60, () => stage.github.fail({ status: 502, times: Number.POSITIVE_INFINITY }))
  const before = stage.calls.length
  stage.after(1860, () => stage.github.calm())
  stage.after(2000, () => stage.says('ann', 'approve CODE'))
  expect(await stage.act(hours(1))).toMatchObject({ reason: 'done' })
  expect(stage.calls.length - before).toBeLessThan(200)
})

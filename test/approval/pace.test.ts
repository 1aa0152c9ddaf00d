import { expect, it } from 'vitest'
import { pauseAfter } from '../../src/approval/pace.ts'

it('The polling interval grows when the hourly API budget runs low, and differs between runs', () => {
  const plenty = { remaining: 900, limit: 1000 }
  expect([0, 60, 300, 3600].map((elapsed) => pauseAfter(elapsed, 0.5, plenty))).toEqual([5, 15, 30, 75])
  expect(pauseAfter(0, 0.5, { remaining: 99, limit: 1000 })).toBe(120)
  expect([0, 1].map((chance) => Math.round(pauseAfter(3600, chance, plenty)))).toEqual([60, 90])
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import { steadySeconds } from '../../src/runner/times.ts'

describe('the window for early crashes', () => {
  afterEach(() => void vi.unstubAllEnvs())

  it('The window for early crashes of a worker is three seconds', () => {
    vi.stubEnv('SALEOR_DEPLOY_STEADY_SECONDS', undefined)
    expect(steadySeconds()).toBe(3)
  })

  it('The window for early crashes can be shorter in a test', () => {
    vi.stubEnv('SALEOR_DEPLOY_STEADY_SECONDS', '0.5')
    expect(steadySeconds()).toBe(0.5)
  })

  it.each(['', ' ', '-1', '1e9', 'soon', 'Infinity'])(
    'The window for early crashes is three seconds with %j, which is no number of seconds',
    (given) => {
      vi.stubEnv('SALEOR_DEPLOY_STEADY_SECONDS', given)
      expect(steadySeconds()).toBe(3)
    },
  )
})

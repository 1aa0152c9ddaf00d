import { expect, it } from 'vitest'
import { retryTransient } from '../../src/runner/retry.ts'
import { fakeRunner } from '../fakes/fakes.ts'

/** Fails with these, one after the other, then works. */
const failing =
  (...errors: Error[]) =>
  async (): Promise<string> => {
    const error = errors.shift()
    if (error !== undefined) throw error
    return 'done'
  }

it('A retry waits for the given time, by the clock of the runner', async () => {
  const runner = fakeRunner()
  const seen: string[] = []
  const result = await retryTransient(
    runner,
    failing(new Error('a'), new Error('b')),
    ({ message }, count) => {
      seen.push(`${count} ${message}`)
      return 3600 * count
    },
  )
  expect(result).toBe('done')
  expect(seen).toEqual(['1 a', '2 b'])
  expect(runner.clock.slept).toEqual([3600, 7200])
})

it('A retry ends with an error that is thrown in place of a wait', async () => {
  const final = new Error('given up')
  const ended = retryTransient(fakeRunner(), failing(new Error('a')), () => {
    throw final
  })
  await expect(ended).rejects.toBe(final)
})

it('A retry is not made after the job is cancelled', async () => {
  const cancel = new AbortController()
  const runner = { ...fakeRunner(), cancelled: cancel.signal }
  let attempts = 0
  const attempt = async (): Promise<never> => {
    attempts += 1
    throw new Error('a')
  }
  const ended = retryTransient(runner, attempt, () => {
    cancel.abort()
    return 1
  })
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
  expect(attempts).toBe(1)
})

it('A retry keeps the result if the job is cancelled meanwhile', async () => {
  const cancel = new AbortController()
  const runner = { ...fakeRunner(), cancelled: cancel.signal }
  const attempt = async (): Promise<string> => {
    cancel.abort()
    return 'made'
  }
  expect(await retryTransient(runner, attempt, () => 1)).toBe('made')
})

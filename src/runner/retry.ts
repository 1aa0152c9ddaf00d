import type { Runner } from './runner.ts'

/**
 * Retries until the work succeeds. p-retry counts and repeats; the runner's clock waits, so that tests need not.
 * @param again returns the seconds to wait after a failure, or throws the final error
 */
export async function retryTransient<T>(
  { clock, cancelled }: Pick<Runner, 'clock'> & Partial<Pick<Runner, 'cancelled'>>,
  attempt: () => Promise<T>,
  again: (failure: Error, count: number) => number,
): Promise<T> {
  const { default: pRetry } = await import('p-retry')
  return await pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber }) =>
      await clock.sleep(again(error, attemptNumber), cancelled),
  })
}

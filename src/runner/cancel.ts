/**
 * Returns the result of the work, or throws an AbortError as soon as the job is cancelled. The work itself continues: only for
 * work that changes nothing, or is made safe elsewhere.
 */
export async function unlessCancelled<T>(cancelled: AbortSignal, work: Promise<T>): Promise<T> {
  cancelled.throwIfAborted()
  let cancel = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    cancel = () => reject(cancelled.reason as Error)
    cancelled.addEventListener('abort', cancel, { once: true })
  })
  return await Promise.race([work, aborted]).finally(() => cancelled.removeEventListener('abort', cancel))
}

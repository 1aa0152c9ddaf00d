/**
 * The result of the work, or an AbortError as soon as the job is cancelled. The work itself goes on: only for what
 * changes nothing, or is made safe elsewhere.
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

/** Calls `late` after some seconds, unless the returned function cancels that. */
export function after(seconds: number, late: () => void): () => void {
  const timer = setTimeout(late, seconds * 1000)
  return () => clearTimeout(timer)
}

/**
 * Waits for work until a deadline in seconds.
 * @throws the error of `late` at the deadline
 */
export async function within<T>(seconds: number, work: Promise<T>, late: () => Error): Promise<T> {
  let callOff = (): void => {}
  const deadline = new Promise<never>((_, reject) => {
    callOff = after(seconds, () => reject(late()))
  })
  return await Promise.race([work, deadline]).finally(callOff)
}

/** An error of ours or of others. */
export type Thrown = Error & { reason?: string; report?: string }

/** What was thrown; undefined when nothing was. */
export async function thrownBy(work: Promise<unknown>): Promise<Thrown | undefined> {
  return await work.then(
    () => undefined,
    (error: unknown) => error as Thrown,
  )
}

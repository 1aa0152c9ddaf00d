/** A web container that the edge sends requests to. Slots are the edge's servers, fixed in number and name. */
export interface Upstream {
  slot: string
  /** The container's name: Docker's DNS knows it, and it survives a reboot, which the address doesn't. */
  container: string
  release: string
  /** Set for one that runs and gets no requests: the release before, kept for a quick way back. */
  warm?: true
}

/** Room for the replicas of two releases beside each other; an idle slot costs nothing that could be measured. */
export const slotCount = 64

/** The names of all slots. */
export function allSlots(): string[] {
  return Array.from({ length: slotCount }, (_, index) => `s${index + 1}`)
}

/**
 * Gives new containers free slots.
 * @throws RangeError when there are more containers than free slots
 */
export function assignSlots(
  taken: readonly Upstream[],
  containers: readonly string[],
  release: string,
): Upstream[] {
  const used = new Set(taken.map(({ slot }) => slot))
  const free = allSlots().filter((slot) => !used.has(slot))
  return containers.map((container, index) => {
    const slot = free[index]
    if (slot === undefined)
      throw new RangeError(
        `the edge has ${slotCount} slots, ${used.size} are taken, ${containers.length} are needed`,
      )
    return { slot, container, release }
  })
}

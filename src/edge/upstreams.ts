import type { Upstream } from '../model/edge/edge.ts'

/** HAProxy's name for the backend of web or of a further web service. */
export function backendOf(service: string | undefined): string {
  return service === undefined ? 'web' : `web-${service}`
}

/** A server's full name in HAProxy. */
export function serverOf({ service, slot }: Pick<Upstream, 'service' | 'slot'>): string {
  return `${backendOf(service)}/${slot}`
}

/** A slot in the guard's form: prefixed with its backend, except for web. */
export function slotOf(upstream: Pick<Upstream, 'service' | 'slot'>): string {
  return upstream.service === undefined ? upstream.slot : serverOf(upstream)
}

/** Enough slots for the replicas of two releases at once; no cost of an idle slot could be measured. */
export const slotCount = 64

/** The names of all slots. */
export function allSlots(): string[] {
  return Array.from({ length: slotCount }, (_, index) => `s${index + 1}`)
}

/**
 * Assigns free slots to new containers, in their service's backend; undefined means web.
 * @throws RangeError for more containers than free slots
 */
export function assignSlots(
  taken: readonly Upstream[],
  containers: readonly string[],
  release: string,
  service?: string,
): Upstream[] {
  const used = new Set(taken.flatMap((one) => (one.service === service ? [one.slot] : [])))
  const free = allSlots().filter((slot) => !used.has(slot))
  return containers.map((container, index) => {
    const slot = free[index]
    if (slot === undefined)
      throw new RangeError(
        `the edge has ${slotCount} slots, ${used.size} are taken, ${containers.length} are needed`,
      )
    return { slot, ...(service === undefined ? {} : { service }), container, release }
  })
}

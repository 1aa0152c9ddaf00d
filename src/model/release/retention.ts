import type { HostState } from '../step.ts'
import { imagesOf, prunable, type Release } from './release.ts'

/** Decides which releases a deploy keeps on a host and which it removes; never one of the two ends of a rollback. */
export function retention({ desired: { release, keep }, observed }: HostState): {
  stay: Release[]
  go: Release[]
} {
  const all = [...observed.releases.filter(({ id }) => id !== release.id), release]
  const go = prunable(all, keep, keep > 1 ? [release.id, observed.live?.id ?? ''] : [release.id])
  return { stay: all.filter((one) => !go.includes(one)), go }
}

/** A host's state after the deploy, as far as a rollback is concerned. */
export function afterDeploy({ desired, observed }: HostState): HostState {
  const warm = desired.keepWarm ? observed.upstreams : []
  const images = [...(observed.images ?? []), ...imagesOf(desired.release)]
  const after = {
    live: desired.release,
    previous: observed.live?.id,
    releases: retention({ desired, observed }).stay,
  }
  return { desired, observed: { ...observed, ...after, warm, images } }
}

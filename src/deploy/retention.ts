import { prunable, type Release } from '../release/release.ts'
import type { Target } from './plan.ts'

/** Which releases a deploy leaves on a host, and which it removes: never one of the two that a rollback goes between. */
export function retention({ wanted: { release, keep }, seen }: Target): { stay: Release[]; go: Release[] } {
  const all = [...seen.releases.filter(({ id }) => id !== release.id), release]
  const go = prunable(all, keep, keep > 1 ? [release.id, seen.live?.id ?? ''] : [release.id])
  return { stay: all.filter((one) => !go.includes(one)), go }
}

/** A host as it is once the deploy is done, as far as going back is concerned. */
export function afterDeploy({ wanted, seen }: Target): Target {
  const warm = wanted.keepWarm ? seen.upstreams : []
  const images = [...(seen.images ?? []), wanted.release.image]
  const after = { live: wanted.release, previous: seen.live?.id, releases: retention({ wanted, seen }).stay }
  return { wanted, seen: { ...seen, ...after, warm, images } }
}

import type { Deployed } from '../execute/outcome.ts'

/** The outputs of both deploy actions. Pure. */
export function deployOutputsOf({ result, fleet, steps, pending = [], executed }: Deployed) {
  const [{ desired, observed }] = fleet.members
  const { migrations = pending, backup } = executed?.sessions[0].results ?? {}
  return {
    release: result === 'unchanged' ? observed.live?.id : desired.release.id,
    'previous-release': observed.live?.id,
    image: desired.release.image,
    images: imageLines(desired.release.images),
    version: desired.release.version,
    plan: JSON.stringify(steps.map(({ title }) => title)),
    migrations: JSON.stringify(migrations.map(({ name }) => name)),
    backup: backup?.path,
    'backup-bytes': backup && String(backup.bytes),
    'backup-seconds': backup && backup.seconds.toFixed(1),
  }
}

/** In the form of the input `images`. */
function imageLines(images: Readonly<Record<string, string>> = {}): string {
  return Object.entries(images)
    .map(([service, image]) => `${service}=${image}`)
    .join('\n')
}

/** The outputs for a fleet. Pure. */
export function fleetOutputsOf(deployed: Deployed) {
  const { members, skipped } = deployed.fleet
  const { release = '' } = deployOutputsOf(deployed)
  return {
    hosts: JSON.stringify(Object.fromEntries(members.map(({ observed }) => [observed.host, release]))),
    'skipped-hosts': JSON.stringify(skipped.map(({ host }) => host)),
  }
}

import type { Deployed } from './deploy.ts'

/** What both deploy actions put out. Pure. */
export function deployOutputsOf({ result, fleet, steps, pending = [], executed }: Deployed) {
  const [{ wanted, seen }] = fleet.members
  const [{ migrations, backup }] = executed?.runs ?? [{ migrations: pending, backup: undefined }]
  return {
    release: result === 'unchanged' ? seen.live?.id : wanted.release.id,
    'previous-release': seen.live?.id,
    image: wanted.release.image,
    version: wanted.release.version,
    plan: JSON.stringify(steps.map(({ title }) => title)),
    migrations: JSON.stringify(migrations.map(({ name }) => name)),
    backup: backup?.path,
    'backup-bytes': backup && String(backup.bytes),
    'backup-seconds': backup && backup.seconds.toFixed(1),
  }
}

/** What only a fleet has to tell. Pure. */
export function fleetOutputsOf(deployed: Deployed) {
  const { members, skipped } = deployed.fleet
  const { release = '' } = deployOutputsOf(deployed)
  return {
    hosts: JSON.stringify(Object.fromEntries(members.map(({ seen }) => [seen.host, release]))),
    'skipped-hosts': JSON.stringify(skipped.map(({ host }) => host)),
  }
}

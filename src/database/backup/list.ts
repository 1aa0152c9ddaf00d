import type { Manifest } from '../../model/database.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { findManifests, ofDeployment, parseManifests } from './manifest.ts'

/** The backups of this deployment on a host, the newest first. */
export async function listBackups({ host, desired }: FleetHost): Promise<Manifest[]> {
  const { stdout } = await host.run(findManifests(desired.backup.folder))
  return ofDeployment(parseManifests(stdout), desired)
}

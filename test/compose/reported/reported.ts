import { accessories } from './accessories.ts'
import { files } from './files.ts'
import { networks } from './networks.ts'
import { proxies } from './proxies.ts'
import { roles } from './roles.ts'
import type { Reported } from './row.ts'
import { settings } from './settings.ts'

/**
 * Compose projects that people reported or have. An integration test reads each of them as the runner does;
 * `npm run bench -- reports` deploys each of them to a server.
 */
export const reported: readonly Reported[] = [
  ...files,
  ...roles,
  ...proxies,
  ...accessories,
  ...networks,
  ...settings,
]

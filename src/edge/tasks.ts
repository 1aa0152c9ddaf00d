import type { EdgeSettings } from '../model/edge/edge.ts'
import { checks, configOf, resolving } from './config.ts'
import { slotCount } from './upstreams.ts'

/**
 * Renders HAProxy's configuration for a Swarm, where the engine's DNS knows the tasks of web: no release changes it.
 * A task that stops leaves the answer first, so its address is given up at once. Measured on real servers with lookups
 * each 500 ms, checks, and retries on failed connections: no request failed in updates that start first.
 * @param web the name of web's service
 */
export function renderTaskConfig(settings: EdgeSettings, web: string): string {
  const { port } = settings
  return configOf(settings, {
    head: '',
    note: '',
    lookUp: '500ms',
    obsolete: '0s',
    release: '',
    servers: `  default-server ${checks} fall 2 init-addr none ${resolving}
  server-template task ${slotCount} tasks.${web}:${port}`,
    others: '',
  })
}

import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'
import type { ObservedContainer } from './observed.ts'

/**
 * Checks that no log can fill the disk. The Compose file alone does not tell: without `logging:` the setting of the
 * engine counts, which Docker writes into each container that it creates. The edge logs no requests.
 */
export function logLimitsResult(place: Place, containers: readonly ObservedContainer[]): CheckResult {
  const unlimited = containers.filter(({ logUnlimited, service }) => logUnlimited && service !== 'edge')
  const names = unlimited.map(({ name }) => name).join(', ')
  const fix =
    'set logging: {driver: local} in the Compose file, or "log-driver": "local" in /etc/docker/daemon.json'
  const problems = unlimited.length === 0 ? [] : [`no limit (json-file without max-size): ${names}; ${fix}`]
  return result(place, 'log limits', 'each log has a largest size', [problems, 'each log has one'], 'warning')
}

import { createHash } from 'node:crypto'
import { configFolder, maintenanceService } from '../../edge/names.ts'
import { renderMaintenanceConfig } from '../../edge/tasks.ts'
import type { EdgeSettings, Maintenance } from '../../model/edge/edge.ts'
import type { Stack, StackObject } from '../../model/swarm.ts'
import { definitionLabel, roleLabel } from '../labels.ts'
import { partOf, together } from './render.ts'

/** The key of a stack file with the maintenance as data: `docker stack deploy` reads no `x-` key. */
const maintenanceKey = 'x-saleor-deploy-maintenance'

/** The maintenance that a stack has; undefined while the shop is open. Pure. */
export function maintenanceIn(stack: Stack | undefined): Maintenance | undefined {
  return stack?.[maintenanceKey] as Maintenance | undefined
}

/** A stack without maintenance. Pure. */
export function withoutMaintenance(stack: Stack): Stack {
  const { [maintenanceKey]: _told, ...rest } = stack
  const names = Object.keys(rest.services).filter((name) => name !== maintenanceService)
  const oneOffs = Object.entries(rest).filter(([key]) => key.startsWith('x-'))
  return names.length === Object.keys(rest.services).length
    ? rest
    : { ...partOf(rest, names), ...Object.fromEntries(oneOffs) }
}

/** A stack that is closed as another one is, or open as that one is. Pure. */
export function closedAs(stack: Stack, other: Stack | undefined): Stack {
  const told = maintenanceIn(other)
  const open = withoutMaintenance(stack)
  if (other === undefined || told === undefined) return open
  return { ...together(open, partOf(other, [maintenanceService])), [maintenanceKey]: told }
}

/**
 * A stack that is closed, with the config that it needs: the edge's image beside each edge, without a port. A node that
 * loses its task is served by the others. Pure.
 */
export function closedStack(
  stack: Stack,
  { project, edge, web }: { project: string; edge: EdgeSettings; web: string },
  maintenance: Maintenance,
): { stack: Stack; object: StackObject } {
  const content = Buffer.from(renderMaintenanceConfig(edge, web, maintenance))
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const object: StackObject = { kind: 'config', name: `${project}.closed.${hash}`, content }
  const open = withoutMaintenance(stack)
  const { ports: _ports, ...service } = open.services.edge ?? {}
  const closing = {
    ...service,
    labels: { [roleLabel]: 'maintenance', [definitionLabel]: hash },
    configs: [{ source: object.name, target: `${configFolder}/haproxy.cfg`, mode: 0o444 }],
    // All at once: a page is changed on all nodes, and nothing waits for the one before.
    deploy: {
      ...service.deploy,
      update_config: { order: 'start-first', parallelism: 0, failure_action: 'pause', monitor: '5s' },
    },
  }
  const part: Stack = {
    services: { [maintenanceService]: closing },
    configs: { [object.name]: { name: object.name, external: true } },
  }
  return { stack: { ...together(open, part), [maintenanceKey]: maintenance }, object }
}

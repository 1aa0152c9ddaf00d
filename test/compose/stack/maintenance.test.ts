import { expect, it } from 'vitest'
import {
  closedAs,
  closedStack,
  maintenanceIn,
  withoutMaintenance,
} from '../../../src/compose/stack/maintenance.ts'
import { oneOffKey } from '../../../src/compose/stack/render.ts'
import { stackWork } from '../../../src/compose/stack/work.ts'
import { maintenanceService } from '../../../src/edge/names.ts'
import type { Stack } from '../../../src/model/swarm.ts'
import { exampleDesired } from '../../model/example.ts'
import { exampleStack, servingSwarm, stackService, swarmDesired } from '../../model/swarm-example.ts'

const page = { allow: ['203.0.113.7'], page: '<p>$ later</p>', retryAfter: 60 }
const shop = { project: 'shop', edge: exampleDesired().edge, web: 'web' }
const ports = [{ target: 8000, published: 8000, protocol: 'tcp', mode: 'host' as const }]
const edge = stackService('edge-1', undefined, {
  ports,
  networks: { back: null },
  deploy: { mode: 'global', placement: { constraints: ['node.role == worker'] } },
})
const open: Stack = {
  ...exampleStack('old', { edge }),
  networks: { back: {} },
  [oneOffKey]: { services: {} },
}
const { stack: closed, object } = closedStack(open, shop, page)

it('A closed stack has the edge once more on each node, without its port, and with the page in a config', () => {
  expect(closed.services[maintenanceService]).toMatchObject({
    ...{ image: 'shop', networks: { back: null } },
    configs: [{ source: object.name }],
    deploy: { mode: 'global', placement: { constraints: ['node.role == worker'] } },
  })
  expect(closed.services[maintenanceService]).not.toHaveProperty('ports')
  expect(closed.configs).toHaveProperty([object.name])
  expect(closed.services.edge).toEqual(open.services.edge)
  const config = Buffer.from(object.content).toString()
  expect(config).toContain('bind :8000 proto h1 accept-proxy')
  expect(config).toContain('acl welcome var(txn.client) -m ip 203.0.113.7')
  expect(config).toContain('<p>$ later</p>')
})

it('Another page is another definition, so that nobody takes the old tasks for the new ones', () => {
  const again = closedStack(closed, shop, { ...page, retryAfter: 90 })
  expect(again.object.name).not.toBe(object.name)
  expect(again.stack.services[maintenanceService]?.labels).not.toEqual(
    closed.services[maintenanceService]?.labels,
  )
  expect(closedStack(closed, shop, page).stack).toEqual(closed)
})

it('A stack that is opened is what it was, with what one-off containers need', () => {
  expect(withoutMaintenance(closed)).toEqual(open)
  expect([maintenanceIn(closed), maintenanceIn(open), maintenanceIn(undefined)]).toEqual([
    page,
    undefined,
    undefined,
  ])
})

it('A deploy to a closed shop leaves it closed, and a rollback to a release of a closed shop does not close it', () => {
  const next = exampleStack('new')
  const deployed = stackWork(swarmDesired({}, next), servingSwarm({}, closed))
  expect([maintenanceIn(deployed.stack), deployed.left]).toEqual([page, []])
  expect(deployed.stack.services[maintenanceService]).toEqual(closed.services[maintenanceService])
  expect(closedAs(closed, open)).toEqual(open)
})

it('Maintenance changes nothing of the live stack but that it is closed or open, and a task changes nothing', () => {
  const live = servingSwarm({}, open)
  const to = (maintenance: typeof page | undefined) =>
    swarmDesired({ maintenance: { to: maintenance }, edge: shop.edge })
  const closing = stackWork(to(page), live).stack
  expect({ ...closing.services, [maintenanceService]: undefined }).toEqual({
    ...open.services,
    [maintenanceService]: undefined,
  })
  expect(maintenanceIn(closing)).toEqual(page)
  expect(stackWork(to(undefined), servingSwarm({}, closed)).stack).toEqual(open)
  const task = { action: 'backup', id: 'one', reason: '' } as const
  expect(stackWork(swarmDesired({ task }), servingSwarm({}, closed)).stack).toEqual(closed)
})

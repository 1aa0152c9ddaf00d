import { describe, expect, it } from 'vitest'
import type { DesiredState } from '../../src/model/desired.ts'
import type { Container, ObservedState } from '../../src/model/observed.ts'
import type { HostState, Step } from '../../src/model/step.ts'
import { planDeploy } from '../../src/plan/deploy.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import { withStorefront } from '../fakes/host/shop.ts'
import { exampleDesired, exampleRelease, running, servingHost } from '../model/example.ts'

function desired(changes: Partial<DesiredState> = {}, storefronts = 1): DesiredState {
  const wanted = withStorefront(exampleDesired(changes))
  const { services } = wanted.model
  const storefront = { ...services.storefront, scale: storefronts }
  return { ...wanted, model: { ...wanted.model, services: { ...services, web: { scale: 2 }, storefront } } }
}

function serving(more: readonly Container[] = [running('storefront', 1)], web = 2): ObservedState {
  const observed = servingHost(web)
  return { ...observed, containers: [...observed.containers, ...more] }
}

/** Web's steps and those between them, each with its hosts and the service of its batch. */
const told = (steps: readonly Step[]): string[] =>
  steps
    .filter(({ do: kind }) =>
      ['stop-web', 'start-web', 'workers', 'settle', 'switch', 'commit'].includes(kind),
    )
    .map(({ do: kind, on }) => {
      const service = on[0]?.batch === undefined ? '' : ` ${on[0].batch.service ?? 'web'}`
      return `${kind}${service}${on.length > 1 ? ` on ${on.map(({ host }) => host).join('')}` : ''}`
    })

const plan = (wanted: DesiredState, observed = serving()): Step[] =>
  planDeploy([{ desired: wanted, observed }])

describe('the plan for a shop with a storefront', () => {
  it('The plan starts all web services before tasks move, and switches each after that', () => {
    expect(told(plan(desired()))).toEqual([
      ...['start-web web', 'start-web storefront', 'workers', 'settle'],
      ...['switch web', 'switch storefront', 'commit'],
    ])
  })

  it('The plan says port, number and health path of each web service', () => {
    const titles = plan(desired({}, 2)).map(({ title }) => title)
    expect(titles).toEqual(
      expect.arrayContaining([
        'Create web, storefront, celery, beat beside the old',
        'Start 2 web and wait until they answer /health/',
        'Start 2 storefront and wait until they answer /',
        'Switch port 8000 to 2 web',
        'Switch port 3000 to 2 storefront',
      ]),
    )
  })

  it('The plan rolls each web service replica by replica, all of them together in the first round', () => {
    expect(told(plan(desired({ strategy: 'rolling' })))).toEqual([
      ...['start-web web', 'start-web storefront', 'workers', 'settle', 'switch web', 'switch storefront'],
      ...['start-web web', 'switch web', 'commit'],
    ])
  })

  it('The plan stops all web services before it starts any where they are made anew, and joins the balancer with web, the last', () => {
    expect(told(plan(desired({ strategy: 'recreate' })))).toEqual([
      ...['workers', 'settle', 'stop-web web', 'stop-web storefront'],
      ...['start-web web', 'start-web storefront', 'switch storefront', 'switch web', 'commit'],
    ])
  })

  it('The plan starts a storefront that was not there before', () => {
    const first = plan(desired({ strategy: 'rolling' }), serving([]))
    expect(told(first)).toContain('switch storefront')
    const { on } = first.find(({ title }) => title === 'Switch port 3000 to 1 storefront') ?? { on: [] }
    expect(on[0]?.batch).toMatchObject({ from: 0, to: 1, oldFrom: 0, oldTo: 0, service: 'storefront' })
  })

  it('The plan takes the port of a storefront that was an accessory over in one step with all others, host after host', () => {
    const byHand = serving([{ ...running('storefront', 1), release: '' }])
    const edge = byHand.containers.map((one) => (one.service === 'edge' ? { ...one, edge: 'e0' } : one))
    const hosts = ['a', 'b'].map((host): HostState => {
      return { desired: desired({ strategy: 'rolling' }), observed: { ...byHand, containers: edge, host } }
    }) as [HostState, HostState]
    const steps = planDeploy(hosts)
    expect(told(steps)).toEqual([
      ...['start-web web on ab', 'start-web storefront on ab', 'workers on ab', 'settle on ab'],
      ...['switch web', 'switch web', 'commit on ab'],
    ])
    expect(steps.find(({ do: kind }) => kind === 'edge')?.title).toBe(
      'Prepare the edge to take over port 3000 from storefront, which was started by hand',
    )
  })

  it('The plan of a rollback takes web and storefront back, and says so of an accessory that gets its port back', () => {
    const wanted = desired({
      rollback: {
        from: exampleRelease('old'),
        database: 'keep',
        backup: undefined,
        reason: '',
        takeOver: false,
      },
    })
    expect(told(planRollback([{ desired: wanted, observed: serving() }]))).toEqual([
      ...['start-web web', 'start-web storefront', 'switch web', 'switch storefront'],
      ...['workers', 'settle', 'commit'],
    ])
    const { otherWeb: _, ...roles } = wanted.roles
    const before = {
      ...wanted,
      edge: exampleDesired().edge,
      roles: { ...roles, accessories: ['storefront'] },
    }
    const edge = serving().containers.map((one) => (one.service === 'edge' ? { ...one, edge: 'e2' } : one))
    const steps = planRollback([{ desired: before, observed: { ...serving(), containers: edge } }])
    expect(steps.map(({ title }) => title)).toContain(
      'Make the edge on shop.example.com anew, start storefront on its own port again',
    )
    expect(steps.map(({ do: kind }) => kind)).not.toContain('accessories')
    // Also where it has fallen: its container belongs to the release that is left.
    const fallen = edge.map((one) => (one.service === 'storefront' ? { ...one, state: 'exited' } : one))
    const again = planRollback([{ desired: before, observed: { ...serving(), containers: fallen } }])
    expect(again.map(({ title }) => title)).toEqual(steps.map(({ title }) => title))
  })
})

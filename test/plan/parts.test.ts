import { describe, expect, it } from 'vitest'
import { definitionOf } from '../../src/compose/accessories/definition.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { Container } from '../../src/model/observed.ts'
import type { ComposeService } from '../../src/model/project/project.ts'
import { partsLines, partsOf } from '../../src/plan/parts.ts'
import { partsTable } from '../../src/summary/parts.ts'
import { emptyHost, exampleDesired, exampleRelease } from '../model/example.ts'

const redis: ComposeService = { image: 'redis:7' }
const dashboard: ComposeService = { image: 'dashboard:2', environment: { A: 'b' }, restart: 'always' }
const init: ComposeService = { image: 'busybox:1', labels: { 'saleor-deploy.role': 'runs-once' } }

function desiredOf(changes: Partial<DesiredState> = {}): DesiredState {
  const { model, roles } = exampleDesired()
  const services = {
    web: {},
    celery: {},
    beat: {},
    redis,
    dashboard,
    init,
    mail: { image: 'mail:1', scale: 0 },
  }
  return exampleDesired({
    model: { ...model, services: { ...model.services, ...services } },
    roles: { ...roles, jobs: ['migrate'], accessories: ['redis', 'dashboard', 'init', 'mail'] },
    ...changes,
  })
}

const running = (service: string, more: Partial<Container> = {}): Container => ({
  ...{ name: `shop-${service}-1`, service, state: 'running', release: '', edge: '', image: '' },
  ...more,
})

function as(service: string, definition: ComposeService): Container {
  return running(service, definitionOfOne(service, definition))
}

function definitionOfOne(service: string, definition: ComposeService): Partial<Container> {
  const { hash, parts } = definitionOf({ name: 'shop', services: { [service]: definition } }, service)
  return { definition: hash, parts }
}

function linesFor(containers: Container[], desired = desiredOf()): string[] {
  return partsLines([{ desired, observed: emptyHost({ containers }) }])
}

describe('the parts of the services', () => {
  it('On an empty host the app is rolled, the rest is started, and jobs are not', () => {
    expect(linesFor([])).toEqual([
      'rolled: web, celery, beat',
      'not started: migrate (the deploy does its work), mail (0 replicas)',
      'started: redis, dashboard',
      'runs once: init',
    ])
  })

  it('The parts of the services name what differs, and why it is left', () => {
    const there = [as('redis', { image: 'redis:6' }), as('dashboard', { ...dashboard, environment: {} })]
    expect(linesFor(there)).toEqual(
      expect.arrayContaining([
        'left: redis (image redis:6 → redis:7; a service of its kind keeps data)',
        'replaced: dashboard (environment A)',
      ]),
    )
    expect(linesFor(there, desiredOf({ updates: ['redis'] }))).toContain(
      'replaced: redis (image redis:6 → redis:7), dashboard (environment A)',
    )
  })

  it('The parts of the services leave what runs as it is wanted', () => {
    expect(linesFor([as('redis', redis), as('dashboard', dashboard)])).toContain(
      'left: redis (as it is wanted), dashboard (as it is wanted)',
    )
  })

  it('A service that has no replicas any more is replaced by none', () => {
    expect(linesFor([as('mail', { image: 'mail:1' })])).toContain('replaced: mail (replicas 1 → 0)')
  })

  it('The parts of the services tell of what the file does not have any more', () => {
    const old = running('tasks', { release: 'old', role: 'worker' })
    expect(linesFor([old, running('adminer'), running('migrate', { state: 'exited' })])).toEqual(
      expect.arrayContaining([
        'removed: tasks (the Compose file of this release does not have it)',
        'left: adminer (the Compose file of this release does not have it)',
      ]),
    )
  })

  it('A rollback runs nothing again that runs once', () => {
    const rollback = {
      ...{ from: exampleRelease('newer'), database: 'keep' as const, backup: undefined },
      ...{ reason: '', takeOver: false },
    }
    expect(linesFor([], desiredOf({ rollback }))).toContain('left: init (runs once, in a deploy)')
  })

  it('The parts of the services are told with the hosts where these differ', () => {
    const desired = desiredOf()
    const hosts = [
      { desired, observed: emptyHost({ host: 'a' }) },
      {
        desired: { ...desired, schedules: false },
        observed: emptyHost({ host: 'b', containers: [as('redis', redis)] }),
      },
    ]
    expect(partsOf(hosts).filter(({ service }) => service === 'redis')).toMatchObject([
      { part: 'started', hosts: ['a'] },
      { part: 'left', hosts: ['b'] },
    ])
    expect(partsLines(hosts)).toContain('rolled: web, celery, beat (on a)')
    const table = partsTable(hosts)
    expect(table).toContain('| `beat` | scheduler | not started | runs on another host | b |')
    expect(table).toContain('| `web` | web | rolled |  | all |')
  })
})

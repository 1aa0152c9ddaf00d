import { describe, expect, it } from 'vitest'
import { attemptsOf, isAwaited, markedAwaited, mayEnd, startOrder } from '../../src/compose/run-once.ts'
import type { ComposeService } from '../../src/model/project/project.ts'
import { project } from './fixtures.ts'

const completed = { condition: 'service_completed_successfully' }

it('A service is awaited when another one needs its end, and not when it needs it running', () => {
  const model = project({
    web: { depends_on: { init: completed, db: { condition: 'service_healthy' } } },
    init: {},
    db: {},
  })
  expect(['web', 'init', 'db'].filter((name) => isAwaited(model, name))).toEqual(['init'])
})

describe('a service may end', () => {
  it.each<[string, ComposeService]>([
    ['when its file says nothing of restarts', {}],
    ['with restart: "no"', { restart: 'no' }],
    ['with restart: on-failure', { restart: 'on-failure:3' }],
    ['with a policy of deploy', { deploy: { restart_policy: { condition: 'none' } } }],
    ['with a health check that is off', { healthcheck: { disable: true } }],
    ['when others wait for it, whatever else it says', markedAwaited({ restart: 'always' })],
  ])('A service may end %s', (_, service) => {
    expect(mayEnd(service)).toBe(true)
  })
})

describe('a service may not end', () => {
  it.each<[string, ComposeService]>([
    ['when Docker starts it again', { restart: 'unless-stopped' }],
    ['when a policy does so without a condition', { deploy: { restart_policy: {} } }],
    ['when it publishes a port', { ports: [{ target: 80 }] }],
    ['when it has a health check', { healthcheck: { test: ['CMD', 'true'] } }],
  ])('A service may not end %s', (_, service) => {
    expect(mayEnd(service)).toBe(false)
  })
})

it('A failure is tried again as often as the file says', () => {
  const counted = { deploy: { restart_policy: { condition: 'on-failure', max_attempts: 4 } } }
  const services = [{}, { restart: 'no' }, { restart: 'always' }, { restart: 'on-failure:2' }, counted]
  expect(services.map(attemptsOf)).toEqual([1, 1, 1, 3, 5])
  expect(attemptsOf({ restart: 'on-failure' })).toBe(Number.POSITIVE_INFINITY)
})

describe('services start', () => {
  it('Services start after those that they depend on, and what is independent side by side', () => {
    const model = project({
      seed: { depends_on: { init: completed, web: {} } },
      init: { depends_on: { db: {} } },
      db: {},
      redis: {},
      none: { scale: 0 },
    })
    expect(startOrder(model, Object.keys(model.services))).toEqual([['db', 'redis'], ['init'], ['seed']])
  })

  it('Services that wait for each other start once each', () => {
    const model = project({ a: { depends_on: { b: {} } }, b: { depends_on: { a: {} } } })
    expect(startOrder(model, ['a', 'b'])).toEqual([['a', 'b']])
  })
})

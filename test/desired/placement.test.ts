import { describe, expect, it } from 'vitest'
import { checkFormerPlacement, checkPlacement, schedulerHost } from '../../src/desired/placement.ts'
import { UserError } from '../../src/errors.ts'
import { hostLines } from '../../src/inputs/groups/hosts.ts'
import { desiredOn } from '../../src/model/fleet.ts'
import { placedServices } from '../../src/model/placement.ts'
import type { Roles } from '../../src/model/project/roles.ts'
import { assertNothingMissing } from '../../src/observe/skipped.ts'
import { exampleDesired } from '../model/example.ts'

const roles: Roles = {
  ...{ web: 'web', workers: ['celery', 'search'], schedulers: ['beat'] },
  ...{ jobs: ['migrate'], accessories: ['flower'] },
}
const model = { name: 'shop', services: { web: {}, celery: {}, search: {}, beat: {}, flower: {} } }

const read = (...lines: string[]) => hostLines().parse(lines.join('\n'))

/** What and how to fix it, of a fleet that is refused. */
function problem(work: () => unknown): string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return [error.reason, ...error.message.split('\n'), error.fix]
    throw error
  }
  return ['is accepted']
}
const judged = (lines: string[], some: Roles = roles): string[] =>
  problem(() => checkPlacement({ hosts: read(...lines), roles: some, model }))

describe('what a host runs', () => {
  const on = (line: string) => placedServices({ roles, placement: read(line)[0]?.placement }).join(' ')

  it.each([
    ['a', 'web celery search beat flower'],
    ['a role=all', 'web celery search beat flower'],
    ['a role=web', 'web'],
    ['a role=workers', 'celery search beat'],
    ['a services=beat,celery', 'celery beat'],
    ['a role=web services=flower', 'web flower'],
  ])('A host with the line "%s" runs %s', (line, services) => {
    expect(on(line)).toBe(services)
  })

  it('What a host runs is in the record of its release, and it waits for a balancer only while others have web', () => {
    const hosts = read('a role=web', 'b role=workers')
    const settings = { roles, scheduler: 'b' } as NonNullable<
      ReturnType<typeof exampleDesired>['release']['settings']
    >
    const { release, ...rest } = exampleDesired({ roles, balancerWait: 30 })
    const desired = { ...rest, release: { ...release, settings } }
    const at = (name: string, all = hosts) => desiredOn(name, { desired, scheduler: 'b', hosts: all })
    expect(at('b').release.settings?.placement).toEqual({ role: 'workers' })
    expect([at('a').schedules, at('b').schedules]).toEqual([false, true])
    expect([at('a').balancerWait, at('b').balancerWait]).toEqual([0, 30])
    expect(at('a', read('a role=web', 'b')).balancerWait).toBe(30)
  })
})

describe('a fleet', () => {
  it('A fleet has each service on a host, and something on each host', () => {
    expect(judged(['a role=web', 'b role=workers services=flower'])).toEqual(['is accepted'])
    expect(judged(['a', 'b role=web'])).toEqual(['is accepted'])
    expect(judged(['a role=web services=flower,celery,beat', 'b services=search'])).toEqual(['is accepted'])
  })

  it('A fleet is refused where web runs nowhere', () => {
    expect(judged(['a role=workers', 'b services=flower'])).toEqual([
      'bad-input',
      "Input 'hosts': no host runs web.",
      'Give at least one host role=web, role=all or services=web; a host without anything runs all.',
    ])
  })

  it('A fleet is refused where another service than web runs nowhere', () => {
    expect(judged(['a role=web', 'b services=celery,beat'])).toEqual([
      'bad-input',
      "Input 'hosts': no host runs search, flower.",
      'Add it to a line, such as role=web services=search,flower; role=workers has workers and schedulers, and a host without anything runs all.',
    ])
  })

  it('A fleet needs no host for what is scaled to none', () => {
    const scaled = { ...model, services: { ...model.services, flower: { scale: 0 } } }
    const hosts = read('a role=web', 'b role=workers')
    expect(problem(() => checkPlacement({ hosts, roles, model: scaled }))).toEqual(['is accepted'])
  })

  it('A fleet is refused where a host for workers has none to run', () => {
    const none = { ...roles, workers: [], schedulers: [], accessories: [] }
    expect(judged(['a role=web', 'b role=workers'], none)).toEqual([
      'bad-input',
      "Input 'hosts': b has role=workers, and the project has no worker and no scheduler.",
      'Take it out, or give it a service. Its services are web.',
    ])
  })

  it('A fleet begins with a host that has the app, from which the database is touched', () => {
    expect(judged(['a services=flower', 'b role=web', 'c role=workers'])).toEqual([
      'bad-input',
      "Input 'hosts': a, the first one, runs no service of the app, and database commands run from the first host.",
      'Write a host first that runs web or workers.',
    ])
  })

  it('A host is refused with a name that is no service, or one that the deploy itself runs', () => {
    expect(judged(['a', 'b services=celry,migrate,beat'])).toEqual([
      'bad-input',
      "Input 'hosts': b names celry, which is no service of the project.",
      "Input 'hosts': b names migrate, which runs once and ends: a deploy does its work itself.",
      'Its services are web, celery, search, beat, flower.',
    ])
  })

  it('A rollback may have names that an older release does not know, and accessories of it that no host is given', () => {
    const former = (...lines: string[]) => checkFormerPlacement({ hosts: read(...lines), roles, model })
    expect(former('a role=web', 'b role=workers', 'c services=mail')).toEqual([
      'c names mail, which is no service of the project.',
      'no host is given flower.',
    ])
    expect(problem(() => former('a role=web', 'b services=celery,beat'))).toContain(
      "Input 'hosts': no host runs search.",
    )
  })
})

describe('the scheduler', () => {
  const hosts = read('a role=web', 'b role=workers', 'c services=celery', 'd')
  const host = (named?: string, recorded?: string) => schedulerHost({ hosts, roles }, named, recorded)

  it('The scheduler runs on the first host that may run it, unless another is named or on record', () => {
    expect([host(), host('d'), host(undefined, 'd'), host(undefined, 'a'), host('b', 'd')]).toEqual([
      ...['b', 'd', 'd', 'b', 'b'],
    ])
  })

  it('The scheduler is refused on a host that does not run it, or that is not there', () => {
    expect(problem(() => host('a'))).toEqual([
      'bad-input',
      'Input \'scheduler-host\': "a" does not run beat, as hosts says.',
      'Name one that does, b or d; or change its line in hosts.',
    ])
    expect(problem(() => host('x'))).toEqual([
      'bad-input',
      'Input \'scheduler-host\': "x" is not among the hosts.',
      'Write it as in hosts, one of a, b, c, d.',
    ])
  })

  it('Two schedulers are refused where they would be on two hosts', () => {
    const two = { ...roles, schedulers: ['beat', 'rq'] }
    const apart = read('a role=web', 'b services=beat', 'c services=rq')
    expect(problem(() => schedulerHost({ hosts: apart, roles: two }, undefined))).toEqual([
      'bad-input',
      "Input 'hosts': no host runs all of beat, rq, and schedulers run on one host.",
      'Give them to one line together: services=beat,rq',
    ])
  })
})

describe('a host that can not be reached', () => {
  const lost = (...names: string[]) => names.map((host) => ({ host, error: new Error('away') }))
  const judge = (lines: string[], names: string[]) =>
    problem(() =>
      assertNothingMissing(
        { desired: exampleDesired({ roles }), scheduler: '', hosts: read(...lines) },
        lost(...names),
      ),
    )

  it('A host that cannot be reached may be left out while others run all that it would', () => {
    expect(judge(['a role=web', 'b role=web', 'c role=workers'], ['b'])).toEqual(['is accepted'])
    expect(judge(['a', 'b'], ['b'])).toEqual(['is accepted'])
  })

  it('A host that cannot be reached is missed where nobody else runs its services', () => {
    expect(judge(['a role=web', 'b services=search', 'c role=workers'], ['c'])).toEqual([
      'host-unreachable',
      "c can't be left out: no host that is reached runs celery, beat.",
      'Make it reachable, or give its services to another host in hosts.',
    ])
  })
})

import { expect, test } from 'vitest'
import type { DesiredState } from '../../src/model/desired.ts'
import type { Placement } from '../../src/model/placement.ts'
import type { HostState, Step } from '../../src/model/step.ts'
import { planDeploy } from '../../src/plan/deploy.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import { emptyHost, exampleDesired, exampleRelease, running, servingHost } from '../model/example.ts'

const names = ['a', 'b', 'c', 'd'] as const
const placed: Record<(typeof names)[number], Placement> = {
  a: { role: 'web' },
  b: { role: 'web' },
  c: { role: 'workers' },
  d: { services: ['celery', 'flower'] },
}
const roles = { web: 'web', workers: ['celery'], schedulers: ['beat'], jobs: [], accessories: ['flower'] }

function targets(changes: Partial<DesiredState> = {}, observed = names.map(() => emptyHost())) {
  return names.map((host, index) => ({
    desired: { ...exampleDesired({ roles, ...changes }), schedules: host === 'c', placement: placed[host] },
    observed: { ...(observed[index] ?? emptyHost()), host },
  })) as unknown as [HostState, ...HostState[]]
}

const shown = (steps: readonly Step[]): string[] =>
  steps.map((step) => `${step.do} ${step.on.map(({ host }) => host).join('')}`)

test('Each step of a deploy is made on the hosts that have work in it', () => {
  const steps = planDeploy(targets({ bake: 60 }))
  expect(shown(steps)).toEqual([
    'pull abcd',
    'begin abcd',
    'install abcd',
    'accessories d',
    'pending a',
    'backup a',
    'migrate a',
    'create abcd',
    'edge ab',
    'start-web ab',
    'workers cd',
    'scheduler c',
    'settle cd',
    'switch ab',
    'bake abcd',
    'commit abcd',
    'clean-up abcd',
  ])
  expect(steps.find((step) => step.do === 'create')?.title).toBe('Create web, celery, beat')
})

test('What leaves a host stops there: web once a balancer knows, workers and scheduler when others have started', () => {
  const everything = [...names].map(() => servingHost())
  expect(
    shown(planDeploy(targets({}, everything))).filter(
      (line) => !/pull|begin|install|migr|commit|clean/.test(line),
    ),
  ).toEqual([
    'accessories d',
    'pending a',
    'backup a',
    'create abcd',
    'edge ab',
    'start-web ab',
    'workers cd',
    'stop-scheduler abd',
    'scheduler c',
    'settle abcd',
    'switch ab',
    'leave-balancer cd',
  ])
})

test('Workers that cannot run twice stop before the new ones start, also where they leave', () => {
  const everything = [...names].map(() => servingHost())
  expect(shown(planDeploy(targets({ stopFirst: ['celery'] }, everything)))).toContain('workers abcd')
})

test('Hosts without web alone, as after a commit that they missed, get what works in the background', () => {
  const [, , ...workers] = targets()
  expect(
    shown(planDeploy(workers as unknown as [HostState])).filter((line) =>
      /web|work|sched|settle|switch/.test(line),
    ),
  ).toEqual(['workers cd', 'scheduler c', 'settle cd'])
})

test('While data come back the shop is closed where web is or was, and nothing works anywhere', () => {
  const rollback = {
    ...{
      from: exampleRelease('old'),
      database: 'restore' as const,
      backup: undefined,
      reason: '',
      takeOver: false,
    },
  }
  const isLeft = emptyHost({ containers: [running('web', 1), running('edge', 1, ''), running('celery', 1)] })
  const steps = planRollback(targets({ rollback }, [servingHost(), servingHost(), isLeft, emptyHost()]))
  const quiet = shown(steps).filter((line) => /close|stop-|switch |leave|hold/.test(line))
  expect(quiet).toEqual([
    'close-shop abc',
    'stop-background abcd',
    'stop-web abc',
    'hold bcd',
    'switch ab',
    'stop-scheduler ab',
    'leave-balancer c',
  ])
})

import { describe, expect, it } from 'vitest'
import { type Progress, progressOf, readState } from '../../../src/engine/swarm/state.ts'
import type { StackState, SwarmService, SwarmTask } from '../../../src/model/swarm.ts'
import { stackService } from '../../model/swarm-example.ts'

const stack = { services: { web: stackService('new') } }

const service = (changes: Partial<SwarmService> = {}): SwarmService => ({
  ...{ id: 's1', name: 'web', replicas: 1, update: 'completed', definition: 'new', image: 'shop@sha256:1' },
  ...changes,
})

const task = (changes: Partial<SwarmTask> = {}): SwarmTask => ({
  ...{
    id: 't1',
    service: 's1',
    slot: '1',
    node: 'a',
    wanted: 'running',
    state: 'running',
    definition: 'new',
  },
  ...{ release: 'new', image: 'shop@sha256:1', error: '' },
  ...changes,
})

const judge = (state: StackState, failed: string[] = [], nodes = 1): Progress =>
  progressOf(stack, ['web'], { ...state, takingTasks: nodes }, new Set(failed))

describe('what Swarm prints', () => {
  it('Services and tasks are read with their blanks, and a second line of an error is left out', () => {
    const output = `node Ready Active
node Down Active
node Ready Drain
service s1 my-shop_web 2 updating new shop@sha256:1
service s2 my-shop_edge global none - haproxy:lts
task t1 s1 1 - running failed new r1 shop@sha256:1 task: non-zero exit (1)
more of it
`
    expect(readState('my-shop', output)).toEqual({
      takingTasks: 1,
      services: [
        service({ replicas: 2, update: 'updating' }),
        service({
          id: 's2',
          name: 'edge',
          replicas: 'global',
          update: 'none',
          definition: '',
          image: 'haproxy:lts',
        }),
      ],
      tasks: [task({ node: '', state: 'failed', release: 'r1', error: 'task: non-zero exit (1)' })],
    })
  })
})

describe('the progress of a service', () => {
  it('A service is settled when its update is done and each task is new and runs', () => {
    expect(judge({ services: [service()], tasks: [task()] })).toEqual({ is: 'settled' })
  })

  it.each<[string, StackState]>([
    ['it does not exist yet', { services: [], tasks: [] }],
    ['its update is at work', { services: [service({ update: 'updating' })], tasks: [task()] }],
    [
      'the update has not begun and old tasks run',
      { services: [service({ update: 'none' })], tasks: [task({ definition: 'old' })] },
    ],
    ['a task is not healthy yet', { services: [service()], tasks: [task({ state: 'starting' })] }],
    ['a task has another digest', { services: [service()], tasks: [task({ image: 'shop@sha256:2' })] }],
    ['a replica is missing', { services: [service({ replicas: 2 })], tasks: [task()] }],
    [
      'an old task is still wanted beside the new one',
      { services: [service()], tasks: [task(), task({ id: 't2', definition: 'old' })] },
    ],
    [
      'somebody gave it another definition',
      { services: [service({ definition: 'other' })], tasks: [task()] },
    ],
  ])('A service is not settled while %s', (_, state) => {
    expect(judge(state)).toMatchObject({ is: 'moving', waiting: ['web'] })
  })

  it('A global service is settled once each node that takes tasks has one', () => {
    const state = { services: [service({ replicas: 'global' })], tasks: [task()] }
    expect([judge(state, [], 1).is, judge(state, [], 3).is]).toEqual(['settled', 'moving'])
  })

  it.each(['paused', 'rollback_started', 'rollback_completed', 'rollback_paused'])(
    'A service has failed when its update is %s, whatever docker itself ended with',
    (update) => {
      const tasks = [task({ state: 'failed', error: 'exit 1' })]
      expect(judge({ services: [service({ update })], tasks })).toEqual({
        ...{ is: 'failed', service: 'web' },
        why: `Swarm stopped the update (${update}): exit 1`,
      })
    },
  )

  it('A service whose new tasks fail again and again has failed, and failures from before do not count', () => {
    const failed = ['1', '2', '3'].map((id) =>
      task({ id, wanted: 'shutdown', state: 'rejected', error: 'no image' }),
    )
    const state = { services: [service({ update: 'none' })], tasks: failed }
    expect(judge(state)).toEqual({ is: 'failed', service: 'web', why: '3 tasks failed: no image' })
    expect(judge(state, ['1'])).toMatchObject({ is: 'moving' })
  })

  it('A task that its health check ended says so although it left no error', () => {
    const tasks = [task({ wanted: 'shutdown', state: 'complete' })]
    expect(judge({ services: [service({ update: 'paused' })], tasks })).toMatchObject({
      why: 'Swarm stopped the update (paused): a task ended: its health check failed, or its program stopped',
    })
  })
})

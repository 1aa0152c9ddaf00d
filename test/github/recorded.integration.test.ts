import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StepFailed, UserError } from '../../src/errors.ts'
import { putRecordsRight } from '../../src/github/recorded.ts'
import type { Http, HttpResponse } from '../../src/runner/http/http.ts'
import { nodeHttp } from '../../src/runner/http/http.ts'
import { FakeHttp } from '../fakes/fakes.ts'
import { Shop } from './shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await Shop.open()
})
afterEach(async () => {
  await shop.github.close()
})

const failing = (problem: Error) => ({ work: () => Promise.reject(problem) })
const unhealthy = new StepFailed('unhealthy', 'web did not answer /health/ in time\nmore')

describe('a deploy', () => {
  it('A deploy goes from in progress to success, and the one before becomes inactive', async () => {
    const [first, second] = [shop.release('1.0'), shop.release('1.1')]
    await shop.run(first)
    await shop.run(second)
    expect(shop.history).toEqual([
      'deploy 1.0: in_progress, success, inactive',
      'deploy 1.1: in_progress, success',
    ])
    expect(shop.page).toEqual([second.id])
    expect(shop.lines).toEqual([])
    shop.github.assertClean()
  })

  it('A deploy records what, where and which commit, with the addresses of the shop and of the run', async () => {
    await shop.run(shop.release('1.0'))
    const release = shop.release('1.1')
    const { id: replaces = '' } = shop.live ?? {}
    await shop.run(release)
    const created = shop.github.calls
      .filter(({ operation }) => operation === 'repos/create-deployment')
      .at(-1)
    expect(created?.body).toEqual({
      ref: release.commit,
      task: 'deploy',
      auto_merge: false,
      required_contexts: [],
      environment: 'production',
      production_environment: true,
      transient_environment: false,
      description: 'Deploy 1.1',
      payload: {
        writer: 'saleor-deploy',
        ...{ release: release.id, image: release.image, version: '1.1', replaces, run: '2', attempt: '1' },
      },
    })
    const [before, now] = shop.deployments
    expect(now?.statuses).toMatchObject([
      { state: 'in_progress', environmentUrl: '', logUrl: 'https://github.com/org/shop/actions/runs/2' },
      {
        state: 'success',
        description: `${release.id} serves`,
        environmentUrl: 'https://shop.example.com',
        logUrl: 'https://github.com/org/shop/actions/runs/2',
      },
    ])
    expect(before?.statuses.at(-1)?.description).toBe(`Replaced by ${release.id}`)
  })

  it.each([
    [unhealthy, 'failure', 'unhealthy: web did not answer /health/ in time'],
    [new UserError('live-changed', 'x'.repeat(200), 'do'), 'error', `live-changed: ${'x'.repeat(125)}…`],
    [new TypeError('undefined is not a function'), 'error', 'internal-error: undefined is not a function'],
  ])(
    'A failed deploy is recorded as failed, and the one before stays live: %s',
    async (error, state, description) => {
      const first = shop.release('1.0')
      await shop.run(first)
      expect(await shop.run(shop.release('1.1'), failing(error))).toBe(error)
      expect(shop.history).toEqual(['deploy 1.0: in_progress, success', `deploy 1.1: in_progress, ${state}`])
      expect(shop.deployments[1]?.statuses.at(-1)?.description).toBe(description)
      expect(shop.page).toEqual([first.id])
      shop.github.assertClean()
    },
  )

  it('A cancelled deploy is recorded too', async () => {
    const cancel = new AbortController()
    const work = async (): Promise<void> => {
      while (shop.deployments[0]?.statuses.length !== 1)
        await new Promise((resolve) => setTimeout(resolve, 5))
      cancel.abort()
      throw cancel.signal.reason
    }
    expect(await shop.run(shop.release('1.0'), { work, cancelled: cancel.signal })).toBe(cancel.signal.reason)
    expect(shop.deployments[0]?.statuses.at(-1)).toMatchObject({
      state: 'error',
      description: 'cancelled: This operation was aborted',
    })
  })

  it('A deploy to staging makes the ones before inactive, by GitHub itself', async () => {
    await shop.github.close()
    shop = await Shop.open('staging')
    for (const version of ['1.0', '1.1', '1.2']) await shop.run(shop.release(version))
    expect(shop.history).toEqual([
      'deploy 1.0: in_progress, success, inactive',
      'deploy 1.1: in_progress, success, inactive',
      'deploy 1.2: in_progress, success',
    ])
    shop.github.assertClean()
  })

  it('A deploy needs few API calls', async () => {
    for (let count = 0; count < 8; count += 1) await shop.run(shop.release(`1.${count}`))
    const before = shop.github.calls.length
    await shop.run(shop.release('2.0'))
    // The list, five of its states, the new one, three statuses.
    expect(shop.github.calls.length - before).toBe(10)
  })
})

it('A rollback is a new deployment of the old commit, so that the page shows the live release', async () => {
  const [first, second, third] = [shop.release('1.0'), shop.release('1.1'), shop.release('1.2')]
  await shop.run(first)
  await shop.run(second)
  await shop.run(first, { task: 'rollback' })
  expect(shop.page).toEqual([first.id])
  expect(shop.history.slice(1)).toEqual([
    'deploy 1.1: in_progress, success, inactive',
    'rollback 1.0: in_progress, success',
  ])
  expect(shop.deployments[2]).toMatchObject({
    sha: first.commit,
    ref: first.commit,
    description: 'Roll back to 1.0',
    payload: { replaces: second.id },
  })
  await shop.run(third)
  expect(shop.page).toEqual([third.id])
  shop.github.assertClean()
})

describe('a job with `environment:`', () => {
  /** As GitHub makes it when the job starts. */
  const ofTheJob = (run: string) => {
    const { state } = shop.github
    const creator = state.user('ada')
    const now = state.now()
    shop.repository.deployments.push({
      id: state.nextId(),
      sha: shop.repository.tip() ?? '',
      ref: 'main',
      task: 'deploy',
      payload: {},
      environment: 'production',
      description: null,
      isTransient: false,
      isProduction: true,
      creator,
      createdAt: now,
      updatedAt: now,
      statuses: [
        {
          id: state.nextId(),
          state: 'in_progress',
          description: '',
          environment: 'production',
          environmentUrl: '',
          logUrl: `https://github.com/org/shop/actions/runs/${run}/job/800`,
          creator,
          createdAt: now,
        },
      ],
    })
  }

  it('A job with an environment gets no second deployment', async () => {
    ofTheJob('1')
    await shop.run(shop.release('1.0'))
    expect(shop.history).toEqual(['deploy : in_progress'])
    expect(shop.lines).toEqual([
      'GitHub has a deployment for this job already, because it says `environment: production`.',
    ])
  })

  it('A job with an environment gets one if the input says so, and does not take those of other runs for its own', async () => {
    ofTheJob('1')
    await shop.run(shop.release('1.0'), { when: 'always' })
    ofTheJob('15')
    await shop.run(shop.release('1.1'))
    expect(shop.history.filter((line) => line.startsWith('deploy 1.'))).toEqual([
      'deploy 1.0: in_progress, success, inactive',
      'deploy 1.1: in_progress, success',
    ])
  })
})

describe('deploys without a record', () => {
  it.each([{ when: 'never' as const }, { token: undefined }])(
    'Nothing is recorded with %o',
    async (recording) => {
      expect(await shop.run(shop.release('1.0'), recording)).toBe('done')
      expect(shop.github.calls).toEqual([])
    },
  )

  it('Nothing is recorded without the permission, with a warning only if recording was requested', async () => {
    const token = shop.github.createToken({ permissions: { contents: 'read' } })
    expect(await shop.run(shop.release('1.0'), { token })).toBe('done')
    expect(shop.lines.join('\n')).toMatch(/^Not recorded .*The token needs deployments: read/)
    expect(await shop.run(shop.release('1.0'), { token, when: 'always' })).toBe('done')
    expect(shop.lines.at(-1)).toMatch(/^warning: .*The token needs deployments: (read|write)/)
    expect(shop.deployments).toEqual([])
  })
})

/** Fails the call of that number, and all after it where `forever`. */
function failingAt(
  call: number,
  fail: (real: () => Promise<HttpResponse>) => Promise<HttpResponse>,
  forever: boolean,
): Http {
  let count = 0
  return {
    async request(request) {
      const real = () => nodeHttp.request(request)
      const hit = count === call || (forever && count > call)
      count += 1
      return await (hit ? fail(real) : real())
    },
  }
}

const answer = (status: number): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Fault on purpose"}',
  seconds: 0,
})

const faults: [string, (real: () => Promise<HttpResponse>) => Promise<HttpResponse>, boolean][] = [
  ['503 from then on', async () => answer(503), true],
  ['no answer from then on', () => Promise.reject(new Error('ECONNREFUSED')), true],
  ['the limit is used up from then on', async () => answer(429), true],
  ['409', async () => answer(409), false],
  ['422', async () => answer(422), false],
  ['404', async () => answer(404), false],
  [
    'the answer is lost, from then on',
    async (real) => {
      await real()
      throw new Error('other side closed')
    },
    true,
  ],
  [
    'the answer is lost, once',
    async (real) => {
      await real()
      return answer(502)
    },
    false,
  ],
]

describe.each(faults)('GitHub fails at any call: %s', (_, fault, forever) => {
  // A deploy onto one that serves: list, states, create, in progress, success, inactive.
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'If GitHub fails at call %i, the deploy completes, and the next run corrects the page',
    async (call) => {
      const [first, second, third] = [shop.release('1.0'), shop.release('1.1'), shop.release('1.2')]
      await shop.run(first)
      expect(await shop.run(second, { http: failingAt(call, fault, forever) })).toBe('done')
      // The next run's deploy fails, so that the page must tell of the one before.
      expect(await shop.run(third, failing(unhealthy))).toBe(unhealthy)
      expect(shop.page).toEqual([second.id])
      expect(shop.history.at(-1)).toBe('deploy 1.2: in_progress, failure')
      shop.github.assertClean()
    },
  )

  it.each([2, 3, 4])(
    'If GitHub fails at call %i of a failing deploy, the page keeps the one before',
    async (call) => {
      const [first, second] = [shop.release('1.0'), shop.release('1.1')]
      await shop.run(first)
      const http = failingAt(call, fault, forever)
      expect(await shop.run(second, { ...failing(unhealthy), http })).toBe(unhealthy)
      expect(shop.page).toEqual([first.id])
      shop.github.assertClean()
    },
  )
})

it('A recording error is a warning that says what happens next', async () => {
  await shop.run(shop.release('1.0'), { http: failingAt(0, async () => answer(503), true) })
  const warnings = shop.lines.filter((line) => line.startsWith('warning: '))
  expect(warnings).toHaveLength(2)
  for (const line of warnings)
    expect(line).toMatch(
      /^warning: The GitHub deployment is not up to date: GitHub did not answer .*\(503\).* The next run puts it right\.$/,
    )
  // No longer than the patience, at the beginning, beside the deploy, and at the end.
  expect(shop.slept.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(60)
})

it('An answer of 202 is no deployment', async () => {
  const body = JSON.stringify({ message: 'Auto-merged main into topic on deployment.' })
  const http = new FakeHttp(({ method }) => ({
    headers: { 'content-type': 'application/json' },
    ...(method === 'POST' ? { status: 202, body } : { body: '[]' }),
  }))
  expect(await shop.run(shop.release('1.0'), { http: http })).toBe('done')
  expect(shop.lines.join('\n')).toContain('GitHub made no deployment (202)')
})

describe('the next run', () => {
  /** What a run leaves that dies half-way of a first deploy. */
  const diesHalfWay = async (changes: { run?: number; createdAt?: string }): Promise<void> => {
    const http = failingAt(3, () => Promise.reject(new Error('killed')), true)
    await shop.run(shop.release('1.0'), { http, work: async () => {} })
    const { deployments } = shop.repository
    const [left] = deployments
    if (left === undefined) throw new Error('nothing was recorded')
    const { run = 4711, ...rest } = changes
    deployments[0] = { ...left, ...rest, payload: { ...(left.payload as object), run: String(run) } }
    shop.live = shop.release('0.9')
  }
  const stateAfterwards = async (token = shop.github.token): Promise<string | undefined> => {
    expect(shop.deployments[0]?.statuses.map(({ state }) => state)).toEqual(['in_progress'])
    await putRecordsRight(shop.recording({ token }), shop.live, shop.nextRunner())
    return shop.deployments[0]?.statuses.at(-1)?.state
  }

  it.each([
    ['ends the record of one that died', 'completed', 'error'],
    ['leaves the record of one that is still at it', 'in_progress', 'in_progress'],
  ] as const)('The next run %s', async (_, status, state) => {
    const run = shop.repository.addRun(shop.repository.addWorkflow('pipeline.yml'))
    run.status = status
    await diesHalfWay({ run: run.id })
    expect(await stateAfterwards()).toBe(state)
    shop.github.assertClean()
  })

  it('The next run closes the record of a run that is gone, and of one that was re-run', async () => {
    await diesHalfWay({ run: 99_999 })
    expect(await stateAfterwards()).toBe('error')
    shop.repository.deployments.splice(0)
    const run = shop.repository.addRun(shop.repository.addWorkflow('pipeline.yml'))
    run.attempt = 2
    shop.live = undefined
    await diesHalfWay({ run: run.id })
    expect(await stateAfterwards()).toBe('error')
  })

  // The clock of the fakes stands at the beginning of 2026.
  it.each([
    ['2025-12-31T12:00:00Z', 'in_progress'],
    ['2025-12-30T12:00:00Z', 'error'],
  ])('The next run waits a day where it may not query runs: from %s it is %s', async (createdAt, state) => {
    await diesHalfWay({ createdAt })
    const token = shop.github.createToken({ permissions: { deployments: 'write', contents: 'read' } })
    expect(await stateAfterwards(token)).toBe(state)
    shop.github.assertClean()
  })

  it('The next run records what nobody had recorded, and changes nothing that is correct', async () => {
    shop.live = shop.release('1.0')
    await putRecordsRight(shop.recording(), shop.live, shop.nextRunner())
    expect(shop.page).toEqual([shop.live.id])
    expect(shop.deployments[0]?.description).toBe('Deploy 1.0, recorded late')
    const before = shop.history
    await putRecordsRight(shop.recording(), shop.live, shop.nextRunner())
    expect(shop.history).toEqual(before)
    shop.github.assertClean()
  })
})

import { describe, expect, test } from 'vitest'
import { bake } from '../../src/engine/compose/rollout/bake.ts'
import type { StepFailed } from '../../src/errors.ts'
import { type Answer, scriptedRun } from './scripted-run.ts'

/** How the containers are, and what the edge has counted in the new slot, at the nth look (0: the baseline). */
interface Script {
  web?: (look: number) => string
  counted?: (look: number) => [requests: number, failed: number]
  status?: (look: number) => string
  edge?: (look: number) => boolean
  /** What Prometheus says of the metric; nothing when it does not answer. */
  metric?: (ask: number) => number | undefined
}

const metrics = {
  address: '127.0.0.1:9090',
  checks: [{ name: 'queue', query: 'max(queue)', operator: '<' as const, limit: 10 }],
}

const well = 'running 0 0 false healthy'

function script({ web, counted, status, edge, metric }: Script): Answer {
  let look = -1
  let ask = 0
  return (line) => {
    if (line.includes('/api/v1/query')) {
      const value = metric?.(ask++)
      if (value === undefined) return { code: 1, stdout: 'bash: connect: Connection refused' }
      const data = { resultType: 'vector', result: [{ metric: {}, value: [1, String(value)] }] }
      return { stdout: `HTTP/1.0 200 OK\r\n\r\n${JSON.stringify({ status: 'success', data })}` }
    }
    if (line.startsWith('ask')) {
      look++
      const [requests, failed] = counted?.(look) ?? [0, 0]
      const row = `web,s2,${status?.(look) ?? 'UP'},L7STS,503,${requests - failed},${failed}`
      if (edge?.(look) === false) return { code: 1 }
      return { stdout: `# pxname,svname,status,check_status,check_code,hrsp_2xx,hrsp_5xx\n${row}\n` }
    }
    if (line.startsWith('docker inspect'))
      return { stdout: `/shop-web-2 ${web?.(look) ?? well} 10.0.0.2 \n/shop-celery-2 ${well} 10.0.0.3 \n` }
    return { stdout: 'the last line\n' }
  }
}

async function failureOf(work: Promise<unknown>): Promise<StepFailed> {
  return await work.then(
    () => expect.unreachable('it passed'),
    (error: StepFailed) => error,
  )
}

describe('a release that is watched', () => {
  test('A release that is watched passes, tells every ten seconds, and leaves the numbers for the report', async () => {
    const answer = script({ counted: (look) => [1000 + look * 50, 7] })
    const { run, log } = scriptedRun({ bake: 24 }, answer)
    const { baked } = await bake(run)
    expect(log).toEqual([
      '… shop.example.com: 10 s of 24: 250 requests, 0.0 % failed',
      '… shop.example.com: 20 s of 24: 500 requests, 0.0 % failed',
      '… shop.example.com: 24 s of 24: 600 requests, 0.0 % failed',
    ])
    expect(baked).toEqual({ requests: 600, failed: 0, seconds: 24 })
  })

  test('A release that is watched passes without a single request', async () => {
    const { run, log } = scriptedRun({ bake: 5 }, script({}))
    await bake(run)
    expect(log).toEqual(['… shop.example.com: 5 s of 5: 0 requests, 0.0 % failed'])
  })

  test('A release that is watched fails with the numbers when too many requests failed, as soon as there are enough', async () => {
    const { run, runner } = scriptedRun(
      { bake: 60, maxErrorRate: 5 },
      script({ counted: (look) => [look * 15, look] }),
    )
    const failure = await failureOf(bake(run))
    expect([failure.reason, failure.message, failure.evidence]).toEqual([
      'bake-failed',
      'shop.example.com: 6.7 % of 30 requests failed (5xx), more than 5 %.',
      'the last line',
    ])
    expect(runner.clock.slept).toEqual([2, 2])
  })

  test.each([
    ['exited 1 0 false none', 'exited with code 1'],
    ['running 0 1 false none', 'exited and was restarted'],
    ['exited 137 0 true none', 'was killed: out of memory'],
  ])('A release that is watched fails when a container falls: %s', async (state, words) => {
    const { run, did } = scriptedRun({ bake: 60 }, script({ web: (look) => (look < 3 ? well : state) }))
    const { reason, message } = await failureOf(bake(run))
    expect(reason).toBe('bake-failed')
    expect(message).toBe(`shop.example.com: shop-web-2 ${words}. Its last line: the last line`)
    // What it wrote since its restart does not tell why it fell.
    expect(did.at(-1)?.includes('--until')).toBe(words.includes('restarted'))
  })

  test('A release that is watched fails when the edge reports it as down', async () => {
    const { run } = scriptedRun({ bake: 60 }, script({ status: (look) => (look < 2 ? 'UP' : 'DOWN 1/5') }))
    const { reason, message } = await failureOf(bake(run))
    expect(reason).toBe('bake-failed')
    expect(message).toContain('shop-web-2 is down for the edge (DOWN 1/5, L7STS 503)')
  })

  test('A release is held to its own health check only where that can work', async () => {
    const answer = script({ web: () => 'running 0 0 false unhealthy' })
    const blind = scriptedRun({ bake: 5 }, answer)
    await bake(blind.run)
    const { run } = scriptedRun({ bake: 5 }, answer)
    run.dockerChecks.set('web', true)
    expect((await failureOf(bake(run))).message).toContain('shop-web-2 fails its own health check')
  })

  test('A release that is watched outlives a short silence of the edge, which counts from zero then', async () => {
    const counted = (look: number): [number, number] => (look < 3 ? [1000, 0] : [look, 0])
    const { run } = scriptedRun({ bake: 16 }, script({ counted, edge: (look) => look < 1 || look > 3 }))
    const { baked } = await bake(run)
    expect(baked).toEqual({ requests: 8, failed: 0, seconds: 16 })
  })

  test('A release is not held to what other releases answered before, also when the edge is silent at first', async () => {
    const counted = (): [number, number] => [1000, 900]
    const { run } = scriptedRun({ bake: 6 }, script({ counted, edge: (look) => look > 0 }))
    const { baked } = await bake(run)
    expect(baked).toEqual({ requests: 0, failed: 0, seconds: 6 })
  })

  test('A release that is watched fails when the edge stays silent', async () => {
    const { run } = scriptedRun({ bake: 60 }, script({ edge: (look) => look === 0 }))
    expect((await failureOf(bake(run))).message).toBe(
      'shop.example.com: the edge has taken no commands for 10 s.',
    )
  })
})

describe('the metrics of a release that is watched', () => {
  const values =
    (...all: (number | undefined)[]) =>
    (ask: number): number | undefined =>
      all[Math.min(ask, all.length - 1)]

  test('Metrics within their limits at the end let the release pass, whatever they were at first', async () => {
    const { run, runner, log } = scriptedRun({ bake: 25, metrics }, script({ metric: values(50, 50, 3) }))
    expect((await bake(run)).baked?.seconds).toBe(25)
    expect(runner.clock.slept.reduce((sum, one) => sum + one)).toBe(25)
    expect(log.filter((line) => line.includes('metric'))).toEqual([
      'shop.example.com: the metric queue: 50, not < 10 (1 of 3)',
      'shop.example.com: the metric queue: 50, not < 10 (2 of 3)',
      'shop.example.com: the metric queue: 3',
    ])
  })

  test('A metric that is beyond its limit in three looks in a row fails the bake before its end', async () => {
    const { run, runner } = scriptedRun(
      { bake: 300, metrics },
      script({ metric: values(50, 50, 3, 40, 41, 42) }),
    )
    const { reason, message, evidence } = await failureOf(bake(run))
    expect([reason, message, evidence]).toEqual([
      'bake-failed',
      'shop.example.com: 3 looks at the metric queue: 42, not < 10 have failed in a row.',
      'queue: 42, not < 10',
    ])
    expect(runner.clock.slept.reduce((sum, one) => sum + one)).toBe(60)
  })

  test('A bake does not end while a metric is beyond its limit, and a Prometheus that is gone proves nothing', async () => {
    const late = scriptedRun({ bake: 4, metrics }, script({ metric: values(50, undefined, 3) }))
    expect((await bake(late.run)).baked?.seconds).toBe(24)
    const { run } = scriptedRun({ bake: 4, metrics }, script({}))
    expect((await failureOf(bake(run))).message).toBe(
      'shop.example.com: 3 looks at the metric queue: Prometheus does not answer the host: bash: connect: Connection refused, not < 10 have failed in a row.',
    )
  })

  test('A host without web is asked for its metrics too', async () => {
    const { run } = scriptedRun(
      { bake: 30, metrics, placement: { role: 'workers' } },
      script({ metric: values(50) }),
    )
    expect((await failureOf(bake(run))).reason).toBe('bake-failed')
  })
})

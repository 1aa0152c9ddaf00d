import { expect, it } from 'vitest'
import { NoAnswer } from '../../src/runner/http/no-answer.ts'
import type { Probe } from '../../src/smoke/check.ts'
import { untilSteady } from '../../src/smoke/rounds.ts'
import { FakeHttp, fakeRunner } from '../fakes/fakes.ts'

const probes: Probe[] = ['http://shop/a', 'http://shop/b'].map((url) => ({
  request: { url },
  checks: [
    {
      name: url,
      expected: '200',
      evaluate: ({ status }) => ({ passed: status === 200, got: String(status) }),
    },
  ],
}))
const settings = { timeout: 10, interval: 1, consecutive: 2 }

/** A shop whose rounds answer one status after the other; the last one stays. */
function shop(...statuses: (number | Error)[]) {
  let asked = 0
  const http = new FakeHttp(() => {
    const status = statuses[Math.min(Math.floor(asked++ / probes.length), statuses.length - 1)] ?? 200
    return status instanceof Error ? status : { status }
  })
  return fakeRunner({ http })
}

it('The test is green after enough good rounds in a row', async () => {
  const runner = shop(200)
  const smoke = await untilSteady(probes, settings, runner)
  expect(smoke).toMatchObject({ passed: true, seconds: 1 })
  expect(runner.clock.slept).toEqual([1])
  expect(runner.http.requests).toHaveLength(4)
})

it('The test waits for a shop that starts, and says so once', async () => {
  const refused = new NoAnswer('GET http://shop/a: connect ECONNREFUSED', 'ECONNREFUSED')
  const runner = shop(refused, refused, refused, 200)
  expect(await untilSteady(probes, settings, runner)).toMatchObject({ passed: true, seconds: 4 })
  expect(runner.log.lines).toEqual([
    'Round 1: Nothing listens on port 80 of shop (ECONNREFUSED).',
    'Round 4: all 2 checks passed',
    'Round 5: all 2 checks passed',
  ])
})

it('The test is red at its deadline, without a last pause', async () => {
  const runner = shop(503)
  const smoke = await untilSteady(probes, settings, runner)
  expect(smoke).toMatchObject({ passed: false, seconds: 9 })
  expect(smoke.rounds).toHaveLength(10)
})

it('The test is red for a shop whose answers alternate', async () => {
  const flapping = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 200 : 503))
  expect((await untilSteady(probes, settings, shop(...flapping))).passed).toBe(false)
})

it('A request never gets more time than is left', async () => {
  const runner = shop(503)
  await untilSteady(probes, { ...settings, timeout: 5 }, runner)
  expect([...new Set(runner.http.requests.map(({ timeoutSeconds }) => timeoutSeconds))]).toEqual([
    5, 4, 3, 2, 1,
  ])
})

it('The test stops at once when the job is cancelled', async () => {
  const controller = new AbortController()
  const runner = { ...shop(503), cancelled: controller.signal }
  controller.abort()
  await expect(untilSteady(probes, settings, runner)).rejects.toMatchObject({ name: 'AbortError' })
})

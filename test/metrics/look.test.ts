import { expect, it } from 'vitest'
import type { UserError } from '../../src/errors.ts'
import { assertAskable } from '../../src/metrics/look.ts'
import { readMetricChecks } from '../../src/metrics/read.ts'
import { stageOf } from '../fakes/host/shop.ts'

const metrics = { address: '127.0.0.1:9090', checks: readMetricChecks(['queue: max(queue) < 10']) }

/** What a deploy is told before it begins, on a host whose Prometheus has this value, or says this. */
async function refusal(metric: number | undefined, says?: string): Promise<string> {
  const host = stageOf(['a']).world.host('a')
  host.machine.metric = metric
  if (says !== undefined) host.faults.at('/dev/tcp/', { fails: `HTTP/1.0 400 Bad Request\r\n\r\n${says}` })
  return await assertAskable(host, metrics).then(
    () => 'fine',
    ({ reason, message }: UserError) => `${reason}: ${message}`,
  )
}

it('A metric beyond its limit does not stop a deploy before it begins: it may mend it', async () => {
  expect([await refusal(3), await refusal(30)]).toEqual(['fine', 'fine'])
})

it('A query without data does not stop a deploy before it begins: the release may bring it', async () => {
  expect(await refusal(Number.NaN)).toBe('fine')
})

it('A host without Prometheus refuses the deploy before anything changes', async () => {
  expect(await refusal(undefined)).toBe(
    "not-ready: a: metric-checks can't be asked at 127.0.0.1:9090: Prometheus does not answer the host: bash: connect: Connection refused.",
  )
})

it('A query that Prometheus refuses is refused before anything changes', async () => {
  expect(await refusal(3, '{"error":"parse error"}')).toBe(
    "bad-input: Input 'metric-checks': queue: Prometheus refuses the query: parse error.",
  )
})

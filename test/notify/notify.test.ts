import { expect, it } from 'vitest'
import { StepFailed } from '../../src/errors.ts'
import { notified } from '../../src/notify/notify.ts'
import type { HttpResponse } from '../../src/runner/http/http.ts'
import { FakeHttp, fakeRunner } from '../fakes/fakes.ts'

const webhook = 'https://hooks.example.com/services/T0/B0/s3cret'
const inputs = { 'notify-webhook': webhook, 'environment-name': 'production' }
const deployed = { reason: 'done', outputs: { version: '3.22.1', release: 'r-2' } } as const

/** What the webhook was told, by a run that ended so. */
async function told(
  work: () => Promise<{
    reason: 'done' | 'unchanged' | 'planned'
    outputs: Record<string, string | undefined>
  }>,
  given: object = inputs,
  does: string | null = 'deploy',
) {
  const runner = fakeRunner({ http: new FakeHttp() })
  const ended = await notified(does ?? undefined, given, runner, work).catch((error: unknown) => error)
  return { ended, runner, requests: runner.http.requests }
}

const textOf = (body: string | undefined): string => (JSON.parse(body ?? '') as { text: string }).text

it('The message says what was done, where, by whom and where to read on', async () => {
  const { ended, requests } = await told(async () => deployed)
  expect(ended).toBe(deployed)
  expect(requests).toMatchObject([
    { method: 'POST', url: webhook, headers: { 'content-type': 'application/json' } },
  ])
  expect(textOf(requests[0]?.body)).toBe(
    '✅ shop/backend, production: deploy done: 3.22.1, release r-2\nada, https://github.com/shop/backend/actions/runs/42',
  )
})

it('The message of a failure has one line, and the error is passed on', async () => {
  const error = new StepFailed('unhealthy', 'web said <b>no</b> & fell\nits last lines', 'secret evidence')
  const { ended, requests } = await told(() => Promise.reject(error))
  expect(ended).toBe(error)
  expect(textOf(requests[0]?.body)).toBe(
    '❌ shop/backend, production: deploy failed (unhealthy): web said &lt;b&gt;no&lt;/b&gt; &amp; fell\nada, https://github.com/shop/backend/actions/runs/42',
  )
})

it('No message is sent if nothing changed, without a webhook, or by actions that change nothing', async () => {
  for (const reason of ['unchanged', 'planned'] as const)
    expect((await told(async () => ({ reason, outputs: {} }))).requests).toEqual([])
  expect((await told(async () => deployed, {})).requests).toEqual([])
  expect((await told(async () => deployed, inputs, null)).requests).toEqual([])
  const image = 'ghcr.io/shop@sha256:1'
  const { requests } = await told(
    async () => ({ reason: 'done', outputs: { image } }),
    { 'notify-webhook': webhook },
    'push',
  )
  expect(textOf(requests[0]?.body)).toMatch(/^✅ shop\/backend: push done: ghcr\.io\/shop@sha256:1\n/)
})

it('A transient failure is retried', async () => {
  const answers = [{ status: 503 }, { status: 429 }, { status: 204 }]
  const runner = fakeRunner({ http: new FakeHttp(() => answers.shift() ?? {}) })
  expect(await notified('deploy', inputs, runner, async () => deployed)).toBe(deployed)
  expect(runner.http.requests).toHaveLength(3)
  expect(runner.log.lines).toEqual([])
})

it.each<[string, Partial<HttpResponse> | Error, number, string]>([
  ['a server error that stays', { status: 500 }, 3, 'it answered 500'],
  ['a webhook that is gone', { status: 404 }, 1, 'it answered 404'],
  ['a redirect', { status: 302 }, 1, 'it answered 302'],
  ['no answer', new Error(`POST ${webhook}: ECONNREFUSED`), 3, 'POST its address: ECONNREFUSED'],
])('The failure of the webhook is a warning without its address: %s', async (_, answer, requests, said) => {
  const runner = fakeRunner({ http: new FakeHttp(() => answer) })
  expect(await notified('deploy', inputs, runner, async () => deployed)).toBe(deployed)
  expect(runner.http.requests).toHaveLength(requests)
  expect(runner.log.lines).toEqual([`warning: The webhook notification failed: ${said}.`])
})

it('A cancelled job sends its message too, once', async () => {
  const cancel = new AbortController()
  const http = new FakeHttp(() => ({ status: 503 }))
  const runner = { ...fakeRunner({ http }), cancelled: cancel.signal }
  const work = async () => {
    cancel.abort()
    throw cancel.signal.reason
  }
  await expect(notified('deploy', inputs, runner, work)).rejects.toBe(cancel.signal.reason)
  expect(http.requests).toHaveLength(1)
  expect(textOf(http.requests[0]?.body)).toContain('deploy failed (cancelled)')
})

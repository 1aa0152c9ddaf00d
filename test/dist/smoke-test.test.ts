import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { runDist } from '../e2e/run-dist.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** A shop that answers what the function says: status, headers, body. */
async function shop(
  answer: (request: IncomingMessage) => { status?: number; release?: string; body?: string },
): Promise<string> {
  server = createServer((request, response) => {
    const { status = 200, release, body = '' } = answer(request)
    response.writeHead(status, release === undefined ? {} : { 'X-Saleor-Release': release }).end(body)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const good = JSON.stringify({ data: { shop: { name: 'Demo', schemaVersion: '3.20' } } })
const fast = { interval: '0s', timeout: '2s' }

it('is green when the release that was meant answers', async () => {
  const url = await shop(({ method }) => ({ release: 'r-2', body: method === 'POST' ? good : '' }))
  const ran = await runDist('smoke-test', {
    inputs: { url, 'expect-release': 'r-2', 'expect-version': '3.20.1', ...fast },
  })
  expect(ran.code, ran.log).toBe(0)
  expect(ran.outputs).toMatchObject({ 'reason-code': 'done', release: 'r-2', 'schema-version': '3.20' })
  expect(JSON.parse(ran.outputs.checks ?? '')).toHaveLength(5)
  expect(ran.summary).toContain(`### ✅ ${url} answers as expected, release \`r-2\``)
})

it('is red when another release answers, and says so in log, summary and outputs', async () => {
  const url = await shop(({ method }) => ({ release: 'r-1', body: method === 'POST' ? good : '' }))
  const ran = await runDist('smoke-test', {
    inputs: { url, 'expect-release': 'r-2', interval: '1s', timeout: '3s' },
  })
  expect(ran.code).toBe(1)
  expect(ran.outputs).toMatchObject({ 'reason-code': 'smoke-failed', release: 'r-1' })
  expect(ran.log).toContain('::error::Smoke test of')
  expect(ran.log).toContain('health release: expected r-2, got r-1')
  expect(ran.summary).toMatch(/\| ❌ \| graphql release \| `r-2` \| `r-1` \|/)
})

it('is red when GraphQL says 200 and errors', async () => {
  const url = await shop(() => ({ body: '{"errors":[{"message":"connection refused"}],"data":null}' }))
  const ran = await runDist('smoke-test', { inputs: { url, interval: '1s', timeout: '3s' } })
  expect(ran.code).toBe(1)
  expect(ran.summary).toContain('`200, errors: connection refused`')
})

it('is red when nobody listens', async () => {
  const ran = await runDist('smoke-test', {
    inputs: { url: 'http://127.0.0.1:12', interval: '1s', timeout: '3s' },
  })
  expect(ran.code).toBe(1)
  expect(ran.outputs).toMatchObject({ 'reason-code': 'smoke-failed', release: '' })
  expect(ran.summary).toContain('ECONNREFUSED')
})

it('ends at once when it is cancelled', async () => {
  const url = await shop(() => ({ status: 503 }))
  const ran = await runDist('smoke-test', {
    inputs: { url, timeout: '5m' },
    signalWhen: 'Round 1',
  })
  expect(ran.outputs['reason-code']).toBe('cancelled')
  expect(ran.code).toBe(1)
  expect(ran.seconds).toBeLessThan(3)
})

it('sends the token, and masks it before anything else is printed', async () => {
  const seen: (string | undefined)[] = []
  const url = await shop(({ method, headers }) => {
    seen.push(headers.authorization)
    return { body: method === 'POST' ? good : '' }
  })
  const ran = await runDist('smoke-test', { inputs: { url, token: 't0ken', consecutive: '1', ...fast } })
  expect(ran.log.split('\n')[0]).toBe('::add-mask::t0ken')
  expect(ran.log.replace('::add-mask::t0ken', '')).not.toContain('t0ken')
  expect(seen.sort()).toEqual(['Bearer t0ken', undefined])
})

it('refuses a timeout that can not hold the rounds', async () => {
  const ran = await runDist('smoke-test', { inputs: { url: 'http://x', timeout: '2s' } })
  expect(ran.outputs).toEqual({ 'reason-code': 'bad-input' })
  expect(ran.log).toContain("Input 'timeout': 2 s can't hold 3 rounds, 1 s apart.")
})

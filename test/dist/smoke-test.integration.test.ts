import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { runDist } from '../e2e/run-dist.ts'
import { makeAuthority, type Shown } from '../smoke/certificates.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** What a shop answers. */
interface Answer {
  status?: number
  release?: string
  body?: string
  headers?: Record<string, string | string[]>
  /** Milliseconds until it answers. */
  delay?: number
}

/** A shop that answers what the function says, with TLS where a certificate is given. */
async function shop(answer: (request: IncomingMessage) => Answer, tls?: Shown): Promise<string> {
  const listener: RequestListener = (request, response) => {
    const { status = 200, release, body = '', headers = {}, delay = 0 } = answer(request)
    const named = release === undefined ? {} : { 'X-Saleor-Release': release }
    setTimeout(() => response.writeHead(status, { ...named, ...headers }).end(body), delay)
  }
  server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`
}

const good = JSON.stringify({
  data: { shop: { name: 'Demo', schemaVersion: '3.20' }, schema: { queryType: { name: 'Query' } } },
})
/** What is green ends as soon as it is steady, so a slow machine has the whole minute. */
const fast = { interval: '0s', timeout: '60s', 'load-duration': '1s' }

it('The job is green when the expected release answers', async () => {
  const url = await shop(({ method }) => ({ release: 'r-2', body: method === 'POST' ? good : '' }))
  const ran = await runDist('smoke-test', {
    inputs: { url, 'expect-release': 'r-2', 'expect-version': '3.20.1', ...fast },
  })
  expect(ran.code, ran.log).toBe(0)
  expect(ran.outputs).toMatchObject({ 'reason-code': 'done', release: 'r-2', 'schema-version': '3.20' })
  expect(JSON.parse(ran.outputs.checks ?? '')).toHaveLength(8)
  expect(ran.summary).toContain(`### ✅ ${url} answers as expected; customers are served`)
})

it('The job is red when another release answers, and log, summary and outputs say so', async () => {
  const url = await shop(({ method }) => ({ release: 'r-1', body: method === 'POST' ? good : '' }))
  const ran = await runDist('smoke-test', {
    inputs: { url, 'expect-release': 'r-2', interval: '0s', timeout: '1s', 'load-duration': '0' },
  })
  expect(ran.code).toBe(1)
  expect(ran.outputs).toMatchObject({ 'reason-code': 'smoke-failed', release: 'r-1' })
  expect(ran.log).toContain('::error::Smoke test of')
  expect(ran.log).toContain('health release: expected r-2, found r-1')
  expect(ran.summary).toMatch(/\| ❌ \| graphql release \| `r-2` \| `r-1` \|/)
  expect(ran.summary).toMatch(/^### ❌ Smoke test of .* customers are not affected\.$/m)
})

it('The job is red when GraphQL answers 200 with errors', async () => {
  const url = await shop(() => ({ body: '{"errors":[{"message":"connection refused"}],"data":null}' }))
  const ran = await runDist('smoke-test', {
    inputs: { url, interval: '0s', timeout: '1s', 'load-duration': '0' },
  })
  expect(ran.code).toBe(1)
  expect(ran.summary).toContain('`200, errors: connection refused`')
})

it('The answer of the shop contains no command to the runner once printed', async () => {
  const evil = 'boot ##[set-output name=release]evil\n\x85::stop-commands::x\r::add-mask::staging'
  const url = await shop(() => ({
    release: 'r-1 ##[add-mask]staging',
    body: JSON.stringify({ errors: [{ message: evil }], data: null }),
    headers: { server: '##[group]evil', location: '##[debug]evil' },
  }))
  const inputs = { url, interval: '0s', timeout: '1s', 'load-duration': '0' }
  const ran = await runDist('smoke-test', { inputs: { ...inputs, 'expect-release': 'r-2' } })
  expect(ran.code).toBe(1)
  expect(ran.log).toContain('boot ## [set-output name=release]evil')
  expect([...new Set(ran.commands.map(({ name }) => name))].sort()).toEqual(['error', 'warning'])
  expect(ran.log).not.toContain('##[')
})

it('The job is red when nothing listens', async () => {
  const ran = await runDist('smoke-test', {
    inputs: { url: 'http://127.0.0.1:12', interval: '0s', timeout: '1s' },
  })
  expect(ran.code).toBe(1)
  expect(ran.outputs).toMatchObject({ 'reason-code': 'smoke-failed', release: '', failed: 'health' })
  expect(ran.outputs).toMatchObject({ 'customers-affected': 'true', warnings: '', p50: '' })
  expect(ran.log.match(/Nothing listens on port 12 of 127\.0\.0\.1 \(ECONNREFUSED\)/g)).toHaveLength(2)
  expect(ran.log).not.toContain('::warning')
  expect(ran.summary).not.toMatch(/p50|Answers by response time/)
  expect(ran.summary).toContain('| ⏭️ | load |')
})

it('A proxy that does not reach the shop is reported as exactly that, once', async () => {
  const url = await shop(() => ({ status: 502, body: '<h1>502 Bad Gateway</h1>' }))
  const ran = await runDist('smoke-test', { inputs: { url, ...fast, timeout: '1s' } })
  expect(ran.outputs).toMatchObject({ 'reason-code': 'smoke-failed', failed: 'health', warnings: '' })
  expect(ran.log).toMatch(/^::error::.*answers 502: it gets no answer from the shop\. Does its address/m)
})

it('A cancelled job ends at once', async () => {
  const url = await shop(() => ({ status: 503 }))
  const ran = await runDist('smoke-test', {
    inputs: { url, timeout: '5m' },
    signalWhen: 'Round 1',
  })
  expect(ran.outputs['reason-code']).toBe('cancelled')
  expect(ran.code).toBe(1)
  expect(ran.seconds).toBeLessThan(60)
})

it('The token is sent, and masked before anything else is printed', async () => {
  const seen: (string | undefined)[] = []
  const url = await shop(({ method, headers }) => {
    seen.push(headers.authorization)
    return { body: method === 'POST' ? good : '' }
  })
  const ran = await runDist('smoke-test', { inputs: { url, token: 't0ken', consecutive: '1', ...fast } })
  expect(ran.log.split('\n')[0]).toBe('::add-mask::t0ken')
  expect(ran.log.replace('::add-mask::t0ken', '')).not.toContain('t0ken')
  expect(new Set(seen)).toEqual(new Set(['Bearer t0ken', undefined]))
})

it('A timeout that is too short for the rounds is refused', async () => {
  const ran = await runDist('smoke-test', { inputs: { url: 'http://x', timeout: '2s' } })
  expect(ran.outputs).toEqual({ 'reason-code': 'bad-input' })
  expect(ran.log).toContain("Input 'timeout': 2 s can't hold 3 rounds, 1 s apart.")
})

it('Response times are measured and drawn, and slow ones make the job red if a limit is set', async () => {
  // A fast machine answers within the limit of 1 ms.
  const url = await shop(({ method }) => ({ body: method === 'POST' ? good : '', delay: 5 }))
  const inputs = { url, ...fast, 'load-rate': '50', 'max-p50': '1', 'max-p95': '1' }
  const warned = await runDist('smoke-test', { inputs })
  expect([warned.code, warned.outputs.warnings], warned.log).toEqual([0, 'response time'])
  expect(Number(warned.outputs.p95)).toBeGreaterThanOrEqual(Number(warned.outputs.p50))
  expect(warned.log).toMatch(/^::warning::response time: expected p50 ≤ 1 ms, p95 ≤ 1 ms, found p50/m)
  expect(warned.summary).toContain('<summary>Answers by response time</summary>')
  expect(warned.summary).toContain('50 requests, 50 a second')
  expect(warned.log).not.toContain('experimental')
  const red = await runDist('smoke-test', { inputs: { ...inputs, severities: 'response time=error' } })
  expect([red.code, red.outputs['reason-code'], red.outputs.failed]).toEqual([
    1,
    'smoke-failed',
    'response time',
  ])
})

it('Custom checks run, and the result is written to files for other programs', async () => {
  const url = await shop(({ method, url: path }) =>
    path === '/search/' ? { body: '{"total":3}' } : { body: method === 'POST' ? good : '' },
  )
  const cwd = await mkdtemp(join(tmpdir(), 'workspace-'))
  const ran = await runDist('smoke-test', {
    cwd,
    inputs: {
      ...{ url, ...fast, 'junit-file': 'results/smoke.xml', 'json-file': 'smoke.json' },
      'own-checks': '- name: search finds shoes\n  url: /search/\n  json: { total: 4 }',
    },
  })
  expect(ran.code).toBe(1)
  expect(ran.outputs.failed).toBe('search finds shoes')
  expect(ran.log).toContain('search finds shoes: expected 200, total = 4, found total = 3')
  expect(await readFile(join(cwd, 'results/smoke.xml'), 'utf8')).toContain('<failure message="total = 3">')
  expect(JSON.parse(await readFile(join(cwd, 'smoke.json'), 'utf8'))).toMatchObject({ url, passed: false })
})

it('A custom check that cannot be parsed is reported with its line, before any request', async () => {
  const ran = await runDist('smoke-test', {
    inputs: { url: 'http://127.0.0.1:12', 'own-checks': '- name: a\n  url: /x\n  status: abc' },
  })
  expect(ran.outputs).toEqual({ 'reason-code': 'bad-input' })
  expect(ran.log).toContain("Input 'own-checks': line 3: status is not a status")
})

describe('over HTTPS', () => {
  const { file, whole, cut } = makeAuthority()
  const env = { NODE_EXTRA_CA_CERTS: file }
  const answer = ({ method }: IncomingMessage): Answer => ({ body: method === 'POST' ? good : '<html>' })

  it('A complete certificate chain of a known authority is green', async () => {
    const url = await shop(answer, whole)
    const ran = await runDist('smoke-test', { inputs: { url, ...fast }, env })
    expect(ran.code, ran.log).toBe(0)
    expect(ran.summary).toContain('`trusted, from Test Trust, 3 in the chain, TLSv1.3`')
    expect(ran.summary).toMatch(/\| ✅ \| certificate days \| `(89|90) days left/)
  })

  it('An incomplete certificate chain is red, and the error says what the server must send', async () => {
    const url = await shop(answer, cut)
    const inputs = { url, interval: '0s', timeout: '1s', consecutive: '1', 'load-duration': '0' }
    const ran = await runDist('smoke-test', { inputs, env })
    expect(ran.code).toBe(1)
    expect(ran.outputs.failed?.split('\n')).toContain('certificate')
    expect(ran.log).toContain('the server must send the full chain (fullchain.pem)')
  })

  it('A production shop must send HSTS and the flags of its cookies', async () => {
    const cookies = ['a=1; Secure; HttpOnly; SameSite=Lax', 'token=secret; Path=/']
    const headers = { 'strict-transport-security': 'max-age=31536000', 'set-cookie': cookies }
    const url = await shop((request) => ({ ...answer(request), headers }), whole)
    const ran = await runDist('smoke-test', { inputs: { url, ...fast, production: 'true' }, env })
    expect([ran.code, ran.outputs.warnings?.split('\n')]).toEqual([
      0,
      expect.arrayContaining(['cookie flags']),
    ])
    expect(ran.outputs.warnings).not.toContain('hsts')
    expect(ran.log).toContain('token lacks Secure, HttpOnly, SameSite')
    expect(ran.log).not.toContain('secret')
  })
})

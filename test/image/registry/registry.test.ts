import { describe, expect, test } from 'vitest'
import { Repository } from '../../../src/image/registry/registry.ts'
import { withRetries } from '../../../src/image/registry/retry.ts'
import { parseReference, type Reference } from '../../../src/model/release/image-reference.ts'
import type { HttpRequest, HttpResponse } from '../../../src/runner/http/http.ts'
import { FakeClock, FakeHttp, fakeRunner } from '../../fakes/fakes.ts'

const manifest = '{"schemaVersion":2}'
const digest = 'sha256:e4b12ad53b1c2e0c1d5ec1c1c2d7a5b2'
const login = { username: 'ada', password: 'sesame' }
const basic = `Basic ${Buffer.from('ada:sesame').toString('base64')}`
const reference = (text: string): Reference => parseReference(text) as Reference

/** A registry with a token server, as Docker Hub and GitHub have it. */
const withTokens = ({ url, headers = {}, method }: HttpRequest): Partial<HttpResponse> => {
  if (url.startsWith('https://auth.example/token')) {
    const write = url.includes('push')
    if (headers['authorization'] !== basic && write) return { status: 401 }
    return { body: JSON.stringify({ token: write ? 'may-write' : 'may-read' }) }
  }
  const desired = method === 'PUT' ? ['Bearer may-write'] : ['Bearer may-read', 'Bearer may-write']
  if (desired.includes(headers['authorization'] ?? ''))
    return { body: manifest, headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' } }
  return {
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="https://auth.example/token",service="r.example"' },
  }
}

const repository = (http: FakeHttp, name = 'ghcr.io/shop/backend', plain = false): Repository =>
  new Repository({ http, clock: new FakeClock() }, reference(name), login, plain)

describe('the registry’s API', () => {
  test('The token is for one repository only, and manifests are hashed locally', async () => {
    const http = new FakeHttp(withTokens)
    const answer = await repository(http).manifest('1.4.2')
    expect(answer).toEqual({
      done: {
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        text: manifest,
      },
    })
    expect(http.requests.map(({ url }) => url)).toEqual([
      'https://ghcr.io/v2/shop/backend/manifests/1.4.2',
      'https://auth.example/token?service=r.example&scope=repository%3Ashop%2Fbackend%3Apull',
      'https://ghcr.io/v2/shop/backend/manifests/1.4.2',
    ])
    expect(http.requests[2]?.headers?.['accept']).toContain('application/vnd.oci.image.index.v1+json')
  })

  test('The client gets another token before it writes', async () => {
    const http = new FakeHttp(withTokens)
    const backend = repository(http)
    await backend.manifest('1.4.2')
    expect(await backend.name('latest', { digest, mediaType: 'x/y', text: manifest })).toEqual({ done: true })
    expect(http.requests.at(-1)).toMatchObject({
      method: 'PUT',
      body: manifest,
      headers: { 'content-type': 'x/y' },
    })
    expect(http.requests.at(-2)?.url).toContain('pull%2Cpush')
  })

  test('A public repository is read without a login', async () => {
    const http = new FakeHttp(withTokens)
    const where = reference('ghcr.io/shop/backend')
    const anybody = new Repository({ http, clock: new FakeClock() }, where, undefined, false)
    expect(await anybody.manifest('1')).toHaveProperty('done')
    expect(JSON.stringify(http.requests)).not.toContain('Basic')
  })

  test('The client sends the password itself to a registry without tokens', async () => {
    const http = new FakeHttp(({ headers = {} }) =>
      headers['authorization'] === basic
        ? { body: manifest }
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="sandbox"' } },
    )
    expect(await repository(http, 'localhost:5000/shop').manifest('1')).toHaveProperty('done')
  })

  test.each([
    ['redis', 'https://registry-1.docker.io/v2/library/redis/manifests/1'],
    ['shop/backend', 'https://registry-1.docker.io/v2/shop/backend/manifests/1'],
    ['r.example:8443/a/b/c', 'https://r.example:8443/v2/a/b/c/manifests/1'],
  ])('The registry API of %s is at %s', async (name, url) => {
    const http = new FakeHttp(() => ({ body: manifest }))
    await repository(http, name).manifest('1')
    expect(http.requests[0]?.url).toBe(url)
  })

  test('Plain HTTP is used only where allowed, and where HTTPS does not answer', async () => {
    const noTls = (request: HttpRequest) =>
      request.url.startsWith('https') ? new Error('wrong version number') : { body: manifest }
    expect(await repository(new FakeHttp(noTls), 'localhost:5000/shop', true).manifest('1')).toHaveProperty(
      'done',
    )
    expect(await repository(new FakeHttp(noTls), 'r.example/shop', false).manifest('1')).toEqual({
      failed: 'wrong version number',
    })
    const tls = new FakeHttp(() => ({ body: manifest }))
    await repository(tls, 'localhost:5000/shop', true).manifest('1')
    expect(tls.requests.at(-1)?.url).toMatch(/^https:/)
  })

  test('The client obeys Retry-After', async () => {
    const http = new FakeHttp(() => ({ status: 429, headers: { 'retry-after': '42' }, body: 'slow down' }))
    expect(await repository(http).manifest('1')).toEqual({ failed: 'status 429: slow down', waitSeconds: 42 })
    expect(await repository(http).waitingTime()).toBe(42)
    expect(await repository(new FakeHttp()).waitingTime()).toBeUndefined()
  })
})

describe('retries', () => {
  const retry = { attempts: 3, longestWaitSeconds: 600 }
  const answers =
    (...texts: (string | undefined)[]) =>
    async () => {
      const text = texts.shift()
      return text === undefined ? { done: 'here' } : { failed: text }
    }

  test('A transient failure is retried, with a message', async () => {
    const runner = fakeRunner()
    const work = answers('503 Service Unavailable', 'connection reset by peer', undefined)
    expect(await withRetries(runner, 'Push', retry, work)).toBe('here')
    expect(runner.clock.slept).toEqual([2, 4])
    expect(runner.log.lines).toEqual([
      'Push: 503 Service Unavailable',
      'Attempt 2 of 3 in 2 s.',
      'Push: connection reset by peer',
      'Attempt 3 of 3 in 4 s.',
    ])
  })

  test('The retries end after the last attempt', async () => {
    const runner = fakeRunner()
    const work = answers('EOF', 'EOF', 'write: broken pipe')
    await expect(withRetries(runner, 'Push', retry, work)).rejects.toMatchObject({
      reason: 'registry-unavailable',
      message: 'Push: given up, 3 attempts failed. write: broken pipe',
    })
  })

  test.each([
    ['401 Unauthorized', 'registry-refused', /refused/],
    ['denied: permission_denied', 'registry-refused', /refused/],
    ['name unknown: no such repository', 'registry-refused', /no such repository/],
    ['x509: unknown authority', 'registry-unavailable', /x509/],
  ])('The failure is not retried: %s', async (text, reason, message) => {
    const runner = fakeRunner()
    await expect(withRetries(runner, 'Push', retry, answers(text))).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message) as string,
    })
    expect(runner.clock.slept).toEqual([])
  })

  test('The client waits no longer than its deadline', async () => {
    const runner = fakeRunner()
    const work = async () => ({ failed: '429 Too Many Requests', waitSeconds: 3600 })
    await expect(withRetries(runner, 'Push', retry, work)).rejects.toThrow(/asks to wait 3600 s/)
    expect(runner.clock.slept).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { askSite } from '../../src/desired/ask-site.ts'
import type { HttpResponse } from '../../src/runner/http/http.ts'
import { NoAnswer } from '../../src/runner/http/no-answer.ts'
import { FakeHttp, fakeRunner } from '../fakes/fakes.ts'

const url = 'https://shop.acme.test'
const site = (answer: Partial<HttpResponse> | Error) => fakeRunner({ http: new FakeHttp(() => answer) })

it.each([
  ['ECONNREFUSED', 'Nothing listens on port 443 of shop.acme.test (ECONNREFUSED).'],
  ['ENOTFOUND', 'The name shop.acme.test does not resolve (ENOTFOUND).'],
  [
    'CERT_HAS_EXPIRED',
    'The certificate of shop.acme.test is not trusted: it has expired (CERT_HAS_EXPIRED).',
  ],
])('A deploy is warned of %s in log and summary, and is not refused', async (code, what) => {
  const runner = site(new NoAnswer(`GET ${url}: it failed`, code))
  const found = await askSite(url, [], runner)
  expect(found).toMatchObject([{ rule: 'site-unreached', severity: 'warning' }])
  expect(found[0]?.message).toBe(`${url} does not answer now, before anything is changed: ${what}`)
  expect(runner.log.lines).toEqual([`warning: ${found[0]?.message}\n${found[0]?.fix} [site-unreached]`])
})

it.each([[200], [301], [404], [502]])(
  'A site that answers with %d is there, so there is no warning',
  async (status) => {
    const runner = site({ status })
    expect(await askSite(url, [], runner)).toEqual([])
    expect(runner.log.lines).toEqual([])
  },
)

it('Nobody is asked where no address is given, or where the question is turned off', async () => {
  const runner = site({})
  expect(await askSite(undefined, [], runner)).toEqual([])
  expect(await askSite(url, ['site-unreached'], runner)).toEqual([])
  expect(runner.http.requests).toEqual([])
})

it('The site is asked for five seconds at most', async () => {
  const runner = site({})
  await askSite(url, [], runner)
  expect(runner.http.requests).toMatchObject([{ url, timeoutSeconds: 5 }])
})

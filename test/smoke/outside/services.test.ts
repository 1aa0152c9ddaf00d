import { expect, it } from 'vitest'
import type { HttpResponse } from '../../../src/runner/http/http.ts'
import { evaluate } from '../../../src/smoke/check.ts'
import { serviceProbes } from '../../../src/smoke/outside/services.ts'

it.each<[what: string, answer: Partial<HttpResponse>, verdicts: string[]]>([
  ['a page', { status: 200 }, ['storefront: 200', '!release: r1']],
  [
    'a redirect to a language',
    { status: 307, headers: { location: '/en', 'x-saleor-release': 'r2' } },
    ['storefront: 307 → /en', 'release: r2'],
  ],
  ['an error', { status: 500 }, ['!storefront: 500', '!release: r1']],
  [
    'no header of the edge',
    { status: 404, headers: {} },
    ['!storefront: 404', '!release: no x-saleor-release header'],
  ],
])('A further web service that answers with %s is judged', (_, answer, verdicts) => {
  const [probe] = serviceProbes({
    'service-urls': ['storefront=https://shop.example.com'],
    'health-path': { web: '/health/', others: {} },
    'expect-release': 'r2',
  })
  const full = { status: 0, headers: { 'x-saleor-release': 'r1' }, body: '', seconds: 0.1, ...answer }
  const results = probe === undefined ? [] : evaluate(probe, full)
  expect(
    results.map(({ name, got, passed }) => `${passed ? '' : '!'}${name.split(' ').at(-1)}: ${got}`),
  ).toEqual(verdicts)
})

import { counted } from '../../report/markdown.ts'
import type { HttpResponse } from '../../runner/http/http.ts'
import { type Check, type Probe, statusOf } from '../check.ts'
import { baseOf } from './probes.ts'

/** Half a year in seconds, the minimum that scanners and preload lists of browsers accept. */
const leastHstsSeconds = 15_768_000

/**
 * Checks that plain HTTP redirects to HTTPS with the same path. Only for a URL with the default port: a custom port has no
 * plain counterpart.
 */
export function redirectProbe({ url, 'health-path': path }: { url: string; 'health-path': string }): Probe[] {
  const target = new URL(baseOf({ url }) + path)
  if (target.protocol !== 'https:' || target.port !== '') return []
  const plain = target.href.replace(/^https:/, 'http:')
  const check: Check = {
    name: 'https redirect',
    expected: `301, 302, 307 or 308 → ${target.href}`,
    evaluate: (answer) => ({ passed: leadsTo(answer, plain, target.href), got: statusOf(answer) }),
    // A closed plain port is fine, as long as the HTTPS port is open.
    unanswered: ({ message }) => ({
      passed: /ECONNREFUSED/.test(message),
      got: /ECONNREFUSED/.test(message) ? 'nothing listens on port 80' : message,
    }),
  }
  return [{ request: { url: plain }, checks: [check], needs: target.href }]
}

function leadsTo({ status, headers }: HttpResponse, from: string, to: string): boolean {
  if (![301, 302, 307, 308].includes(status) || headers.location === undefined) return false
  return URL.canParse(headers.location, from) && new URL(headers.location, from).href === to
}

/**
 * Checks the security headers of production at a path of Django, which sets cookies. They are warnings:
 * no deploy changes them, so none should be rolled back for them.
 */
export function productionProbe({
  url,
  'graphql-path': path,
}: {
  url: string
  'graphql-path': string
}): Probe {
  return {
    request: { url: baseOf({ url }) + path },
    checks: url.startsWith('https:') ? [hsts, cookies] : [cookies],
  }
}

const hsts: Check = {
  name: 'hsts',
  severity: 'warning',
  expected: `strict-transport-security with max-age of ${leastHstsSeconds} or more`,
  evaluate({ headers }) {
    const header = headers['strict-transport-security']
    const age = Number(/max-age="?(\d+)/i.exec(header ?? '')?.[1] ?? 0)
    return { passed: age >= leastHstsSeconds, got: header ?? 'no such header' }
  },
}

const cookies: Check = {
  name: 'cookie flags',
  severity: 'warning',
  expected: 'Secure, HttpOnly and SameSite on every cookie',
  evaluate({ headers }) {
    const set = (headers['set-cookie'] ?? '').split('\n').filter((line) => line !== '')
    const problems = set.flatMap((line) => {
      const [name = '', ...attributes] = line.split(';').map((part) => part.trim())
      const lacking = ['Secure', 'HttpOnly', 'SameSite'].filter(
        (flag) => !attributes.some((one) => one.split('=')[0]?.toLowerCase() === flag.toLowerCase()),
      )
      // The value may be a session id.
      return lacking.length === 0 ? [] : [`${name.split('=')[0]} lacks ${lacking.join(', ')}`]
    })
    const well = set.length === 0 ? 'no cookies' : `${counted(set.length, 'cookie')} with all flags`
    return { passed: problems.length === 0, got: problems.length === 0 ? well : problems.join('; ') }
  },
}

/** Checks that a static or media file exists. Its name is part of the check's name. */
export function fileProbe(base: string, file: string): Probe {
  const url = new URL(file, `${base}/`).href
  return {
    request: { url },
    checks: [
      {
        name: `file ${file}`,
        expected: '200, not empty',
        evaluate(answer) {
          const wrong =
            answer.body === '' ? ', empty' : isPageInstead(file, answer) ? ', a page in its place' : ''
          return {
            passed: answer.status === 200 && wrong === '',
            got: answer.status === 200 ? `200${wrong}` : statusOf(answer),
          }
        },
      },
    ],
  }
}

/** A single-page site answers a missing file with its page and status 200. */
function isPageInstead(file: string, { headers }: HttpResponse): boolean {
  const isPage = /^text\/html\b/.test(headers['content-type'] ?? '')
  return isPage && /\.(?!html?\b)\w+(\?.*)?$/.test(file)
}

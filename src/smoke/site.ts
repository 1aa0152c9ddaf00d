import type { HttpResponse } from '../runner/http.ts'
import { type Check, type Probe, statusOf } from './check.ts'
import { baseOf } from './outside.ts'

/** Half a year, which is what scanners and browsers' preload lists begin to take for serious; seconds. */
const leastHstsSeconds = 15_768_000

/**
 * Plain HTTP leads to HTTPS, path and all. Only for a URL that people type: on a port of its own there is no other one
 * that would lead there.
 */
export function redirectProbe({ url, 'health-path': path }: { url: string; 'health-path': string }): Probe[] {
  const target = new URL(baseOf({ url }) + path)
  if (target.protocol !== 'https:' || target.port !== '') return []
  const plain = target.href.replace(/^https:/, 'http:')
  const check: Check = {
    name: 'https redirect',
    expected: `301, 302, 307 or 308 → ${target.href}`,
    judge: (answer) => ({ passed: leadsTo(answer, plain, target.href), got: statusOf(answer) }),
    // A closed port leads nobody astray.
    unanswered: ({ message }) => ({
      passed: /ECONNREFUSED/.test(message),
      got: /ECONNREFUSED/.test(message) ? 'nothing listens on port 80' : message,
    }),
  }
  return [{ request: { url: plain }, checks: [check] }]
}

function leadsTo({ status, headers }: HttpResponse, from: string, to: string): boolean {
  if (![301, 302, 307, 308].includes(status) || headers.location === undefined) return false
  return URL.canParse(headers.location, from) && new URL(headers.location, from).href === to
}

/**
 * What production promises browsers in its headers; asked where Django answers, as cookies would be set there. Warnings:
 * no deploy changes them, and none should be taken back for them.
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
  judge({ headers }) {
    const header = headers['strict-transport-security']
    const age = Number(/max-age="?(\d+)/i.exec(header ?? '')?.[1] ?? 0)
    return { passed: age >= leastHstsSeconds, got: header ?? 'no such header' }
  },
}

const cookies: Check = {
  name: 'cookie flags',
  severity: 'warning',
  expected: 'Secure, HttpOnly and SameSite on every cookie',
  judge({ headers }) {
    const set = (headers['set-cookie'] ?? '').split('\n').filter((line) => line !== '')
    const complaints = set.flatMap((line) => {
      const [name = '', ...attributes] = line.split(';').map((part) => part.trim())
      const lacking = ['Secure', 'HttpOnly', 'SameSite'].filter(
        (flag) => !attributes.some((one) => one.split('=')[0]?.toLowerCase() === flag.toLowerCase()),
      )
      // The value may be a session's.
      return lacking.length === 0 ? [] : [`${name.split('=')[0]} lacks ${lacking.join(', ')}`]
    })
    const well = set.length === 0 ? 'no cookies' : `${set.length} with all flags`
    return { passed: complaints.length === 0, got: complaints.length === 0 ? well : complaints.join('; ') }
  },
}

/** A static or media file that has to be there. Its own name is in the name of the check. */
export function fileProbe(base: string, file: string): Probe {
  const url = new URL(file, `${base}/`).href
  return {
    request: { url },
    checks: [
      {
        name: `file ${file}`,
        expected: '200, not empty',
        judge(answer) {
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

/** Sites of one page answer what they don't have with that page, and with 200. */
function isPageInstead(file: string, { headers }: HttpResponse): boolean {
  const isPage = /^text\/html\b/.test(headers['content-type'] ?? '')
  return isPage && /\.(?!html?\b)\w+(\?.*)?$/.test(file)
}

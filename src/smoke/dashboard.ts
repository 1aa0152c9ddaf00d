import type { Runner } from '../runner/runner.ts'
import { type CheckResult, judge, outside, statusOf } from './check.ts'
import { fileProbe } from './site.ts'

/** So many of the page's scripts and styles are looked for; one that is missing leaves a white page. */
const sampled = 6

/** Asks for the dashboard's page and what it loads. Saleor's dashboard is a page of scripts: the page alone is always there. */
export async function dashboardResults(
  url: string,
  { http, cancelled }: Pick<Runner, 'http' | 'cancelled'>,
): Promise<CheckResult[]> {
  const common = { where: outside, severity: 'error' as const }
  const page = await http.request({ url, signal: cancelled }).catch((error: unknown) => error as Error)
  cancelled.throwIfAborted()
  const expected = '200, a page'
  if (page instanceof Error)
    return [{ ...common, name: 'dashboard', expected, passed: false, got: page.message, seconds: 0 }]
  const passed = page.status === 200 && /<html/i.test(page.body)
  const got = passed ? '200' : `${statusOf(page)}${page.status === 200 ? ', no page' : ''}`
  const result = { ...common, name: 'dashboard', expected, passed, got, seconds: page.seconds }
  if (!passed) return [result]
  const files = await Promise.all(
    filesOf(page.body).map(async (file) => {
      const probe = fileProbe(url, file)
      return judge(probe, await http.request({ ...probe.request, signal: cancelled }).catch(asError))
    }),
  )
  cancelled.throwIfAborted()
  const missing = files.flat().filter((file) => !file.passed)
  return [
    result,
    {
      ...{ ...common, name: 'dashboard files', expected: 'its scripts and styles: 200, not empty' },
      passed: missing.length === 0,
      got:
        missing.length === 0
          ? `${files.length} are there`
          : missing.map((file) => `${file.name.replace('file ', '')}: ${file.got}`).join('; '),
      seconds: Math.max(0, ...files.flat().map(({ seconds }) => seconds)),
    },
  ]
}

/** Scripts and styles of a page, the first few. Exported for tests. */
export function filesOf(page: string): string[] {
  const tags = page.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)\s*=\s*["']([^"']+)["'][^>]*>/gi)
  const files = [...tags].flatMap(([, file = '']) => (/\.(m?js|css)(\?|$)/.test(file) ? [file] : []))
  return [...new Set(files)].slice(0, sampled)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

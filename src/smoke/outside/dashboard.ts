import type { Runner } from '../../runner/runner.ts'
import { type CheckResult, evaluate, outside, statusOf } from '../check.ts'
import type { PlannedCheck } from './obstacles.ts'
import { fileProbe } from './site.ts'

/** The number of the page's scripts and styles that are requested; a missing one leaves a white page. */
const sampled = 6

/** The check of the dashboard's page, for a skipped run. */
export const plannedDashboard = {
  name: 'dashboard',
  severity: 'error',
  expected: '200, a page',
} as const satisfies PlannedCheck

/** Requests the dashboard's page and the files that it loads. Saleor's dashboard consists of scripts: the page alone always exists. */
export async function dashboardResults(
  url: string,
  { http, cancelled }: Pick<Runner, 'http' | 'cancelled'>,
): Promise<CheckResult[]> {
  const common = { ...plannedDashboard, where: outside }
  const page = await http.request({ url, signal: cancelled }).catch((error: unknown) => error as Error)
  cancelled.throwIfAborted()
  if (page instanceof Error) return [{ ...common, passed: false, got: page.message, seconds: 0 }]
  const passed = page.status === 200 && /<html/i.test(page.body)
  const got = passed ? '200' : `${statusOf(page)}${page.status === 200 ? ', no page' : ''}`
  const result = { ...common, passed, got, seconds: page.seconds }
  if (!passed) return [result]
  const files = await Promise.all(
    filesOf(page.body).map(async (file) => {
      const probe = fileProbe(url, file)
      return evaluate(probe, await http.request({ ...probe.request, signal: cancelled }).catch(asError))
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
          ? `${files.length} files are there`
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

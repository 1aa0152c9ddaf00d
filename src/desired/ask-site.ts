import { siteRule } from '../compose/rules/ignore.ts'
import type { Finding } from '../model/project/finding.ts'
import { type Obstacle, obstacleOf } from '../runner/http/obstacle.ts'
import type { Runner } from '../runner/runner.ts'

/** Maximum seconds that a deploy waits for the site; the request runs beside all other observations. */
const timeoutSeconds = 5

/**
 * Requests the site before a deploy, and warns of problems that no deploy fixes: nothing listens, the name does not
 * resolve, the certificate is wrong. Any response is fine: on a first deploy nothing runs behind the proxy yet. It is
 * never an error, as the site may be open to customers and closed to the runner.
 */
export async function askSite(
  url: string | undefined,
  ignore: readonly string[],
  { http, log, cancelled }: Pick<Runner, 'http' | 'log' | 'cancelled'>,
): Promise<Finding[]> {
  if (url === undefined || ignore.includes(siteRule)) return []
  const answer = await http
    .request({ url, timeoutSeconds: timeoutSeconds, signal: cancelled })
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  cancelled.throwIfAborted()
  if (!(answer instanceof Error)) return []
  const finding = findingOf(url, obstacleOf(url, answer))
  log.warning(`${finding.message}\n${finding.fix} [${siteRule}]`)
  return [finding]
}

function findingOf(url: string, obstacle: Obstacle | undefined): Finding {
  return {
    rule: siteRule,
    severity: 'warning',
    message: `${url} does not answer now, before anything is changed: ${obstacle?.what ?? ''}`,
    fix: `${obstacle?.fix ?? ''} A deploy does not change that.`,
  }
}

import { code, inlineCode } from '../report/markdown.ts'
import type { ServerPlan } from '../server/plan.ts'

/** The job summary of `prepare-server`. Pure. */
export function serverSummary(
  host: string,
  { changes, warnings }: ServerPlan,
  isDryRun: boolean,
  line: string,
): string {
  const where = inlineCode(host)
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
  const title =
    changes.length === 0
      ? `### ✅ ${where} is ready, nothing was changed`
      : isDryRun
        ? `### 📝 Plan for ${where} (dry run, nothing was changed)`
        : `### ✅ ${where} is ready, after ${count}`
  return [
    title,
    ...(changes.length === 0
      ? []
      : [changes.map((change, index) => `${index + 1}. ${change.title}`).join('\n')]),
    ...warnings.map((warning) => `⚠️ ${warning}`),
    ...(line === '' ? [] : [`The line for \`known-hosts\`:\n\n${code(line)}`]),
  ].join('\n\n')
}

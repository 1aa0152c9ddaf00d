import { code, counted, inlineCode } from '../report/markdown.ts'
import type { ServerPlan } from '../server/plan.ts'

/** The job summary of `prepare-server`: the verdict, the warnings, the changes. Pure. */
export function serverSummary(
  host: string,
  { changes, warnings }: ServerPlan,
  isDryRun: boolean,
  line: string,
): string {
  const where = inlineCode(host)
  const done = changes.length === 0 ? 'nothing was changed' : `after ${counted(changes.length, 'change')}`
  const title =
    isDryRun && changes.length > 0
      ? `### 📝 Dry run, nothing was changed: ${counted(changes.length, 'change')} would be made on ${where}`
      : `### ✅ ${where} is ready, ${done}`
  const list = changes.map((change, index) => `${index + 1}. ${change.title}`).join('\n')
  return [
    title,
    warnings.length === 0
      ? ''
      : `**For you to look at**\n\n${warnings.map((one) => `- ⚠️ ${one}`).join('\n')}`,
    list,
    line === '' ? '' : `The line for \`known-hosts\`:\n\n${code(line)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

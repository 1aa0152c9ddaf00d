import type { Finding } from '../model/project/finding.ts'
import { inlineCode } from './markdown.ts'

/** The findings of a preflight as a list: what is wrong, where, what would be right, and the rule to look up; empty without any. */
export function findingsList(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, message, fix, rule, place }) => {
      const mark = severity === 'error' ? '❌' : '⚠️'
      const where =
        place === undefined ? '' : `${inlineCode([place.file, place.line].filter(Boolean).join(':'))}: `
      const what = place === undefined ? message : message.replace(`${place.file}: `, '')
      return `- ${mark} ${where}${what} ${fix} (rule ${inlineCode(rule)})`
    })
    .join('\n')
}

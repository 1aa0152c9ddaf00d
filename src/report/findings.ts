import type { Finding } from '../model/finding.ts'
import { inlineCode, table } from './markdown.ts'

/** The table of preflight findings for the job summary; empty without findings. */
export function findingsTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  return table(
    ['', 'Found before anything was changed', 'What to do', 'Rule', 'Where'],
    findings.map(({ severity, message, fix, rule, place }) => [
      severity === 'error' ? '❌' : '⚠️',
      place === undefined ? message : message.replace(`${place.file}: `, ''),
      fix,
      inlineCode(rule),
      place === undefined ? '' : inlineCode([place.file, place.line].filter(Boolean).join(':')),
    ]),
  )
}

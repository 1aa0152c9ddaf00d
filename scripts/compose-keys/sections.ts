import { table } from '../../src/report/markdown.ts'
import { buildRows, deployRows } from './build-and-deploy.ts'
import type { KeySection } from './key.ts'
import { partRows, projectRows } from './project.ts'
import { serviceRows } from './service.ts'

/** Every key of the Compose specification, and how a deploy treats it. */
export const keySections: readonly KeySection[] = [
  { title: 'The project', at: '', rows: projectRows },
  { title: 'Services', at: 'services.', rows: serviceRows },
  { title: '`build` of a service', at: 'services.', rows: buildRows },
  { title: '`deploy` of a service', at: 'services.', rows: deployRows },
  { title: 'Networks, volumes, configs and secrets', at: '', rows: partRows },
]

/** Renders the tables of docs/compose.md. */
export function keyTables(): string {
  return keySections
    .map(({ title, at, rows }) => {
      const cells = rows.map(({ keys, treatment, how, rules = [] }) => [
        coded(keys.map((key) => key.slice(at.length))),
        treatment,
        how,
        coded(rules),
      ])
      return `### ${title}\n\n${table(['Key', 'A deploy', 'How', 'Rules'], cells)}`
    })
    .join('\n\n')
}

function coded(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

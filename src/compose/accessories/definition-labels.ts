import { type ComposeModel, type ComposeService, escapeDollars } from '../../model/project/project.ts'
import { definitionLabel, partsLabel } from '../labels.ts'
import { definitionOf } from './definition.ts'

/** Returns these services with labels that record how they are defined, for a later deploy to compare. */
export function withDefinitions(model: ComposeModel, names: readonly string[]): ComposeModel['services'] {
  const told = Object.entries(model.services).map(([name, service]): [string, ComposeService] => {
    if (!names.includes(name)) return [name, service]
    const { hash, parts } = definitionOf(model, name)
    const labels = { [definitionLabel]: hash, [partsLabel]: escapeDollars(JSON.stringify(parts)) }
    return [name, { ...service, labels: { ...service.labels, ...labels } }]
  })
  return Object.fromEntries(told)
}

import type { DesiredState } from '../../src/model/desired.ts'
import { partsOf } from '../../src/plan/parts.ts'
import { emptyHost } from '../model/example.ts'

/** What becomes of each service on a host where nothing is, and what the edge takes from web; a line each. */
export function partsOn(desired: DesiredState): string[] {
  const { model, edge, roles, fronts = [] } = desired
  const { labels = {}, networks = {} } = model.services.edge ?? {}
  const moved = Object.keys(labels).filter((label) => !label.startsWith('saleor-deploy.'))
  const isNamed = Object.values(networks).some(
    (one) => ((one as { aliases?: string[] } | null)?.aliases ?? []).length > 0,
  )
  const parts = partsOf([{ desired, observed: emptyHost() }]).map(
    ({ service, role, part, note }) => `${service}: ${role} ${part}${note === '' ? '' : ` (${note})`}`,
  )
  const ofEdge = [
    ...(isNamed ? [`${roles.web}:${edge.port} is the edge, for ${fronts.join(', ') || 'others'}`] : []),
    ...(moved.length === 0 ? [] : [`the edge has the labels ${moved.join(', ')}`]),
  ]
  const [web = '', ...rest] = parts
  return [web, ...ofEdge, ...rest]
}

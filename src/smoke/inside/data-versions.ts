import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'
import type { DjangoAnswers } from './django-script.ts'

/** The deployment guide's oldest versions; of PostgreSQL, no older one is maintained. https://www.postgresql.org/support/versioning/ */
const oldest = { PostgreSQL: 15, Redis: 7 } as const

/** Checks the versions of the database and of Redis; no check if neither is known. */
export function dataVersionsResult(place: Place, { database, cache, broker }: DjangoAnswers): CheckResult[] {
  const servers = [
    ['PostgreSQL', database?.version],
    ['Redis', cache?.version],
    ['Redis', broker?.version],
  ] as const
  const known = servers.flatMap(([name, version]) => (version === undefined ? [] : [{ name, version }]))
  if (known.length === 0) return []
  const problems = known
    .filter(({ name, version }) => Number.parseInt(version, 10) < oldest[name])
    .map(({ name, version }) => `${name} ${version} is older than ${oldest[name]}`)
  const found = [...new Set(known.map(({ name, version }) => `${name} ${version}`))].join(', ')
  const wanted = `PostgreSQL ${oldest.PostgreSQL}, Redis ${oldest.Redis} or newer`
  return [result(place, 'data versions', wanted, [[...new Set(problems)], found], 'warning')]
}

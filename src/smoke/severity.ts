import type { Probe, Severity } from './check.ts'

/** What the input `severities` says, by the names of checks. */
export type Severities = ReadonlyMap<string, Severity | 'off'>

/** Reads lines such as `response time=error`; the contract has made sure of their form. */
export function readSeverities(lines: readonly string[]): Severities {
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf('=')
      return [line.slice(0, at).trim(), line.slice(at + 1).trim() as Severity | 'off']
    }),
  )
}

/** The checks, or what came of them, with the severities that somebody wants, and without those that are off. */
export function weighed<T extends { name: string; severity?: Severity }>(
  all: readonly T[],
  severities: Severities,
): T[] {
  return all.flatMap((one) => {
    const wanted = severities.get(one.name)
    if (wanted === 'off') return []
    return [wanted === undefined ? one : { ...one, severity: wanted }]
  })
}

/** The same for probes; one that has nothing left to check isn't asked. */
export function weighedProbes(probes: readonly Probe[], severities: Severities): Probe[] {
  return probes
    .map((probe) => ({ ...probe, checks: weighed(probe.checks, severities) }))
    .filter(({ checks }) => checks.length > 0)
}

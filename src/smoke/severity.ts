import type { Probe, Severity } from './check.ts'

/** The severities from the input, by the names of checks. */
export type Severities = ReadonlyMap<string, Severity | 'off'>

/** Reads lines such as `response time=error`; the contract has validated their form. */
export function readSeverities(lines: readonly string[]): Severities {
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf('=')
      return [line.slice(0, at).trim(), line.slice(at + 1).trim() as Severity | 'off']
    }),
  )
}

/** Applies severities to checks or their results, and removes those that are off. */
export function weighed<T extends { name: string; severity?: Severity }>(
  all: readonly T[],
  severities: Severities,
): T[] {
  return all.flatMap((one) => {
    const severity = severities.get(one.name)
    if (severity === 'off') return []
    return [severity === undefined ? one : { ...one, severity }]
  })
}

/** The same for probes; a probe without checks is removed. */
export function weighedProbes(probes: readonly Probe[], severities: Severities): Probe[] {
  return probes
    .map((probe) => ({ ...probe, checks: weighed(probe.checks, severities) }))
    .filter(({ checks }) => checks.length > 0)
}

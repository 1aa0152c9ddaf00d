const line = /^[✔✘] (.+) \((?:(\d+) min )?([\d.]+) s\)$/gm

/**
 * Seconds of each step of a run, read from the lines that its log has for them.
 * @throws Error when there are none: a benchmark that silently measures nothing is worse than none
 */
export function stepsOf(log: string): { name: string; seconds: number }[] {
  const steps = [...log.matchAll(line)].map(([, name = '', minutes = '0', seconds]) => ({
    name,
    seconds: Number(minutes) * 60 + Number(seconds),
  }))
  if (steps.length === 0) throw new Error(`No step with its seconds is in this log:\n${log}`)
  return steps
}

/** The median. */
export function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
}

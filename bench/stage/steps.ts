/** Seconds of each step of a run, read from the chart in its job summary, which has them to the millisecond. */
export function stepsOf(summary: string): { name: string; seconds: number }[] {
  return [...summary.matchAll(/^ {4}(.+) :(?:done, |crit, |active, )?\d+, (\d+)ms$/gm)].map(
    ([, name = '', milliseconds]) => ({ name, seconds: Number(milliseconds) / 1000 }),
  )
}

/** The median. */
export function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
}

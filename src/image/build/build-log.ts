/** The number of Dockerfile steps in a build, and how many came from a cache. */
export interface Steps {
  all: number
  cached: number
}

/** Counts in BuildKit's plain progress: `#7 [stage 3/4] RUN …`, later `#7 CACHED`. The base image is not a step. */
export function countSteps(log: string): Steps {
  const steps = new Set(
    [...log.matchAll(/^#(\d+) \[(?!internal)[^\]]*\] (?!FROM )/gm)].map(([, number]) => number),
  )
  const cached = new Set([...log.matchAll(/^#(\d+) CACHED$/gm)].map(([, number]) => number))
  return { all: steps.size, cached: [...cached].filter((number) => steps.has(number)).length }
}

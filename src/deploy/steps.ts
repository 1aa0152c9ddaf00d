import type { Step, Target } from './plan.ts'

/** Makes steps that these hosts make side by side. */
export function step(targets: readonly Target[]): (kind: Step['do'], title: string) => Step {
  const on = targets.map(({ seen }) => ({ host: seen.host }))
  return (kind, title) => ({ do: kind, title, on })
}

/** The items if the condition holds, else none. */
export function when<T>(condition: boolean, ...items: T[]): T[] {
  return condition ? items : []
}

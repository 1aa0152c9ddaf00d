import type { HostState, Step } from '../model/step.ts'

/** The steps of a plan as people read them; with their hosts where these run different services. Pure. */
export function planLines(steps: readonly Step[], targets: readonly HostState[]): string[] {
  const differ = targets.some(({ desired }) => desired.placement !== undefined)
  return steps.map(({ title, on }, index) => {
    const where = differ && on.length < targets.length ? ` (${on.map(({ host }) => host).join(', ')})` : ''
    return `${index + 1}. ${title}${where}`
  })
}

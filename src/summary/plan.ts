import type { HostState, Step } from '../model/step.ts'
import { shortImages } from '../report/image-names.ts'
import { planLines } from '../report/plan-lines.ts'

/** The plan of a dry run, a line for each step. Pure. */
export function planPart(steps: readonly Step[], targets: readonly HostState[]): string {
  return planLines(steps, targets).map(shortImages).join('\n')
}

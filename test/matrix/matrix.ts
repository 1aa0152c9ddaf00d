import { randomFrom } from './random.ts'

/** What a run does while the fault strikes. */
export const planNames = [
  'first',
  'deploy',
  'migration',
  'restore',
  'scale',
  'failing',
  'rollback',
  'warm-rollback',
  'data-rollback',
  'schema-rollback',
  'storefront',
  'services',
  'services-rollback',
  'first-front',
  'front',
  'adopt',
  'return',
  'static-files',
] as const
export type PlanName = (typeof planNames)[number]

/** What strikes, once per case. */
export const faultNames = [
  ...(['kill', 'cancel', 'guard', 'cut', 'reset'] as const),
  ...(['engine', 'hang', 'reboot', 'disk'] as const),
] as const
export type FaultName = (typeof faultNames)[number]

/** A step as the log shows it; a title that comes again is told apart by its number. */
export interface StepSeen {
  title: string
  /** 0 for the first step of this title. */
  turn: number
}

/** One cell of the matrix. */
export interface Case<Plan extends string = PlanName, Fault extends string = FaultName> {
  /** The same in every run of the matrix, whatever the seed: a series is resumed by it. */
  id: string
  plan: Plan
  hosts: number
  step: StepSeen
  fault: Fault
  /** Which host is struck, by its place in the fleet. */
  host: number
  /** Milliseconds between the step's line in the log and the fault. */
  delay: number
  /** For what a fault chooses by itself. */
  dice: number
}

/** Every step that a run has begun, in order. */
export function stepsIn(log: string): StepSeen[] {
  const turns = new Map<string, number>()
  return [...log.matchAll(/^::debug::▶ (.*)$/gm)].map(([, text = '']) => {
    const title = timeless(text)
    const turn = turns.get(title) ?? 0
    turns.set(title, turn + 1)
    return { title, turn }
  })
}

/** A title without what differs from run to run: release, digest, counts. */
function timeless(title: string): string {
  return title.replace(/\S*\d\S*/g, '#')
}

/** A step for people. */
export function nameOf({ title, turn }: StepSeen): string {
  return turn === 0 ? title : `${title} (${turn + 1})`
}

/**
 * All cases of a plan: fault after fault, each at every step.
 * @param longest milliseconds between a step's line in the log and the fault, at most
 */
export function casesOf<Plan extends string, Fault extends string>(
  plan: Plan,
  hosts: number,
  steps: readonly StepSeen[],
  faults: readonly Fault[],
  seed: number,
  longest = 300,
): Case<Plan, Fault>[] {
  return faults.flatMap((fault) =>
    steps.map((step, index) => {
      const id = [plan, hosts, fault, nameOf(step)].join(' / ')
      const random = randomFrom(seed + hash(id))
      // In turn, so that each host is struck at a third of the steps by each fault.
      const host = (index + hash(fault)) % hosts
      return { id, plan, hosts, step, fault, host, delay: Math.floor(random() * longest), dice: random() }
    }),
  )
}

/** Each step once, with the faults in turn: the part of the matrix that lies on one of its diagonals. */
export function diagonal<Plan extends string, Fault extends string>(
  all: readonly Case<Plan, Fault>[],
  faults: readonly Fault[],
  which: number,
): Case<Plan, Fault>[] {
  const steps = [...new Set(all.map(({ step }) => nameOf(step)))]
  return all.filter(
    ({ step, fault }) =>
      faults.indexOf(fault) === (steps.indexOf(nameOf(step)) + which) % Math.max(faults.length, 1),
  )
}

/** Which release may serve after a run: it depends on how far the log says that the run came, and on how it ended. */
export function mayServe(log: string, code: number): { old: boolean; new: boolean } {
  if (code === 0) return { old: false, new: true }
  const titles = stepsIn(log).map(({ title }) => title)
  const commit = titles.findIndex((title) => title.startsWith('Commit'))
  if (commit === -1) return { old: true, new: false }
  const goesOn = titles.slice(commit + 1).some((title) => title !== 'Undo everything')
  return { old: !goesOn, new: true }
}

/** A number from a text, always the same (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193)
  return value >>> 0
}

import { parse, stringify } from 'yaml'

/** What a YAML example is part of, which decides what can check it. */
export type Example =
  | { kind: 'workflow'; workflow: string; steps: Step[]; isWhole: boolean }
  | { kind: 'compose' }
  | { kind: 'other' }

/** A step of a job, as far as examples need it. */
export interface Step {
  uses?: string
  with?: Record<string, unknown>
}

interface Workflow {
  on?: unknown
  jobs?: Record<string, { steps?: Step[] }>
}

const job = { 'runs-on': 'ubuntu-latest', steps: [{ run: 'true' }] as object[] }

/** Says what an example is, and completes parts of a workflow to a whole one. Throws when it is no YAML. Pure. */
export function exampleOf(yaml: string): Example {
  const value: unknown = parse(yaml)
  if (Array.isArray(value)) {
    const steps = value as Step[]
    const areSteps = steps.every(
      (step) => typeof step === 'object' && step !== null && ('uses' in step || 'run' in step),
    )
    return areSteps ? whole({ jobs: { example: { ...job, steps } } }, steps, false) : { kind: 'other' }
  }
  if (typeof value !== 'object' || value === null) return { kind: 'other' }
  if ('services' in value) return { kind: 'compose' }
  if ('jobs' in value) {
    const workflow = value as Workflow
    const steps = Object.values(workflow.jobs ?? {}).flatMap(({ steps = [] }) => steps)
    return whole(workflow, steps, 'on' in value)
  }
  if ('permissions' in value || 'environment' in value)
    return whole({ jobs: { example: { ...job, ...value } } }, [], false)
  return { kind: 'other' }
}

function whole(workflow: object, steps: Step[], isWhole: boolean): Example {
  return { kind: 'workflow', workflow: stringify({ on: 'push', ...workflow }), steps, isWhole }
}

/** Whether an example says that it leaves something out, with a comment `# …`. Pure. */
export function isCut(yaml: string): boolean {
  return /^\s*# …$/m.test(yaml)
}

/** What is wrong with the steps that use our actions, by the inputs of each `action.yml`; a `cut` example may miss some. Pure. */
export function wrongInputs(
  steps: readonly Step[],
  cut: boolean,
  inputsOf: (action: string) => Record<string, { required?: boolean }> | undefined,
): string[] {
  return steps.flatMap(({ uses = '', with: given = {} }) => {
    if (!uses.startsWith('org/saleor-deploy')) return []
    const [, action = '.'] = /^org\/saleor-deploy(?:\/([\w-]+))?@v\d[\w.]*$/.exec(uses) ?? [undefined, '']
    const inputs = inputsOf(action)
    if (inputs === undefined) return [`${uses} is none of these actions at a version`]
    const unknown = Object.keys(given).filter((name) => !(name in inputs))
    const missing = Object.keys(inputs).filter((name) => !cut && inputs[name]?.required && !(name in given))
    return [
      ...unknown.map((name) => `${uses} has no input ${name}`),
      ...missing.map((name) => `${uses} needs the input ${name}`),
    ]
  })
}

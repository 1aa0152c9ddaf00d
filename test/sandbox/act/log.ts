import type { Workflow } from './workflow.ts'

/** How a job or a step ended. */
export type Result = 'success' | 'failure' | 'skipped' | 'cancelled'

/** A message for people, as GitHub shows it on the run's page. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error'
  readonly message: string
  readonly title: string | undefined
}

/** What is known of a step. */
export interface StepRun {
  /** The step's own id, or its place in the job. */
  readonly id: string
  name: string
  result: Result
  /** Lines it printed, masked. */
  readonly log: string[]
  readonly outputs: Record<string, string>
  readonly annotations: Annotation[]
  /** What it wrote to GITHUB_STEP_SUMMARY; not masked, so that a secret in it is found. */
  summary: string
}

/** What is known of a job. A matrix counts as one job, whose last part's steps are seen. */
export interface JobRun {
  result: Result
  readonly steps: StepRun[]
  /** The summaries of all its steps. */
  summary: string
}

/** One line of `act --json`. */
interface Entry {
  msg?: string
  job?: string
  jobID?: string
  jobResult?: Result
  stepID?: string[]
  step?: string
  stage?: string
  stepResult?: Result
  raw_output?: boolean
  command?: string
  name?: string
  arg?: string
  content?: string
  kvPairs?: Record<string, string>
}

/** Hides what must not be read, as the runner does: every line of a secret counts by itself. */
export class Masker {
  readonly #hidden = new Set<string>()

  /** From here on this is hidden. */
  add(secret: string): void {
    for (const line of secret.split(/\r?\n/)) if (line.trim() !== '') this.#hidden.add(line.trim())
  }

  /** The text with `***` for everything hidden. */
  mask(text: string): string {
    const longestFirst = [...this.#hidden].sort((a, b) => b.length - a.length)
    return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
  }
}

/** Follows `act --json` line by line and keeps what became of every job and step. */
export class Log {
  readonly jobs: Record<string, JobRun> = {}
  readonly lines: string[] = []
  readonly unmasked: string[] = []
  readonly #masker: Masker

  constructor(workflow: Workflow, masker: Masker) {
    this.#masker = masker
    // Jobs and steps that are skipped are not mentioned by `act`, so everything begins as skipped.
    for (const [id, job] of Object.entries(workflow.jobs)) {
      const steps = (job.steps ?? []).map((step, index): StepRun => {
        const name = step.name ?? step.uses ?? step.run?.split('\n')[0] ?? ''
        return {
          id: step.id ?? `${index}`,
          name,
          result: 'skipped',
          log: [],
          outputs: {},
          annotations: [],
          summary: '',
        }
      })
      this.jobs[id] = { result: 'skipped', steps, summary: '' }
    }
  }

  /** Takes one line in; gives back how it reads. */
  take(line: string): string {
    const entry = parse(line)
    const text = (entry.msg ?? '').replace(/\s+$/, '')
    if (entry.command === 'add-mask' && entry.arg) this.#masker.add(entry.arg)
    const where = entry.jobID === undefined ? '' : `[${entry.jobID}] ${entry.raw_output ? '| ' : ''}`
    const readable = this.#masker.mask(where + text)
    this.unmasked.push(where + text)
    this.lines.push(readable)
    this.#note(entry, this.#masker.mask(text))
    return readable
  }

  #note(entry: Entry, text: string): void {
    const job = this.jobs[entry.jobID ?? '']
    if (!job) return
    if (entry.jobResult !== undefined && job.result !== 'failure') job.result = entry.jobResult
    // Steps inside a composite action carry two ids; they count for the step that called it.
    const [id, inner] = entry.stepID ?? []
    const step = job.steps.find((one) => one.id === id)
    if (!step) return
    if (entry.raw_output) step.log.push(text)
    // `pre` and `post` only count when they fail.
    if (
      entry.stepResult !== undefined &&
      inner === undefined &&
      (entry.stage === 'Main' || entry.stepResult === 'failure')
    )
      step.result = entry.stepResult
    if (entry.command === 'set-output' && entry.name !== undefined) step.outputs[entry.name] = entry.arg ?? ''
    if (entry.command === 'summary') {
      step.summary += entry.content ?? ''
      job.summary += entry.content ?? ''
    }
    if (entry.command === 'notice' || entry.command === 'warning' || entry.command === 'error') {
      const message = this.#masker.mask(entry.arg ?? '')
      step.annotations.push({ level: entry.command, message, title: entry.kvPairs?.['title'] })
    }
  }
}

function parse(line: string): Entry {
  try {
    return JSON.parse(line) as Entry
  } catch {
    return { msg: line }
  }
}

import { duration } from '../../src/report/markdown.ts'

/** A step of a job, or of an action within it, with its duration. */
export interface Timing {
  readonly job: string
  readonly name: string
  readonly seconds: number
  /** Whether it is part of the next step in the list. */
  readonly isPart: boolean
}

/** Follows the log of a run line by line: shows the current step and records durations. */
export class Progress {
  readonly timings: Timing[] = []
  readonly #show: (line: string) => void
  readonly #now: () => number
  #step: { name: string; since: number } | undefined

  constructor(show: (line: string) => void, now: () => number = () => performance.now()) {
    this.#show = show
    this.#now = now
  }

  /** Processes one line of `act`'s log. */
  take(line: string): void {
    const [, job = '', text = ''] = /^\[(\w+)\] (.*)$/s.exec(line) ?? []
    const begun = /^⭐ Run Main (.+)/.exec(text)?.[1]
    if (begun !== undefined) this.#step = { name: stepName(begun), since: this.#now() }
    const [, part, minutes = 0, seconds = 0] = partEnds.exec(text) ?? []
    if (part !== undefined) this.#keep(job, shorten(part), Number(minutes) * 60 + Number(seconds), '✔', true)
    // A line without a name ends a step inside a composite action.
    const [, mark, ended] = /(✅|❌) +(?:Success|Failure) - Main (\S.*)/.exec(text) ?? []
    if (ended !== undefined && this.#step !== undefined) {
      const seconds = (this.#now() - this.#step.since) / 1000
      this.#keep(job, this.#step.name, seconds, mark === '✅' ? '✔' : '✘', false)
      this.#step = undefined
    }
  }

  #keep(job: string, name: string, seconds: number, mark: string, isPart: boolean): void {
    this.timings.push({ job, name, seconds, isPart })
    const what = isPart ? `  · ${name}` : `${mark} ${name}`
    this.#show(`  ${job.padEnd(8)} ${what.padEnd(82)} ${duration(seconds).padStart(10)}`)
  }
}

/** The line that a step of an action prints when it ends, as `act` shows it: `| ✔ Take the lock (0.21 s)`. */
const partEnds = /^ *\| [✔✘↩] (.+) \((?:(\d+) min )?([\d.]+) s\)$/

function stepName(name: string): string {
  return name.startsWith('actions/checkout@') ? 'Check out' : name
}

/** Removes digests and release ids, so that the same step of two runs has the same name. */
function shorten(text: string): string {
  return text
    .replace(/\S+@sha256:[0-9a-f]{64}/g, 'the image')
    .replace(/(release )?\d{8}-\d{6}-[0-9a-f]{12}/g, 'the release')
    .trim()
}

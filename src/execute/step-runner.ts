import type { Part, Step } from '../model/step.ts'
import { inOneLine } from '../report/progress.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import type { Log } from '../runner/log.ts'
import type { Runner } from '../runner/runner.ts'
import { runOnHosts } from './run-on-hosts.ts'

/** Runs the steps of a plan: each is a line in the log, with a fold for its details, and for each host a line of the timeline. */
export class StepRunner {
  readonly timeline: TimelineEntry[] = []
  private readonly parallel: number
  private readonly stop: AbortController
  private readonly runner: Runner

  /** @param stop aborted when a host fails, so that the others don't continue with what will be undone */
  constructor(parallel: number, stop: AbortController, runner: Runner) {
    this.parallel = parallel
    this.stop = stop
    this.runner = runner
  }

  /** Runs a step on its hosts side by side; returns when the last is done. */
  async each(step: Step, work: (part: Part) => Promise<void>): Promise<void> {
    // All hosts bake at the same time; watching costs them nothing.
    const parallel = step.do === 'bake' ? step.on.length : this.parallel
    await inOneLine(
      this.runner,
      step.title,
      async () =>
        await runOnHosts(step.title, step.on, parallel, this.stop, this.runner, async (part) => {
          await this.record(step.title, part.host, () => work(part))
        }),
    )
  }

  /** Runs a step that concerns the whole fleet. */
  async once<T>({ title, on }: Step, work: () => Promise<T>): Promise<T> {
    const where = on.length === 1 ? (on[0]?.host ?? '') : `${on.length} hosts`
    return await inOneLine(this.runner, title, async () => await this.record(title, where, work))
  }

  private async record<T>(name: string, where: string, work: () => Promise<T>): Promise<T> {
    const { clock } = this.runner
    const entry: TimelineEntry = { name, where, started: clock.now(), seconds: 0, result: 'failed' }
    this.timeline.push(entry)
    try {
      const result = await work()
      entry.result = 'done'
      return result
    } finally {
      entry.seconds = (clock.now() - entry.started) / 1000
    }
  }
}

/** A log that prints a warning once when it is the same on every host of the fleet. */
export function dedupeWarnings(log: Log): Log {
  const said = new Set<string>()
  return {
    ...log,
    warning(text, place) {
      if (said.has(text)) return
      said.add(text)
      log.warning(text, place)
    },
  }
}

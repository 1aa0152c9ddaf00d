import { type Clock, systemClock } from './clock.ts'
import { type Context, readContext } from './context.ts'
import { type Http, nodeHttp } from './http.ts'
import { type Log, workflowLog } from './log.ts'
import { type LocalProcess, localProcess } from './process.ts'

/** Everything that an action may touch outside itself. One real one, one recording fake for tests. */
export interface Runner {
  log: Log
  process: LocalProcess
  http: Http
  clock: Clock
  context: Context
  /** Fires when the job is cancelled (SIGINT, then SIGTERM 7.5 s later, killed after 10 s). */
  cancelled: AbortSignal
}

/** The runner this process stands on. */
export function realRunner(cancelled: AbortSignal): Runner {
  return {
    log: workflowLog,
    process: localProcess,
    http: nodeHttp,
    clock: systemClock,
    context: readContext(process.env),
    cancelled,
  }
}

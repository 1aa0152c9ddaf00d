import { type Clock, systemClock } from './clock.ts'
import { type Context, readContext } from './context.ts'
import { type Http, nodeHttp } from './http/http.ts'
import { type Log, workflowLog } from './log.ts'
import { type LocalProcess, localProcess } from './process.ts'
import { Serving } from './serving.ts'

/** Everything outside that an action may touch. There is a real one, and a recording fake for tests. */
export interface Runner {
  log: Log
  process: LocalProcess
  http: Http
  clock: Clock
  context: Context
  /** The known state of each server, for the end of the run. */
  serving: Serving
  /** Fires when the job is cancelled (SIGINT, then SIGTERM 7.5 s later, killed after 10 s). */
  cancelled: AbortSignal
}

/** The real runner of this process. */
export function realRunner(cancelled: AbortSignal): Runner {
  return {
    log: workflowLog,
    process: localProcess,
    http: nodeHttp,
    clock: systemClock,
    context: readContext(process.env),
    serving: new Serving(),
    cancelled,
  }
}

import type { EdgeSettings } from '../../model/edge/edge.ts'
import { type ComposeService, graceSecondsOf } from '../../model/project/project.ts'

/** The times of a service that answers HTTP, in seconds. */
interface Times {
  edge: EdgeSettings
  healthTimeout: number
  drainTimeout: number
}

/** Programs that images of Saleor lack: a check that needs one never succeeds. */
const lacking = /\b(curl|wget)\b/

/**
 * Returns web with a health check that Swarm can wait for, and with time for requests in flight. Swarm takes a task
 * without a check for ready as soon as its program starts. A check of the file's own stays, unless it needs curl or
 * wget. Pure.
 */
export function checkedService(service: ComposeService, times: Times): ComposeService {
  const isOwn = hasCheck(service) && !lacking.test(testOf(service).join(' '))
  return { ...drained(service, times), ...(isOwn ? {} : { healthcheck: ownCheck(times) }) }
}

/** Returns a further web service with time for requests in flight; its health check is its own. Pure. */
export function drained(
  service: ComposeService,
  { drainTimeout }: Pick<Times, 'drainTimeout'>,
): ComposeService {
  return { ...service, stop_grace_period: `${Math.max(graceSecondsOf(service), drainTimeout)}s` }
}

/** Whether a service says itself how its health is checked. Pure. */
export function hasCheck(service: ComposeService): boolean {
  const [first] = testOf(service)
  return first !== undefined && first !== 'NONE'
}

function testOf({ healthcheck }: ComposeService): string[] {
  return healthcheck?.disable === true ? [] : [healthcheck?.test ?? []].flat()
}

/** Asks as the edge does. Python is in each image of Saleor. While a task starts, a failed check does not count. */
function ownCheck({ edge, healthTimeout }: Times): NonNullable<ComposeService['healthcheck']> {
  const url = JSON.stringify(`http://127.0.0.1:${edge.port}${edge.healthPath}`)
  const headers = JSON.stringify({ Host: edge.healthHost })
  const ask = `import urllib.request as r; r.urlopen(r.Request(${url}, headers=${headers}), timeout=5)`
  return {
    test: ['CMD', 'python3', '-c', ask.replaceAll('$', '$$$$')],
    ...{ interval: '5s', timeout: '6s', retries: 3, start_period: `${healthTimeout}s` },
  }
}

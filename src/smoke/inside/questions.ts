import type { Inspection } from '../../engine/inspection.ts'
import type { Command } from '../../host/quote.ts'
import { djangoCommand } from './django-script.ts'
import { containerFormat, type Live, type ObservedContainer } from './observed.ts'

/** The window in seconds in which beat must log a sent task, in Celery's words at level INFO. */
export const tickSeconds = 120

/** The timeout of one question. The questions have shorter timeouts inside, so that a slow one reports itself. */
export const inspectOptions = { seconds: 90, allowSilence: true }

/** The first inspection of a host: the live release, containers, and the machine. */
export function firstQuestions(inspection: Inspection, root: string) {
  return [
    ['cat', `${root}/live/release.json`],
    ['cat', `${root}/live/compose.json`],
    ['cat', `${root}/edge/haproxy.cfg`],
    inspection.containers(containerFormat),
    inspection.disks(root),
    ['cat', '/proc/meminfo'],
    ['date', '+%s.%N'],
    inspection.killed,
  ] as const satisfies readonly Command[]
}

/** The second inspection, based on the first: Django's answers, and the logs since the deploy; `now` in milliseconds. */
export function secondQuestions(
  inspection: Inspection,
  live: Live,
  containers: readonly ObservedContainer[],
  manage: readonly string[],
  now: number,
): { asked: ObservedContainer | undefined; django: Command; logs: Command; ticks: Command } {
  const of = (which: (service: Live['services'][number]) => boolean): ObservedContainer[] =>
    containers.filter(
      ({ service, state }) =>
        state === 'running' && live.services.some((one) => one.name === service && which(one)),
    )
  const app = ['web', 'worker', 'scheduler'].flatMap((role) => of((one) => one.role === role))
  // Further web services are web of the release too, and no Django.
  const asked = app.find(({ service }) => live.release.settings?.roles.otherWeb?.includes(service) !== true)
  const script = djangoCommand(
    manage,
    of(({ worker }) => worker).map(({ hostname }) => hostname),
  )
  return {
    asked,
    django: asked === undefined ? ['true'] : inspection.execute(asked.name, script),
    logs: inspection.errors(
      ageAt(now, live.release.created),
      app.map(({ name }) => name),
    ),
    ticks: inspection.sent(
      tickSeconds,
      of(({ beat }) => beat).map(({ name }) => name),
    ),
  }
}

/** The age in seconds, because the clocks of runner and host may differ. */
function ageAt(now: number, created: string): number {
  return Math.max(1, Math.ceil((now - Date.parse(created)) / 1000))
}

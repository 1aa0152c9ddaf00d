import { commandOf, graceSecondsOf, replicasOf } from '../../model/project/project.ts'
import { celeryUse } from '../celery.ts'
import { isBlank, type Keys, type Rule } from './rule.ts'

const command: Keys[] = [['command']]

/** Seconds that a running task may still need; Celery's warm shutdown waits for it as long as allowed. */
const taskSeconds = 30

const severalSchedulers: Rule = {
  name: 'several-schedulers',
  severity: 'error',
  on: 'schedulers',
  what: 'Celery beat runs more than once: each one starts all scheduled tasks.',
  fix: 'Keep one service with beat, with one replica; take -B off the workers.',
  check({ model, roles }) {
    const count = roles.schedulers.reduce((sum, name) => sum + replicasOf(model.services[name] ?? {}), 0)
    return count <= 1
      ? undefined
      : {
          text: `Celery beat would run ${count} times, and each would start all scheduled tasks.`,
          at: [['deploy', 'replicas'], ['scale'], ['command']],
        }
  },
}

const embeddedBeat: Rule = {
  name: 'embedded-beat',
  severity: 'warning',
  on: 'app',
  what: 'Beat runs inside of the worker: a deploy must stop the old one before the new one starts, and no task is taken meanwhile.',
  fix: 'Run beat in a service of its own, and the worker without -B: then there is always a worker.',
  check: ({ service }) =>
    celeryUse(service).embedded
      ? {
          text: 'beat runs inside of the worker, so a deploy must stop the old one before the new one starts.',
          at: command,
        }
      : undefined,
}

const beatScheduler: Rule = {
  name: 'beat-scheduler',
  severity: 'warning',
  on: 'schedulers',
  only: 'saleor',
  what: "Beat has Celery's own scheduler or that of another package, which can stop for ever at Saleor's schedules.",
  fix: 'Add --scheduler saleor.schedulers.schedulers.DatabaseScheduler to the command.',
  check({ service }) {
    if (!celeryUse(service).beat && !celeryUse(service).embedded) return undefined
    const [, named] = /(?:^|\s)(?:--scheduler|-S)[\s=]+(\S+)/.exec(commandOf(service)) ?? []
    // A team's own class may extend Saleor's.
    if (named !== undefined && !/^(celery[.:]|django$|django_celery_beat[.:]|redbeat[.:])/.test(named))
      return undefined
    const which = named === undefined ? "Celery's own scheduler" : `the scheduler ${named}`
    return {
      text: `beat has ${which}, which can stop for ever at Saleor's schedules.`,
      at: command,
    }
  },
}

const workerGrace: Rule = {
  name: 'worker-grace',
  severity: 'warning',
  on: 'background',
  what: `A worker is killed less than ${taskSeconds} seconds after it was asked to stop. Celery has confirmed its tasks when it took them: those that are cut off are lost.`,
  fix: 'Set stop_grace_period to the longest that a task takes, such as 2m.',
  check({ service }) {
    const grace = graceSecondsOf(service)
    return !celeryUse(service).worker || grace >= taskSeconds
      ? undefined
      : {
          text: `it is killed ${grace} s after it was asked to stop, and the tasks that it is working on are lost.`,
          at: [['stop_grace_period']],
        }
  },
}

const noWorker: Rule = {
  name: 'no-worker',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'There is a broker and no worker that takes tasks from it: mails, webhooks and exports wait for ever.',
  fix: 'Add a service with command: celery --app saleor.celeryconf:app worker -E.',
  check({ environment, model, roles }) {
    const takes = [...roles.workers, ...roles.schedulers].some(
      (name) =>
        celeryUse(model.services[name] ?? {}).worker || !celeryUse(model.services[name] ?? {}).started,
    )
    return takes || isBlank(environment, 'CELERY_BROKER_URL', 'CLOUDAMQP_URL')
      ? undefined
      : { text: 'tasks go to the broker, and no service of the project takes them from there.' }
  },
}

const noScheduler: Rule = {
  name: 'no-scheduler',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'There are workers and no beat: what Saleor does by the clock never happens (prices, stock, clean-up).',
  fix: 'Add a service with command: celery --app saleor.celeryconf:app beat --scheduler saleor.schedulers.schedulers.DatabaseScheduler.',
  check: ({ roles }) =>
    roles.workers.length > 0 && roles.schedulers.length === 0
      ? { text: 'no service runs Celery beat, so what Saleor does by the clock never happens.' }
      : undefined,
}

/** Rules for workers and the one scheduler. */
export const celeryRules: readonly Rule[] = [
  severalSchedulers,
  embeddedBeat,
  beatScheduler,
  workerGrace,
  noWorker,
  noScheduler,
]

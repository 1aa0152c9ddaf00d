import { counted } from '../../report/markdown.ts'
import type { CheckResult } from '../check.ts'
import { excerpt } from '../outside/shop.ts'
import { type Place, result } from './containers.ts'
import type { Answer, DjangoAnswers } from './django-script.ts'
import type { ObservedContainer } from './observed.ts'

/** The expectations for Django's answers. */
export interface DjangoWishes {
  'expect-version': string | undefined
  'max-queue': number
}

/** Celery's workers on a server. */
export interface Workers {
  containers: readonly ObservedContainer[]
  replicas: number
}

/**
 * Evaluates Django's answers. If Django did not start, its last line says why, and no dependency is
 * proved.
 * @param asked the queried container; undefined if none of the app runs
 * @param workers the containers of Celery workers, including stopped ones, and their desired number
 */
export function djangoResults(
  place: Place,
  asked: ObservedContainer | undefined,
  answers: DjangoAnswers | string,
  workers: Workers,
  wishes: DjangoWishes,
): CheckResult[] {
  if (asked === undefined || typeof answers === 'string') {
    const said = typeof answers === 'string' ? excerpt(answers, 300) : ''
    const why = asked === undefined ? 'no container of the app runs to ask from' : said
    return [result(place, 'django', 'it starts in a container of the app', [[why], ''])]
  }
  const { database, cache, broker, migrations, queue, version } = answers
  return [
    result(place, 'django', 'it starts in a container of the app', [[], `it starts in ${asked.name}`]),
    ...reached(place, 'database', asked.name, database),
    ...reached(place, 'cache', asked.name, cache),
    ...reached(place, 'broker', asked.name, broker),
    ...exactVersion(place, version, wishes['expect-version']),
    ...(migrations === undefined
      ? []
      : [
          result(place, 'migrations', 'every migration is applied', [
            migrations.error === undefined
              ? (migrations.pending ?? []).map((name) => `${name} is not applied`)
              : [migrations.error],
            'every migration is applied',
          ]),
        ]),
    ...(answers.workers === undefined ? [] : [workersAnswer(place, answers.workers, workers)]),
    ...(queue === undefined
      ? []
      : [
          result(
            place,
            'queue',
            `at most ${counted(wishes['max-queue'], 'task')} waiting`,
            [
              queue.error === undefined
                ? (queue.length ?? 0) > wishes['max-queue']
                  ? [`${counted(queue.length ?? 0, 'task')} waiting`]
                  : []
                : [queue.error],
              `${counted(queue.length ?? 0, 'task')} waiting`,
            ],
            'warning',
          ),
        ]),
  ]
}

/** Whether a dependency answers a container of the app. */
function reached(place: Place, name: string, from: string, answer: Answer | undefined): CheckResult[] {
  if (answer === undefined) return []
  const problems = answer.error === undefined ? [] : [answer.error]
  return [result(place, name, `it answers ${from}`, [problems, `${answer.found} answers`])]
}

/** Only if a patch version is expected, because the minor version is compared from outside. */
function exactVersion(
  place: Place,
  version: string | undefined,
  expectedVersion: string | undefined,
): CheckResult[] {
  const [expected] = /\d+\.\d+\.\d+/.exec(expectedVersion ?? '') ?? []
  if (expected === undefined || version === undefined) return []
  const problems = version === expected || version.startsWith(`${expected}-`) ? [] : [version]
  return [result(place, 'exact version', expected, [problems, version])]
}

/** Compares host names, as Celery names workers without `-n`; if no host name matches, compares their number. */
function workersAnswer(
  place: Place,
  { names = [], error }: NonNullable<DjangoAnswers['workers']>,
  { containers, replicas }: Workers,
): CheckResult {
  const silent = containers.filter(({ hostname }) => !names.some((name) => name.endsWith(`@${hostname}`)))
  const ownNames = silent.length === containers.length && names.length >= Math.max(replicas, 1)
  const missing = replicas - containers.length
  const problems = [
    ...silent.map(({ name }) => `${name} does not answer`),
    ...(missing > 0 ? [`${missing} of ${replicas} are missing`] : []),
  ]
  return result(place, 'workers', 'each worker answers a ping over the broker', [
    error !== undefined ? [error] : ownNames ? [] : problems,
    replicas === 0
      ? 'no worker belongs here'
      : `${counted(names.length, 'worker')} ${names.length === 1 ? 'answers' : 'answer'}`,
  ])
}

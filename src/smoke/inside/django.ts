import type { CheckResult } from '../check.ts'
import { excerpt } from '../shop.ts'
import { type Place, result } from './containers.ts'
import type { Answer, Told } from './django-script.ts'
import type { Seen } from './seen.ts'

/** What is expected of what Django says. */
export interface DjangoWishes {
  'expect-version': string | undefined
  'max-queue': number
}

/** Celery's workers on a server. */
export interface Workers {
  containers: readonly Seen[]
  replicas: number
}

/**
 * What Django's answers mean. One that didn't start says why in its last line, and nothing that stands behind it is
 * proved.
 * @param asked the container that was asked, undefined when none of the app runs
 * @param workers the containers of Celery workers, also those that don't run, and how many there shall be
 */
export function djangoResults(
  place: Place,
  asked: Seen | undefined,
  told: Told | string,
  workers: Workers,
  wishes: DjangoWishes,
): CheckResult[] {
  if (asked === undefined || typeof told === 'string') {
    const said = typeof told === 'string' ? excerpt(told, 300) : ''
    const why = asked === undefined ? 'no container of the app runs to ask from' : said
    return [result(place, 'django', 'it starts in a container of the app', [[why], ''])]
  }
  const { database, cache, broker, migrations, queue, version } = told
  const from = `answers ${asked.name}`
  return [
    result(place, 'django', 'it starts in a container of the app', [[], `in ${asked.name}`]),
    ...reached(place, 'database', from, database),
    ...reached(place, 'cache', from, cache),
    ...reached(place, 'broker', from, broker),
    ...exactVersion(place, version, wishes['expect-version']),
    ...(migrations === undefined
      ? []
      : [
          result(place, 'migrations', 'all are applied', [
            migrations.error === undefined
              ? (migrations.pending ?? []).map((name) => `${name} is not`)
              : [migrations.error],
            'all are',
          ]),
        ]),
    ...(told.workers === undefined ? [] : [workersAnswer(place, told.workers, workers)]),
    ...(queue === undefined
      ? []
      : [
          result(
            place,
            'queue',
            `${wishes['max-queue']} waiting or fewer`,
            [
              queue.error === undefined
                ? (queue.length ?? 0) > wishes['max-queue']
                  ? [`${queue.length} waiting`]
                  : []
                : [queue.error],
              `${queue.length} waiting`,
            ],
            'warning',
          ),
        ]),
  ]
}

function reached(place: Place, name: string, expected: string, answer: Answer | undefined): CheckResult[] {
  if (answer === undefined) return []
  const complaints = answer.error === undefined ? [] : [answer.error]
  return [result(place, name, expected, [complaints, `${answer.found} does`])]
}

/** Only where a patch version is expected: the minor is compared from outside. */
function exactVersion(place: Place, version: string | undefined, wanted: string | undefined): CheckResult[] {
  const [expected] = /\d+\.\d+\.\d+/.exec(wanted ?? '') ?? []
  if (expected === undefined || version === undefined) return []
  const complaints = version === expected || version.startsWith(`${expected}-`) ? [] : [version]
  return [result(place, 'exact version', expected, [complaints, version])]
}

/** By host names, as Celery does without `-n`; where none is known by its host name, by their number. */
function workersAnswer(
  place: Place,
  { names = [], error }: NonNullable<Told['workers']>,
  { containers, replicas }: Workers,
): CheckResult {
  const silent = containers.filter(({ hostname }) => !names.some((name) => name.endsWith(`@${hostname}`)))
  const ownNames = silent.length === containers.length && names.length >= Math.max(replicas, 1)
  const missing = replicas - containers.length
  const complaints = [
    ...silent.map(({ name }) => `${name} does not answer`),
    ...(missing > 0 ? [`${missing} of ${replicas} are missing`] : []),
  ]
  return result(place, 'workers', 'each answers a ping over the broker', [
    error !== undefined ? [error] : ownNames ? [] : complaints,
    replicas === 0 ? 'there are none here' : `${names.length} do`,
  ])
}

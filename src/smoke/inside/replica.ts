import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'
import type { DjangoAnswers } from './django-script.ts'

/** The lag in seconds above which customers see old data, such as a cart without what they have just put in. */
const maxLag = 10

/** Checks the replica that Saleor reads from; no check without `DATABASE_URL_REPLICA`. */
export function replicaResults(place: Place, replica: DjangoAnswers['replica']): CheckResult[] {
  if (replica === undefined) return []
  const { error, lag, standby } = replica
  const reached = result(place, 'replica', 'the database of DATABASE_URL_REPLICA answers', [
    error === undefined ? [] : [error],
    standby === false ? 'it answers, and is a primary' : 'it answers',
  ])
  if (lag === undefined) return [reached]
  const text = `${lag.toFixed(1)} s behind`
  return [
    reached,
    result(place, 'replica lag', `at most ${maxLag} s`, [lag > maxLag ? [text] : [], text], 'warning'),
  ]
}

import { UserError } from '../errors.ts'
import { authorsOf, type Changes } from './rules/changes.ts'
import type { AskingRun } from './run.ts'

/** The rules for people whose approval does not count. */
export interface Exclusion {
  selfApproval: boolean
  authors: boolean
}

/**
 * The people who may not approve, by id, and why: those who started or re-ran the run, and the authors of the changes. Pure.
 * @throws UserError `approval-refused` if the authors are unknown
 */
export function excludedFrom(
  { selfApproval, authors }: Exclusion,
  run: AskingRun,
  changes: Changes | undefined,
): Map<number, { login: string; why: string }> {
  const excluded = new Map<number, { login: string; why: string }>()
  if (authors)
    for (const { id, login } of knownAuthors(changes))
      excluded.set(id, { login, why: 'wrote something of it' })
  if (!selfApproval)
    for (const { id, login } of run.starters)
      excluded.set(id, { login, why: 'started this run or one of its attempts' })
  return excluded
}

function knownAuthors(changes: Changes | undefined): { id: number; login: string }[] {
  if (changes === undefined) return []
  const { total, commits } = changes
  if (total > commits.length)
    throw unknown(`${total} commits are new, and GitHub shows only the first ${commits.length}`)
  const authors = authorsOf(changes)
  const strangers = authors.filter(({ id }) => id === undefined).map(({ login }) => login)
  if (strangers.length > 0) throw unknown(`GitHub knows no account for ${strangers.join(', ')}`)
  return authors.flatMap(({ id, login }) => (id === undefined ? [] : [{ id, login }]))
}

function unknown(why: string): UserError {
  return new UserError(
    'approval-refused',
    `Input 'exclude-authors' is on, and it can't be known who wrote what is new: ${why}.`,
    'Deploy in smaller steps, let people add their addresses to their accounts, or switch exclude-authors off.',
  )
}

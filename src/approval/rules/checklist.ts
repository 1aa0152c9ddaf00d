import { inlineCode } from '../../report/markdown.ts'
import { type Changes, unreviewed } from './changes.ts'

/** An item of the checklist before a deploy. */
export interface Item {
  title: string
  /** Proved, disproved, or left to the approver. */
  state: 'proved' | 'open' | 'attest'
  /** The proof, or what the approver must check. Markdown. */
  evidence: string
}

/** Another job of the run. */
export interface Job {
  name: string
  /** Undefined while it runs. */
  conclusion: string | undefined
}

/** The facts for the checklist. */
export interface Evidence {
  jobs: readonly Job[]
  changes: Changes | undefined
  /** The workflow's description of the backup, as plain text. */
  backup: string
  /** The status of the monitoring page; undefined without one. */
  monitoring: { url: string; status: number | undefined } | undefined
  /** The live release, which a rollback returns to. */
  live: { release: string; image: string } | undefined
  /** Whether the team was notified by a webhook that answered 2xx. */
  notified: boolean
}

/** The six items, with proof where possible. Pure. */
export function checklist(evidence: Evidence): Item[] {
  return [
    testsPassed(evidence),
    codeReviewed(evidence),
    backupMade(evidence),
    alertsSet(evidence),
    rollbackItem(evidence),
    teamTold(evidence),
  ]
}

function testsPassed({ jobs }: Evidence): Item {
  const title = 'Tests passed'
  const done = jobs.filter(({ conclusion }) => conclusion !== undefined && conclusion !== 'skipped')
  const bad = done.filter(({ conclusion }) => conclusion !== 'success')
  if (bad.length > 0) {
    const names = bad.map(({ name, conclusion }) => `${inlineCode(name)} (${conclusion})`)
    return { title, state: 'open', evidence: `not so: ${names.join(', ')}` }
  }
  if (done.length === 0) return { title, state: 'attest', evidence: 'no other job of this run has ended' }
  const names = done.map(({ name }) => inlineCode(name)).join(', ')
  return { title, state: 'proved', evidence: `${done.length} jobs of this run succeeded: ${names}` }
}

function codeReviewed({ changes }: Evidence): Item {
  const title = 'Code reviewed'
  if (changes === undefined)
    return {
      title,
      state: 'attest',
      evidence: 'it is not known what is live, so there is nothing to compare with',
    }
  if (changes.total > changes.commits.length)
    return { title, state: 'attest', evidence: `${changes.total} commits, more than GitHub lists` }
  const without = unreviewed(changes)
  if (without.length === 0) {
    const numbers = changes.pulls.map(({ number, approvedBy }) => `#${number} by ${approvedBy.join(', ')}`)
    const evidence = numbers.length === 0 ? 'nothing is new' : `approved: ${numbers.join('; ')}`
    return { title, state: 'proved', evidence }
  }
  const shas = without.slice(0, 10).map(({ sha }) => inlineCode(sha.slice(0, 7)))
  return { title, state: 'attest', evidence: `without an approved pull request: ${shas.join(', ')}` }
}

function backupMade({ backup }: Evidence): Item {
  const title = 'Database backed up'
  if (backup === '') return { title, state: 'attest', evidence: 'nothing was said about it' }
  return { title, state: 'proved', evidence: inlineCode(backup) }
}

function alertsSet({ monitoring }: Evidence): Item {
  const title = 'Alerts are on'
  if (monitoring === undefined) return { title, state: 'attest', evidence: 'no `monitoring-url` was given' }
  const { url, status } = monitoring
  if (status !== undefined && status >= 200 && status < 300)
    return { title, state: 'proved', evidence: `${url} answers ${status}` }
  return {
    title,
    state: 'open',
    evidence: `${url} ${status === undefined ? 'does not answer' : `answers ${status}`}`,
  }
}

function rollbackItem({ live }: Evidence): Item {
  const title = 'There is a way back'
  if (live === undefined)
    return {
      title,
      state: 'attest',
      evidence: 'no release is known to be live; a first deploy has none to go back to',
    }
  return { title, state: 'proved', evidence: `release ${inlineCode(live.release)} ${inlineCode(live.image)}` }
}

function teamTold({ notified }: Evidence): Item {
  const title = 'The team knows'
  if (notified) return { title, state: 'proved', evidence: 'the webhook took the message' }
  return { title, state: 'attest', evidence: 'tell them' }
}

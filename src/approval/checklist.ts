import { inlineCode } from '../report/markdown.ts'
import { type Changes, unreviewed } from './changes.ts'

/** A line of the list that is gone through before a deploy. */
export interface Item {
  title: string
  /** Proved by us, seen to be not so, or left to the one who approves. */
  state: 'proved' | 'open' | 'attest'
  /** The proof, or what has to be made sure. Markdown. */
  words: string
}

/** Another job of the run. */
export interface Job {
  name: string
  /** Undefined while it runs. */
  conclusion: string | undefined
}

/** What can be known of the list. */
export interface Evidence {
  jobs: readonly Job[]
  changes: Changes | undefined
  /** How the database is backed up, as the workflow says; Markdown is not taken. */
  backup: string
  /** The status that the monitoring's page answered; undefined when none was given. */
  monitoring: { url: string; status: number | undefined } | undefined
  /** The release that is live, to go back to. */
  live: { release: string; image: string } | undefined
  /** Whether the team was told, by a webhook that answered 2xx. */
  notified: boolean
}

/** The six items, those that can be proved with their proof. Pure. */
export function checklist(evidence: Evidence): Item[] {
  return [
    testsPassed(evidence),
    codeReviewed(evidence),
    backupMade(evidence),
    alertsSet(evidence),
    wayBack(evidence),
    teamTold(evidence),
  ]
}

function testsPassed({ jobs }: Evidence): Item {
  const title = 'Tests passed'
  const done = jobs.filter(({ conclusion }) => conclusion !== undefined && conclusion !== 'skipped')
  const bad = done.filter(({ conclusion }) => conclusion !== 'success')
  if (bad.length > 0) {
    const names = bad.map(({ name, conclusion }) => `${inlineCode(name)} (${conclusion})`)
    return { title, state: 'open', words: `not so: ${names.join(', ')}` }
  }
  if (done.length === 0) return { title, state: 'attest', words: 'no other job of this run has ended' }
  const names = done.map(({ name }) => inlineCode(name)).join(', ')
  return { title, state: 'proved', words: `${done.length} jobs of this run succeeded: ${names}` }
}

function codeReviewed({ changes }: Evidence): Item {
  const title = 'Code reviewed'
  if (changes === undefined)
    return {
      title,
      state: 'attest',
      words: 'it is not known what is live, so there is nothing to compare with',
    }
  if (changes.total > changes.commits.length)
    return { title, state: 'attest', words: `${changes.total} commits, more than GitHub lists` }
  const without = unreviewed(changes)
  if (without.length === 0) {
    const numbers = changes.pulls.map(({ number, approvedBy }) => `#${number} by ${approvedBy.join(', ')}`)
    const words = numbers.length === 0 ? 'nothing is new' : `approved: ${numbers.join('; ')}`
    return { title, state: 'proved', words }
  }
  const shas = without.slice(0, 10).map(({ sha }) => inlineCode(sha.slice(0, 7)))
  return { title, state: 'attest', words: `without an approved pull request: ${shas.join(', ')}` }
}

function backupMade({ backup }: Evidence): Item {
  const title = 'Database backed up'
  if (backup === '') return { title, state: 'attest', words: 'nothing was said about it' }
  return { title, state: 'proved', words: inlineCode(backup) }
}

function alertsSet({ monitoring }: Evidence): Item {
  const title = 'Alerts are on'
  if (monitoring === undefined) return { title, state: 'attest', words: 'no `monitoring-url` was given' }
  const { url, status } = monitoring
  if (status !== undefined && status >= 200 && status < 300)
    return { title, state: 'proved', words: `${url} answers ${status}` }
  return {
    title,
    state: 'open',
    words: `${url} ${status === undefined ? 'does not answer' : `answers ${status}`}`,
  }
}

function wayBack({ live }: Evidence): Item {
  const title = 'There is a way back'
  if (live === undefined)
    return {
      title,
      state: 'attest',
      words: 'no release is known to be live; a first deploy has none to go back to',
    }
  return { title, state: 'proved', words: `release ${inlineCode(live.release)} ${inlineCode(live.image)}` }
}

function teamTold({ notified }: Evidence): Item {
  const title = 'The team knows'
  if (notified) return { title, state: 'proved', words: 'the webhook took the message' }
  return { title, state: 'attest', words: 'tell them' }
}

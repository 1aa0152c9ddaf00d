import { inFull, shortImages } from '../report/image-names.ts'
import { code, details, inlineCode, table } from '../report/markdown.ts'
import type { Live } from './github/live.ts'
import type { Approvers } from './rules/approvers.ts'
import { type Binding, codeOf } from './rules/binding.ts'
import { broughtBy, type Changes, type Commit } from './rules/changes.ts'
import type { Item } from './rules/checklist.ts'
import { moment, required, span } from './rules/format.ts'
import { markOf } from './rules/record.ts'

/** The facts that people see before they decide. */
export interface Asked {
  binding: Binding
  hash: string
  version: string
  ref: string
  /** Who started the run. */
  by: readonly string[]
  /** https://github.com/org/shop */
  repositoryUrl: string
  runUrl: string
  /** Milliseconds since 1970. */
  deadline: number
  cooldown: number
  approvers: Approvers
  excluded: readonly { login: string; why: string }[]
  live: Live | undefined
  changes: Changes | undefined
  migrations: readonly string[] | undefined
  irreversible: readonly string[]
  /** The checks of the smoke test on staging. */
  smoke: readonly SmokeCheck[]
  checklist: readonly Item[]
}

/** One check, from the output of `smoke-test`. */
export interface SmokeCheck {
  name: string
  expected: string
  got: string
  passed: boolean
}

/** The maximum of listed commits: GitHub accepts 65,536 characters, and a commit has at most 200. */
const mostCommits = 100

/** The title of the issue. Pure. */
export function titleOf({ binding, version }: Pick<Asked, 'binding' | 'version'>): string {
  if (binding.command !== undefined) return `Run ${shorten(binding.command)} in ${binding.environment}?`
  return `Deploy ${version || binding.commit.slice(0, 7)} to ${binding.environment}?`
}

function shorten(command: string): string {
  const line = command.replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

/** The text of the request, for the issue and the job summary: how to decide, what to make sure of, then what it is about. Pure. */
export function requestText(asked: Asked): string {
  const { binding, hash, changes, checklist: items, smoke: checks } = asked
  const start = `${markOf(binding.environment, hash)}\n${opening(asked)}`
  const approvers = `#### Who may approve\n\n${whoMay(asked)}`
  if (binding.command !== undefined)
    return [start, code(binding.command), howTo(asked), approvers].join('\n\n')
  const proved = items.filter(({ state }) => state === 'proved')
  return [
    start,
    howTo(asked),
    forYou(asked),
    fromTo(asked),
    `#### What is new\n\n${changes === undefined ? 'It is not known which commit is live.' : newCommits(changes)}`,
    `#### Migrations\n\n${migrations(asked)}`,
    approvers,
    proved.length === 0 ? '' : details(`Proved: ${proved.length} of ${items.length}`, provedTable(proved)),
    checks.length === 0 ? '' : smokePart(checks),
    inFull([
      ['Commit', binding.commit],
      ...binding.images.map((image) => ['Image', image] as const),
      ['Image that is live', asked.live?.image],
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function opening({ binding, ref, by, repositoryUrl, runUrl }: Asked): string {
  const commit = `[\`${binding.commit.slice(0, 7)}\`](${repositoryUrl}/commit/${binding.commit})`
  const who = by.length === 0 ? '' : `, started by ${by.map(inlineCode).join(', ')}`
  const where = inlineCode(ref.replace(/^refs\/(heads|tags)\//, ''))
  return `[Run ${binding.run}](${runUrl}), attempt ${binding.attempt}${who}, wants to ${binding.command === undefined ? `deploy ${commit} of ${where} to ${inlineCode(binding.environment)}.` : `run a command in ${inlineCode(binding.environment)}, in a container of the live release ${inlineCode(binding.live || '-')}, by the workflow of ${commit}:`}`
}

function fromTo({ binding, version, live }: Asked): string {
  const short = (text: string | undefined): string => inlineCode(shortImages(text || 'none'))
  if (live === undefined && binding.live === '')
    return table(
      ['', 'To be deployed, the first'],
      [
        ['Version', short(version)],
        ['Commit', short(binding.commit.slice(0, 7))],
        ['Image', binding.images.map(short).join('\n')],
      ],
    )
  return table(
    ['', 'Live now', 'To be deployed'],
    [
      ['Version', short(live?.version), short(version)],
      ['Commit', short(live?.commit.slice(0, 7)), short(binding.commit.slice(0, 7))],
      ['Image', short(live?.image), binding.images.map(short).join('\n')],
      ['Release', short(binding.live), 'the deploy makes it'],
    ],
  )
}

function howTo({ hash, deadline, binding, cooldown, checklist }: Asked): string {
  const open = checklist.some(({ state }) => state === 'attest')
  const attests = open ? ' With it you also stand for what is left to you below.' : ''
  const cools =
    cooldown === 0 ? '' : ` It takes effect ${span(cooldown)} after the last approval that is needed.`
  return `**To approve, write a comment that begins with \`approve ${codeOf(hash)}\`.**${attests}${cools}

- \`deny\` and why: stops it, also over approvals that are there. \`cancel\`, or closing this issue, stops it too.
- \`withdraw\`: takes your approval back. \`extend 8h\`: moves the deadline to 8 hours from then.

To be answered by **${moment(deadline)}**. An approval is worth nothing after ${moment(Date.parse(binding.expires))}, for another commit, another ${binding.command === undefined ? 'image' : 'command'}, another attempt of the run, or when something else went live. A comment that is changed afterwards does not count.`
}

function whoMay({ approvers, excluded }: Asked): string {
  const not = new Set(excluded.map(({ login }) => login))
  const groups = approvers.groups.map(({ title, people }) => {
    const mentioned = people.filter(({ login }) => !not.has(login)).map(({ login }) => `@${login}`)
    return title.includes('/') ? `${mentioned.join(', ')} (${title})` : mentioned.join(', ')
  })
  const may =
    groups.length === 0 ? 'anyone with write access to this repository' : groups.filter(Boolean).join('; ')
  const lines = excluded.map(({ login, why }) => `- not ${inlineCode(login)}, who ${why}`)
  return `${required(approvers)}: ${may}.${lines.length === 0 ? '' : `\n\n${lines.join('\n')}`}`
}

/** What nothing has proved: it goes back, migrations without a way back, and items that are open or for the approver. Empty for nothing. */
function forYou({ checklist: items, irreversible, changes }: Asked): string {
  const behind = changes?.behind ?? 0
  const lines = [
    ...(behind === 0
      ? []
      : [
          `- ⚠️ It goes back: ${behind} commits that are live are not in it. Only \`rollback\` is made for that.`,
        ]),
    ...irreversible.map((name) => `- ⚠️ There is no way back from the migration ${inlineCode(name)}.`),
    ...items
      .filter(({ state }) => state !== 'proved')
      .map(
        ({ title, state, evidence }) =>
          `- ${state === 'open' ? '❌' : '☐'} ${title}: ${shortImages(evidence)}`,
      ),
  ]
  return lines.length === 0 ? '' : `#### For you to make sure\n\n${lines.join('\n')}`
}

function newCommits(changes: Changes): string {
  const { total, url, commits, pulls } = changes
  const shown = commits.slice(-mostCommits)
  const grouped = pulls.map((pull) => {
    const brought = broughtBy(pull, commits)
    const reviewed =
      pull.approvedBy.length === 0 ? 'no review' : `approved by ${pull.approvedBy.map(inlineCode).join(', ')}`
    return {
      line: `- #${pull.number} ${inlineCode(pull.title)} by ${inlineCode(pull.author.login)}, ${reviewed}`,
      commits: shown.filter(({ sha }) => brought.has(sha)),
    }
  })
  const placed = new Set(grouped.flatMap((group) => group.commits))
  const lines = [
    ...grouped.flatMap((group) => [group.line, ...group.commits.map((one) => `  ${commitLine(one)}`)]),
    ...shown.filter((commit) => !placed.has(commit)).map(commitLine),
  ]
  const head = `[${total} ${total === 1 ? 'commit' : 'commits'}](${url})${total > shown.length ? `, the last ${shown.length} of them here` : ''}`
  const list = lines.join('\n')
  return [
    head,
    ...(lines.length > shownLines ? [details('All of them', list)] : lines.length > 0 ? [list] : []),
  ].join('\n\n')
}

function commitLine({ sha, title, author }: Commit): string {
  return `- \`${sha.slice(0, 7)}\` ${inlineCode(title.slice(0, 100))} by ${inlineCode(author.login)}`
}

function migrations({ migrations: pending, irreversible, changes }: Asked): string {
  if (pending === undefined) return newInCode(changes?.migrations)
  if (pending.length === 0) return 'None is pending.'
  const names = pending.map(
    (name) =>
      `- ${inlineCode(name)}${irreversible.includes(name) ? ' **there is no way back from it**' : ''}`,
  )
  return folded(`${pending.length} pending`, names)
}

/** The migrations according to the code alone, without a query of the database. */
function newInCode(migrations: readonly string[] | undefined): string {
  if (migrations === undefined) return 'It was not looked which are pending.'
  if (migrations.length === 0) return 'None is new in the code; the database was not asked.'
  const list = migrations.map((name) => `- ${inlineCode(name)}`)
  return folded(`${migrations.length} new in the code; the database was not asked which are pending`, list)
}

/** The number of lines that need no fold. */
const shownLines = 12

/** A short list as it is, a long one in a fold. */
function folded(title: string, lines: readonly string[]): string {
  const list = lines.join('\n')
  return lines.length > shownLines ? details(title, list) : `${title}:\n${list}`
}

function provedTable(items: readonly Item[]): string {
  return table(
    ['', 'Proved', 'By'],
    items.map(({ title, evidence }) => ['✅', title, shortImages(evidence)]),
  )
}

/** The checks of the smoke test: those that failed at once, those that passed in a fold. */
function smokePart(all: readonly SmokeCheck[]): string {
  const failed = all.filter(({ passed }) => !passed)
  const passed = all.filter((check) => check.passed)
  const wrong = table(
    ['', 'Check on staging', 'Expected', 'Found'],
    failed.map(({ name, expected, got }) => ['❌', name, inlineCode(expected), inlineCode(got)]),
  )
  const well = table(
    ['', 'Check on staging', 'Found'],
    passed.map(({ name, got }) => ['✅', name, inlineCode(got)]),
  )
  return [
    failed.length === 0 ? '' : wrong,
    passed.length === 0
      ? ''
      : details(`Smoke test on staging: ${passed.length} of ${all.length} checks passed`, well),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

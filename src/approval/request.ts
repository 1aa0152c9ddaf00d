import type { DataOf, GitHub } from '../github/github.ts'
import { digestOf, type RequestRecord, readMark, readRecord } from './record.ts'

/** The label by which requests are found. */
export const label = 'deploy-approval'
/** What the deployments that hold requests are called, to tell them from those that deploy. */
export const task = 'approval'

/** A request that people can answer. */
export interface Request {
  /** Of the issue. */
  number: number
  url: string
  /** The id of the GitHub Deployment that holds the record. */
  deployment: number
  record: RequestRecord
  /** Milliseconds since 1970, by GitHub's clock. */
  opened: number
}

type Account = { login?: string; type?: string } | null | undefined

/** Whether it was written with a workflow's own token; the id differs between GitHub and Enterprise Servers. Pure. */
export function isOurs(account: Account, app: object | null | undefined): boolean {
  const { slug = 'github-actions' } = (app ?? {}) as { slug?: string }
  // Nobody can register a name with brackets.
  return account?.type === 'Bot' && account.login === 'github-actions[bot]' && slug === 'github-actions'
}

/**
 * What of an issue isn't as we wrote it: everyone who may push can change an issue, and anybody can open one that looks
 * like ours. Pure.
 */
export function tampering(
  issue: DataOf<'GET /repos/{owner}/{repo}/issues/{issue_number}'>,
  record: RequestRecord,
): string | undefined {
  if (!isOurs(issue.user, issue.performed_via_github_app))
    return `${issue.user?.login} wrote it, not this workflow`
  if (digestOf(issue.body ?? '') !== record.text) return 'its text was changed after it was written'
  return undefined
}

/** The deployment that holds the record of a hash; only what a workflow wrote is believed. */
export async function findRecord(
  github: GitHub,
  environment: string,
  hash: string,
): Promise<{ deployment: number; record: RequestRecord } | undefined> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/deployments', {
    environment,
    task,
    per_page: 100,
  })
  for (const { id, payload, creator, performed_via_github_app: app } of data) {
    const record = readRecord(payload)
    if (record?.hash === hash && isOurs(creator, app)) return { deployment: Number(id), record }
  }
  return undefined
}

/** The request that an issue shows; undefined for issues of other kinds, and for one that has no record. */
export async function findRequest(
  github: GitHub,
  number: number,
  environment: string,
): Promise<Request | undefined> {
  const { data: issue } = await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
    issue_number: number,
  })
  const mark = readMark(issue.body ?? '')
  if (mark === undefined || mark.environment !== environment || issue.pull_request !== undefined)
    return undefined
  const found = await findRecord(github, environment, mark.hash)
  if (found === undefined) return undefined
  return { number, url: issue.html_url, opened: Date.parse(issue.created_at), ...found }
}

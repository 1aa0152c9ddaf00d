import type { DataOf, GitHub } from '../../github/github.ts'
import { digestOf, type RequestRecord, readMark, readRecord } from '../rules/record.ts'

/** The label of request issues. */
export const label = 'deploy-approval'
/** The task of deployments that store requests, to distinguish them from deploys. */
export const task = 'approval'

/** A request that people can answer. */
export interface Request {
  /** Of the issue. */
  number: number
  url: string
  /** The id of the GitHub Deployment that stores the record. */
  deployment: number
  record: RequestRecord
  /** Milliseconds since 1970, by GitHub's clock. */
  opened: number
}

type Account = { login?: string; type?: string } | null | undefined

/** Whether a workflow's own token wrote it; the id differs between GitHub and Enterprise Servers. Pure. */
export function isOurs(account: Account, app: object | null | undefined): boolean {
  const { slug = 'github-actions' } = (app ?? {}) as { slug?: string }
  // Nobody can register a name with brackets.
  return account?.type === 'Bot' && account.login === 'github-actions[bot]' && slug === 'github-actions'
}

/**
 * Why an issue is not valid: everyone with push permission can edit an issue, and anybody can open one that looks
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

/** The deployment that stores the record of a hash; only records by a workflow count. */
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

/** The request of an issue; undefined for other issues, and for one without a record. */
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

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HttpResponse } from '../../runner/http/http.ts'
import type { Runner } from '../../runner/runner.ts'
import { versionInSource } from './version.ts'

/** The commit that is being built. */
export interface Commit {
  revision: string
  /** Seconds since 1970; undefined outside a Git checkout. */
  time: number | undefined
}

/** The checked-out commit, which after `checkout` with a `ref` is not the one that started the workflow. */
export async function readCommit(runner: Runner): Promise<Commit> {
  const shown = await git(runner, 'show', '--no-patch', '--format=%H %ct', 'HEAD')
  const [revision, time] = shown?.trim().split(' ') ?? []
  if (revision === undefined || time === undefined) return { revision: runner.context.sha, time: undefined }
  return { revision, time: Number(time) }
}

/** The version in the sources, from the first file that has one. */
export async function readSourceVersion(
  folder: string,
  files: readonly string[],
): Promise<{ file: string; version: string } | undefined> {
  for (const file of files) {
    const version = versionInSource((await readText(join(folder, file))) ?? '')
    if (version !== undefined) return { file, version }
  }
  return undefined
}

/** A file's text; undefined if it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined)
}

/**
 * All tags of the repository: from GitHub with a token, else from the remote, else from a full clone. A
 * shallow clone knows only its own tag and would take every release for the highest. Undefined if all of these fail.
 */
export async function readTags(runner: Runner, token: string | undefined): Promise<string[] | undefined> {
  if (token !== undefined) {
    const tags = await tagsFromGitHub(runner, token)
    if (tags !== undefined) return tags
  }
  const remote = await git(runner, 'ls-remote', '--tags', '--refs', 'origin')
  if (remote !== undefined) return remote.split('\n').flatMap((line) => line.split('refs/tags/')[1] ?? [])
  const shallow = await git(runner, 'rev-parse', '--is-shallow-repository')
  if (shallow?.trim() !== 'false') return undefined
  return (await git(runner, 'tag', '--list'))?.split('\n').filter((name) => name !== '')
}

async function tagsFromGitHub({ http, context, log }: Runner, token: string): Promise<string[] | undefined> {
  const tags: string[] = []
  let url: string | undefined = `${context.apiUrl}/repos/${context.repository}/git/matching-refs/tags`
  while (url !== undefined) {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' }
    const answer: HttpResponse | Error = await http.request({ url, headers }).catch((error: Error) => error)
    if (answer instanceof Error || answer.status !== 200) {
      const why = answer instanceof Error ? answer.message : `GitHub answered ${answer.status}`
      log.info(`The tags could not be read from GitHub: ${why}`)
      return undefined
    }
    const page = JSON.parse(answer.body) as { ref: string }[]
    tags.push(...page.map(({ ref }) => ref.replace('refs/tags/', '')))
    url = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.link ?? '')?.[1]
  }
  return tags
}

/** Undefined if Git is missing, this is no checkout, or it fails. */
async function git({ process, context, cancelled }: Runner, ...args: string[]): Promise<string | undefined> {
  const folder = context.workspace
  // In a container job the checkout belongs to another user, and Git requires this setting to read it.
  const command = ['git', '-c', `safe.directory=${folder}`, '-C', folder, ...args]
  const env = { GIT_TERMINAL_PROMPT: '0' }
  const ran = await process.run(command, { env, signal: cancelled }).catch(() => undefined)
  return ran?.code === 0 ? ran.stdout : undefined
}

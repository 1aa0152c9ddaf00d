import { uncompress } from 'snappyjs'
import { messageOf, UserError } from '../errors.ts'
import { GitHubError } from '../github/failure.ts'
import { openGitHub } from '../github/octokit.ts'
import type { Runner } from '../runner/runner.ts'

/** In bytes; a bundle is about 12 kB. */
const largestBundle = 2 ** 24
/** The timeout of GitHub's API in all, in seconds. */
const timeoutSeconds = 60

/**
 * The newest attestations of provenance that GitHub keeps for a digest, as bundles; none if there are none, or if the
 * token can't see the repository. https://docs.github.com/rest/repos/attestations
 * @param repository `owner/repo`
 * @throws UserError `github-unavailable`
 */
export async function readBundles(
  repository: string,
  digest: string,
  token: string,
  runner: Runner,
): Promise<unknown[]> {
  const context = { ...runner.context, repository }
  const github = await openGitHub(token, { ...runner, context }, timeoutSeconds)
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/attestations/{subject_digest}', {
      subject_digest: digest,
      predicate_type: 'provenance',
      per_page: 100,
    })
    const found = data.attestations ?? []
    return await Promise.all(
      found.map(async (one) => one.bundle ?? (await download(one.bundle_url ?? '', runner))),
    )
  } catch (error) {
    if (error instanceof GitHubError && error.kind === 'missing') return []
    throw unavailable(messageOf(error))
  }
}

/** Bundles lie in a storage of GitHub's, packed by Snappy; the address is signed, so that no token is sent. */
async function download(url: string, { http, cancelled }: Runner): Promise<unknown> {
  const { status, body } = await http.request({
    url,
    encoding: 'latin1',
    timeoutSeconds: 30,
    signal: cancelled,
  })
  // Its query is a password for a while.
  if (status !== 200)
    throw new Error(`status ${status} from ${new URL(url).host}, which keeps the attestation`)
  const bytes = Buffer.from(body, 'latin1')
  return JSON.parse(body.startsWith('{') ? bytes.toString() : uncompress(bytes, largestBundle).toString())
}

function unavailable(why: string): UserError {
  return new UserError(
    'github-unavailable',
    `The attestations can't be read: ${why}`,
    'Give the job attestations: read, or repeat it when GitHub answers again. Nothing was changed.',
  )
}

import type { GitHub } from '../github/github.ts'
import { readPayload } from '../github/record.ts'

/** What an environment serves, as its newest successful deployment says. */
export interface Live {
  release: string
  image: string
  version: string
  commit: string
}

/** Each costs a call. */
const looked = 5

/** What serves now; undefined when no deployment of ours says so. */
export async function readLive(github: GitHub, environment: string): Promise<Live | undefined> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/deployments', {
    environment,
    per_page: 30,
  })
  const ours = data.flatMap(({ id, sha, payload }) => {
    const told = readPayload(payload)
    if (told === undefined) return []
    const { release, image, version } = told
    return [{ id: Number(id), commit: sha, release, image, version }]
  })
  for (const { id, ...live } of ours.slice(0, looked)) {
    const { data: statuses } = await github.request(
      'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id, per_page: 1 },
    )
    if (statuses[0]?.state === 'success') return live
  }
  return undefined
}

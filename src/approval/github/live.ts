import type { GitHub } from '../../github/github.ts'
import { readPayload } from '../../github/record.ts'

/** The live release of an environment, from its newest successful deployment. */
export interface Live {
  release: string
  image: string
  version: string
  commit: string
}

/** The number of statuses read; each costs a call. */
const listedStatuses = 5

/** The live release; undefined without a deployment by these actions. */
export async function readLive(github: GitHub, environment: string): Promise<Live | undefined> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/deployments', {
    environment,
    per_page: 30,
  })
  const ours = data.flatMap(({ id, sha, payload }) => {
    const recorded = readPayload(payload)
    if (recorded === undefined) return []
    const { release, image, version } = recorded
    return [{ id: Number(id), commit: sha, release, image, version }]
  })
  for (const { id, ...live } of ours.slice(0, listedStatuses)) {
    const { data: statuses } = await github.request(
      'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id, per_page: 1 },
    )
    if (statuses[0]?.state === 'success') return live
  }
  return undefined
}

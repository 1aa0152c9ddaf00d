import { deployScenes } from './deploy.ts'
import { otherScenes } from './others.ts'

/** The job summaries that people see, as Markdown, by name: of each action, good, failed, planned, first, and large. */
export async function allScenes(): Promise<Record<string, string>> {
  return { ...(await deployScenes()), ...(await otherScenes()) }
}

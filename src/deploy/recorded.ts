import type { Placing } from '../github/deployments.ts'
import { putRecordsRight, type Recording, recorded } from '../github/recorded.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { recordingInputs } from '../inputs/recording.ts'
import type { Runner } from '../runner/runner.ts'
import { servesAlready } from './deploy.ts'
import type { Fleet } from './survey.ts'

type RecordingInputs = InputsOf<{ inputs: ReturnType<typeof recordingInputs>; outputs: [] }> & {
  'dry-run': boolean
}

/**
 * Does the work with the fleet and records it on GitHub; a dry run is no deployment, and where the release serves already
 * only the records are put right. The first host that changes speaks for the fleet.
 * @param kind which kind of environment it is: GitHub itself retires old deployments of all but production
 */
export async function recordedOnGitHub<T>(
  { members }: Pick<Fleet, 'members'>,
  inputs: RecordingInputs,
  kind: 'staging' | 'production',
  runner: Runner,
  work: () => Promise<T>,
  task: Placing['task'] = 'deploy',
): Promise<T> {
  if (inputs['dry-run']) return await work()
  const recording: Recording = {
    name: inputs['environment-name'],
    url: inputs['environment-url'],
    token: inputs['github-token'],
    when: inputs['record-deployment'],
    production: kind === 'production',
  }
  const going = members.find(({ wanted, seen }) => seen.live?.id !== wanted.release.id)
  const { wanted, seen } = going ?? members[0]
  const goesBack = going !== undefined && wanted.back !== undefined
  const changes = task === 'rollback' ? goesBack : !servesAlready(members)
  if (changes)
    return await recorded(recording, { task, release: wanted.release, live: seen.live }, runner, work)
  const [result] = await Promise.all([work(), putRecordsRight(recording, seen.live, runner)])
  return result
}

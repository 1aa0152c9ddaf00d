import type { Placing } from '../github/deployments.ts'
import { putRecordsRight, type Recording, recorded } from '../github/recorded.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { recordingInputs } from '../inputs/groups/recording.ts'
import type { Fleet } from '../model/fleet.ts'
import type { Runner } from '../runner/runner.ts'
import { servesAlready } from './deploy.ts'

type RecordingInputs = InputsOf<{ inputs: ReturnType<typeof recordingInputs>; outputs: [] }> & {
  'dry-run': boolean
}

/**
 * Does the work with the fleet and records it on GitHub. A dry run is not recorded as a deployment; when the release
 * already serves, only the records are corrected. The first host that changes stands for the fleet.
 * @param kind the environment's kind: GitHub itself retires old deployments except in production
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
  const going = members.find(({ desired, observed }) => observed.live?.id !== desired.release.id)
  const { desired, observed } = going ?? members[0]
  const goesBack = going !== undefined && desired.rollback !== undefined
  const changes = task === 'rollback' ? goesBack : !servesAlready(members)
  if (changes)
    return await recorded(recording, { task, release: desired.release, live: observed.live }, runner, work)
  const [result] = await Promise.all([work(), putRecordsRight(recording, observed.live, runner)])
  return result
}

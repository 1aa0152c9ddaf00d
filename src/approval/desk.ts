import { UserError } from '../errors.ts'
import type { GitHub } from '../github/github.ts'
import { openGitHub } from '../github/octokit.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { InputsOf } from '../inputs/contract.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { type Panel, readApprovers } from './panel.ts'
import { findGroups } from './people.ts'

export type Inputs = InputsOf<typeof awaitApproval>

/** What everything about a request needs. */
export interface Desk {
  inputs: Inputs
  runner: Runner
  github: GitHub
  panel: Panel
  /** For people: who we are. */
  here: string
}

/** Seconds that one call may go on; while a job waits for people it has all the time, and asks again anyway. */
const patience = 300

/**
 * Opens GitHub, and finds the people behind `approvers`.
 * @throws UserError `bad-input`
 */
export async function openDesk(inputs: Inputs, runner: Runner): Promise<Desk> {
  const { token, 'team-token': teamToken, approvers } = inputs
  if (token === undefined)
    throw new UserError(
      'bad-input',
      "Input 'token' is empty.",
      'Leave it out: it is the token of the workflow then.',
    )
  const github = await openGitHub(token, runner, patience)
  const members = teamToken === undefined ? undefined : await openGitHub(teamToken, runner, patience)
  const asks = inputs.decide === undefined && inputs.request === undefined
  const groups = await findGroups(approvers.map(readApprovers), github, members, asks)
  const { runId, runAttempt } = runner.context
  return {
    ...{ inputs, runner, github },
    panel: { groups, minimum: inputs['minimum-approvals'] },
    here: `[run ${runId}](${runUrl(runner.context)}), attempt ${runAttempt}`,
  }
}

/** Now by GitHub's clock, as its last answer told it: a runner's may be wrong, and deadlines are held against GitHub's times. */
export function timeAt({ github, runner }: Pick<Desk, 'github' | 'runner'>): number {
  return github.spent.date ?? runner.clock.now()
}

import { UserError } from '../errors.ts'
import type { GitHub } from '../github/github.ts'
import { openGitHub } from '../github/octokit.ts'
import type { awaitApproval } from '../inputs/await-approval.ts'
import type { InputsOf } from '../inputs/contract.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { findGroups } from './github/people.ts'
import { type Approvers, readApprovers } from './rules/approvers.ts'

export type Inputs = InputsOf<typeof awaitApproval>

/** The context that all parts of an approval need. */
export interface ApprovalContext {
  inputs: Inputs
  runner: Runner
  github: GitHub
  approvers: Approvers
  /** A link to this run, for people. */
  here: string
}

/** The timeout of one call in seconds; a job that waits for people repeats it anyway. */
const callSeconds = 300

/**
 * Opens GitHub, and finds the people behind `approvers`.
 * @throws UserError `bad-input`
 */
export async function openContext(inputs: Inputs, runner: Runner): Promise<ApprovalContext> {
  const { token, 'team-token': teamToken, approvers: lines } = inputs
  if (token === undefined)
    throw new UserError(
      'bad-input',
      "Input 'token' is empty.",
      'Leave it out: it is the token of the workflow then.',
    )
  const github = await openGitHub(token, runner, callSeconds)
  const members = teamToken === undefined ? undefined : await openGitHub(teamToken, runner, callSeconds)
  const asks = inputs.decide === undefined && inputs.request === undefined
  const groups = await findGroups(lines.map(readApprovers), github, members, asks)
  const { runId, runAttempt } = runner.context
  return {
    ...{ inputs, runner, github },
    approvers: { groups, minimum: inputs['minimum-approvals'] },
    here: `[run ${runId}](${runUrl(runner.context)}), attempt ${runAttempt}`,
  }
}

/** The time by GitHub's clock, from its last answer: a runner's clock may be wrong, and deadlines are compared with GitHub's times. */
export function timeAt({ github, runner }: Pick<ApprovalContext, 'github' | 'runner'>): number {
  return github.spent.date ?? runner.clock.now()
}

import { UserError } from '../errors.ts'
import { askedMessage } from '../notify/message.ts'
import { notify } from '../notify/notify.ts'
import { runUrl } from '../runner/context.ts'
import { type ApprovalContext, type Inputs, timeAt } from './context.ts'
import { excludedFrom } from './exclude.ts'
import { probe, readChanges } from './github/evidence.ts'
import { type Live, readLive } from './github/live.ts'
import { label } from './github/request.ts'
import { type Binding, bindingHash } from './rules/binding.ts'
import type { Changes } from './rules/changes.ts'
import { checklist } from './rules/checklist.ts'
import { type AskingRun, assertOwnRequest, jobsOf, readRun } from './run.ts'
import type { Asked, SmokeCheck } from './text.ts'

/** The modes of an approval. */
export type Mode = Exclude<ApprovalContext['inputs']['mode'], 'auto'>

/** A request before it is posted, and its sources. */
export interface Draft {
  asked: Asked
  run: AskingRun
  excluded: ReturnType<typeof excludedFrom>
}

/**
 * Collects the facts that people need, and binds the request to them.
 * @param nonce a random text
 * @throws UserError `approval-refused` for a run of a fork or of unmerged code; `bad-input`
 */
export async function draft(context: ApprovalContext, mode: Mode, nonce: string): Promise<Draft> {
  const { inputs, runner, github, approvers } = context
  const { context: runContext } = runner
  const run = await readRun(github, Number(runContext.runId))
  assertOwnRequest(run, runContext.repository)
  const now = timeAt(context)
  const live = await liveNow(context)
  const changes = live?.commit ? await readChanges(github, live.commit, runContext.sha) : undefined
  const excluded = exclusions(context, run, changes, live)
  requireApprovers(context, excluded)
  const binding: Binding = {
    repository: runContext.repository,
    environment: inputs['environment-name'],
    run: runContext.runId,
    attempt: runContext.runAttempt,
    commit: runContext.sha,
    ...requireSubject(inputs),
    live: live?.release ?? '',
    expires: new Date(now + inputs['valid-for'] * 1000).toISOString(),
    nonce,
  }
  const url = inputs['monitoring-url']
  const isNotified = mode !== 'environment' && (await notifyTeam(context))
  const asked: Asked = {
    ...{ binding, hash: bindingHash(binding), version: inputs.version ?? '', ref: runContext.ref },
    by: run.starters.map(({ login }) => login),
    repositoryUrl: `${runContext.serverUrl}/${runContext.repository}`,
    runUrl: runUrl(runContext),
    deadline: now + timeToAnswer(context, mode) * 1000,
    cooldown: inputs.cooldown,
    approvers,
    excluded: [...excluded.values()],
    ...{ live, changes },
    migrations: parseList('migrations', inputs.migrations)?.map(String),
    irreversible: inputs['irreversible-migrations'],
    smoke: (parseList('smoke-checks', inputs['smoke-checks']) ?? []) as SmokeCheck[],
    checklist:
      binding.command !== undefined
        ? []
        : checklist({
            jobs: await jobsOf(github, Number(runContext.runId)),
            changes,
            backup: inputs.backup ?? '',
            monitoring: url === undefined ? undefined : { url, status: await probe(url, runner) },
            live,
            notified: isNotified,
          }),
  }
  return { asked, run, excluded }
}

/** Notifies the team, with the address of all requests: this one has no address yet. */
async function notifyTeam({ inputs, runner }: ApprovalContext): Promise<boolean> {
  const { 'notify-webhook': webhook, 'environment-name': environment, version = '' } = inputs
  if (webhook === undefined) return false
  const { repository, actor: by, serverUrl } = runner.context
  const requests = `${serverUrl}/${repository}/issues?q=is%3Aopen+label%3A${label}`
  const about = { does: 'approval', where: `${repository}, ${environment}`, by, run: requests }
  return await notify(webhook, askedMessage(about, version), runner)
}

/** The live release, from the workflow's input, which knows the servers, or else from GitHub's deployments. */
export async function liveNow({ github, inputs }: ApprovalContext): Promise<Live | undefined> {
  const recorded = await readLive(github, inputs['environment-name'])
  if (inputs.live === undefined || recorded?.release === inputs.live) return recorded
  return { release: inputs.live, image: '', version: '', commit: '' }
}

/**
 * The people who may not approve.
 * @throws UserError `approval-refused` if authors must be excluded and are unknown
 */
export function exclusions(
  { inputs }: ApprovalContext,
  run: AskingRun,
  changes: Changes | undefined,
  live: Pick<Live, 'release'> | undefined,
): ReturnType<typeof excludedFrom> {
  const authors = inputs['exclude-authors']
  if (authors && changes === undefined && live !== undefined)
    throw new UserError(
      'approval-refused',
      `Input 'exclude-authors' is on, and it isn't known from which commit the live release ${live.release} was made.`,
      'Let deploy-production record deployments (`github-token`), or switch exclude-authors off.',
    )
  return excludedFrom({ selfApproval: inputs['allow-self-approval'], authors }, run, changes)
}

/** The time for an answer in seconds: if no comment can start a workflow, only while the job waits. */
function timeToAnswer({ inputs }: ApprovalContext, mode: Mode): number {
  const longest = Math.min(inputs.timeout, inputs['valid-for'])
  if (mode !== 'issue-wait' || inputs['resume-workflow'] !== undefined) return longest
  return Math.min(longest, inputs['max-runner-minutes'] * 60)
}

/** Refuses a request at once that nobody could approve. */
function requireApprovers(
  { approvers, inputs }: ApprovalContext,
  excluded: ReadonlyMap<number, { login: string; why: string }>,
): void {
  const may = (people: readonly { id: number }[]): number =>
    people.filter(({ id }) => !excluded.has(id)).length
  const different = new Map(
    approvers.groups.flatMap(({ people }) => people.map((person) => [person.id, person])),
  )
  const short = approvers.groups.filter(({ need, people }) => may(people) < need).map(({ title }) => title)
  if (
    short.length === 0 &&
    (approvers.groups.length === 0 || may([...different.values()]) >= approvers.minimum)
  )
    return
  const who = [...excluded.values()].map(({ login, why }) => `${login} ${why}`)
  throw new UserError(
    'approval-refused',
    `Nobody could approve this: ${short.length > 0 ? `too few of ${short.join(' and ')}` : `${approvers.minimum} approvals are needed, and fewer people`} may. ${who.join('; ')}.`,
    `Name more people in approvers${inputs['exclude-authors'] ? ', or switch exclude-authors off' : ''}.`,
  )
}

/** The images of a deploy, or a command. */
function requireSubject({ images, command }: Inputs): Pick<Binding, 'images' | 'command'> {
  if (command !== undefined && images.length > 0)
    throw new UserError(
      'bad-input',
      "Inputs 'images' and 'command' are both set: an approval is for a deploy or for a command.",
      'Leave one of them out, and ask for the other one in another request.',
    )
  if (command !== undefined) return { images: [], command: command.trim() }
  // Lines as deploy-production takes them have the service in front; what is approved is the image.
  if (images.length > 0) return { images: images.map((line) => line.slice(line.indexOf('=') + 1)) }
  throw new UserError(
    'bad-input',
    "Input 'images' is empty: an approval is for certain images, or for a command.",
    'Pass on what push-registry puts out, `images: ${{ steps.push.outputs.image }}`.',
  )
}

function parseList(name: string, text: string | undefined): unknown[] | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch {
    // Reported below.
  }
  throw new UserError(
    'bad-input',
    `Input '${name}': this is no JSON list.`,
    'Pass the output of deploy-production (`migrations`, of a dry run) or of smoke-test (`checks`) on as it is.',
  )
}

import { UserError } from '../errors.ts'
import { askedMessage } from '../notify/message.ts'
import { notify } from '../notify/notify.ts'
import { runUrl } from '../runner/context.ts'
import { type Binding, bindingHash } from './binding.ts'
import type { Changes } from './changes.ts'
import { checklist } from './checklist.ts'
import { type Desk, timeAt } from './desk.ts'
import { probe, readChanges } from './evidence.ts'
import { excludedFrom } from './exclude.ts'
import { type Live, readLive } from './live.ts'
import { label } from './request.ts'
import { type AskingRun, jobsOf, readRun, refuseForeign } from './run.ts'
import type { Asked, SmokeCheck } from './text.ts'

/** A way to hold a deploy. */
export type Mode = Exclude<Desk['inputs']['mode'], 'auto'>

/** A request before it is written, and what it was made from. */
export interface Draft {
  asked: Asked
  run: AskingRun
  excluded: ReturnType<typeof excludedFrom>
}

/**
 * Gathers all that people have to know, and binds it.
 * @param nonce by chance
 * @throws UserError `approval-refused` for what comes from a fork or isn't merged; `bad-input`
 */
export async function draft(desk: Desk, mode: Mode, nonce: string): Promise<Draft> {
  const { inputs, runner, github, panel } = desk
  const { context } = runner
  const run = await readRun(github, Number(context.runId))
  refuseForeign(run, context.repository)
  const now = timeAt(desk)
  const live = await liveNow(desk)
  const changes = live?.commit ? await readChanges(github, live.commit, context.sha) : undefined
  const excluded = exclusions(desk, run, changes, live)
  demandSomebody(desk, excluded)
  const binding: Binding = {
    repository: context.repository,
    environment: inputs['environment-name'],
    run: context.runId,
    attempt: context.runAttempt,
    commit: context.sha,
    images: demandImages(inputs.images),
    live: live?.release ?? '',
    expires: new Date(now + inputs['valid-for'] * 1000).toISOString(),
    nonce,
  }
  const url = inputs['monitoring-url']
  const asked: Asked = {
    ...{ binding, hash: bindingHash(binding), version: inputs.version ?? '', ref: context.ref },
    by: run.starters.map(({ login }) => login),
    repositoryUrl: `${context.serverUrl}/${context.repository}`,
    runUrl: runUrl(context),
    deadline: now + timeToAnswer(desk, mode) * 1000,
    cooldown: inputs.cooldown,
    panel,
    excluded: [...excluded.values()],
    ...{ live, changes },
    migrations: parseList('migrations', inputs.migrations)?.map(String),
    irreversible: inputs['irreversible-migrations'],
    smoke: (parseList('smoke-checks', inputs['smoke-checks']) ?? []) as SmokeCheck[],
    checklist: checklist({
      jobs: await jobsOf(github, Number(context.runId)),
      changes,
      backup: inputs.backup ?? '',
      monitoring: url === undefined ? undefined : { url, status: await probe(url, runner) },
      live,
      notified: mode !== 'environment' && (await tell(desk)),
    }),
  }
  return { asked, run, excluded }
}

/** Tells the team, with the place where all requests are: this one has no address yet. */
async function tell({ inputs, runner }: Desk): Promise<boolean> {
  const { 'notify-webhook': webhook, 'environment-name': environment, version = '' } = inputs
  if (webhook === undefined) return false
  const { repository, actor: by, serverUrl } = runner.context
  const requests = `${serverUrl}/${repository}/issues?q=is%3Aopen+label%3A${label}`
  const about = { does: 'approval', where: `${repository}, ${environment}`, by, run: requests }
  return await notify(webhook, askedMessage(about, version), runner)
}

/** What is live: as the workflow says, which has asked the servers, else as GitHub's deployments say. */
export async function liveNow({ github, inputs }: Desk): Promise<Live | undefined> {
  const recorded = await readLive(github, inputs['environment-name'])
  if (inputs.live === undefined || recorded?.release === inputs.live) return recorded
  return { release: inputs.live, image: '', version: '', commit: '' }
}

/**
 * Who may not approve.
 * @throws UserError `approval-refused` when authors are to be excluded and it isn't known who they are
 */
export function exclusions(
  { inputs }: Desk,
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

/** Where no comment can wake a workflow, the answer has to come while the job waits. */
function timeToAnswer({ inputs }: Desk, mode: Mode): number {
  const longest = Math.min(inputs.timeout, inputs['valid-for'])
  if (mode !== 'issue-wait' || inputs['resume-workflow'] !== undefined) return longest
  return Math.min(longest, inputs['max-runner-minutes'] * 60)
}

/** Refuses at once what nobody could ever approve. */
function demandSomebody(
  { panel, inputs }: Desk,
  excluded: ReadonlyMap<number, { login: string; why: string }>,
): void {
  const may = (people: readonly { id: number }[]): number =>
    people.filter(({ id }) => !excluded.has(id)).length
  const different = new Map(panel.groups.flatMap(({ people }) => people.map((person) => [person.id, person])))
  const short = panel.groups.filter(({ need, people }) => may(people) < need).map(({ title }) => title)
  if (short.length === 0 && (panel.groups.length === 0 || may([...different.values()]) >= panel.minimum))
    return
  const who = [...excluded.values()].map(({ login, why }) => `${login} ${why}`)
  throw new UserError(
    'approval-refused',
    `Nobody could approve this: ${short.length > 0 ? `too few of ${short.join(' and ')}` : `${panel.minimum} approvals are needed, and fewer people`} may. ${who.join('; ')}.`,
    `Name more people in approvers${inputs['exclude-authors'] ? ', or switch exclude-authors off' : ''}.`,
  )
}

function demandImages(images: readonly string[]): readonly string[] {
  if (images.length > 0) return images
  throw new UserError(
    'bad-input',
    "Input 'images' is empty: an approval is for certain images.",
    'Pass on what push-registry puts out, `images: ${{ steps.push.outputs.image }}`.',
  )
}

function parseList(name: string, text: string | undefined): unknown[] | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch {
    // Said below.
  }
  throw new UserError(
    'bad-input',
    `Input '${name}': this is no JSON list.`,
    'Pass the output of deploy-production (`migrations`, of a dry run) or of smoke-test (`checks`) on as it is.',
  )
}

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf } from '../deploy/failures.ts'
import type { Member } from '../deploy/survey.ts'
import { type ReasonCode, StepFailed } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { likelyCause } from './cause.ts'
import type { Evidence } from './evidence.ts'
import { gather, heard } from './gather.ts'
import { bundleOf, diagnosisPart } from './report.ts'
import { withoutSecrets } from './secrets.ts'

/** Seconds after which a host is not waited for any more: whatever failed is going to be undone. */
const patience = 10

/** Ends of which containers know more than the message. A host that is lost can't be asked. */
const telling: readonly ReasonCode[] = [
  ...(['pull-failed', 'backup-failed', 'migration-failed', 'start-failed'] as const),
  ...(['unhealthy', 'switch-failed', 'bake-failed'] as const),
]

/**
 * Looks at what failed while it is still there; of a host that does not answer in time the step's own words must do. Never throws, never takes longer than a few seconds, and asks nothing of a
 * job that was cancelled: the undo comes next.
 */
export async function examine(
  members: readonly Pick<Member, 'host' | 'wanted'>[],
  error: unknown,
  { clock, log, cancelled }: Pick<Runner, 'clock' | 'log' | 'cancelled'>,
): Promise<Evidence[]> {
  if (!(error instanceof StepFailed) || !telling.includes(error.reason) || cancelled.aborted) return []
  const over = new AbortController()
  const found = new Map(members.map((one) => [one, heard(one, error)]))
  const looking = members.map(async (member) => {
    try {
      found.set(member, await gather(member, error))
    } catch (failure) {
      log.debug(`${member.host.name}: no diagnosis: ${messageOf(failure)}`)
    }
  })
  const enough = clock.sleep(patience, AbortSignal.any([over.signal, cancelled])).catch(() => {})
  await Promise.race([Promise.all(looking), enough])
  over.abort()
  return [...found.values()]
}

/** What an explanation must not show, and where it is kept. */
export interface Explaining {
  secrets?: readonly string[] | undefined
  /** Relative to the workspace; nowhere without it. */
  folder?: string | undefined
}

/**
 * Adds what was seen to the error: the likely cause to its sentence, the rest to the job summary, and all of it to a
 * folder where one was asked for.
 */
export async function explain(
  error: unknown,
  evidence: readonly Evidence[],
  { secrets = [], folder }: Explaining,
  { log, context }: Pick<Runner, 'log' | 'context'>,
): Promise<void> {
  if (!(error instanceof StepFailed)) return
  // The runner hides secrets in its log, and in no summary.
  error.message = withoutSecrets(error.message, secrets)
  error.evidence = withoutSecrets(error.evidence, secrets)
  if (evidence.length === 0) return
  const [likely] = evidence.flatMap((one) => likelyCause(one) ?? [])
  const message = error.message
  if (likely !== undefined)
    error.message = `${message}\nLikely cause: ${likely.cause}\nWhat to do: ${likely.mend}`
  error.report = [diagnosisPart(evidence, error.evidence), error.report].filter(Boolean).join('\n\n')
  if (folder === undefined) return
  try {
    await save(bundleOf(evidence, error.message), resolve(context.workspace, folder))
    log.info(`The diagnosis is in ${folder}; actions/upload-artifact keeps it.`)
  } catch (failure) {
    log.warning(`The diagnosis could not be written to ${folder}: ${messageOf(failure)}`)
  }
}

/** For this user alone, though no secret is in it: logs are nobody else's business. */
async function save(files: ReadonlyMap<string, string>, folder: string): Promise<void> {
  for (const [name, text] of files) {
    const path = resolve(folder, name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, text, { mode: 0o600 })
  }
}

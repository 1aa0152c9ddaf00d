import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { messageOf, type ReasonCode, StepFailed } from '../errors.ts'
import { type Evidence, linesOf } from '../model/evidence.ts'
import type { FleetHost } from '../model/fleet.ts'
import type { Runner } from '../runner/runner.ts'
import { likelyCause } from './cause.ts'
import { bundleOf, diagnosisPart } from './report.ts'
import { secretsIn, withoutSecrets } from './secrets.ts'

/** The timeout of a host in seconds: the undo waits for it. */
const timeoutSeconds = 10

/** Failures for which containers know more than the message. A lost host cannot be inspected. */
const reporting: readonly ReasonCode[] = [
  ...(['pull-failed', 'backup-failed', 'migration-failed', 'start-failed'] as const),
  ...(['unhealthy', 'switch-failed', 'bake-failed'] as const),
]

/**
 * Captures the state of the failed containers before the undo removes them. A host that does not answer in time is described
 * by the step's own output alone. It never throws, takes at most ten seconds, and asks nothing of a
 * cancelled job, because the undo comes next.
 */
export async function examine(
  engine: Pick<Engine, 'capture'>,
  members: readonly Pick<FleetHost, 'host' | 'desired'>[],
  error: unknown,
  { clock, log, cancelled }: Pick<Runner, 'clock' | 'log' | 'cancelled'>,
): Promise<Evidence[]> {
  if (!(error instanceof StepFailed) || !reporting.includes(error.reason) || cancelled.aborted) return []
  const over = new AbortController()
  const found = new Map(members.map((one) => [one, evidenceOf(one, error)]))
  const looking = members.map(async (member) => {
    try {
      const { model, secrets = secretsIn(model) } = member.desired
      const captured = await engine.capture(member, (text) => withoutSecrets(text, secrets))
      found.set(member, { ...evidenceOf(member, error), ...captured })
    } catch (failure) {
      log.debug(`${member.host.name}: no diagnosis: ${messageOf(failure)}`)
    }
  })
  const enough = clock.sleep(timeoutSeconds, AbortSignal.any([over.signal, cancelled])).catch(() => {})
  await Promise.race([Promise.all(looking), enough])
  over.abort()
  return [...found.values()]
}

/** The secrets that an explanation masks, and the folder that it is written to. */
export interface Explaining {
  secrets?: readonly string[] | undefined
  /** Relative to the workspace; no files without it. */
  folder?: string | undefined
}

/**
 * Adds the evidence to the error: the likely cause to its message, the rest to the job summary, and all of it to a
 * folder if one is set.
 */
export async function explain(
  error: unknown,
  evidence: readonly Evidence[],
  { secrets = [], folder }: Explaining,
  { log, context }: Pick<Runner, 'log' | 'context'>,
): Promise<void> {
  if (!(error instanceof StepFailed)) return
  // The runner masks secrets in its log, but not in summaries.
  error.message = withoutSecrets(error.message, secrets)
  error.evidence = withoutSecrets(error.evidence, secrets)
  if (evidence.length === 0) return
  const [likely] = evidence.flatMap((one) => likelyCause(one) ?? [])
  const message = error.message
  if (likely !== undefined)
    error.message = `${message}\nLikely cause: ${likely.cause}\nWhat to do: ${likely.fix}`
  error.report = [diagnosisPart(evidence, error.evidence), error.report].filter(Boolean).join('\n\n')
  if (folder === undefined) return
  await saveBundle(bundleOf(evidence, error.message), folder, { log, context })
}

/** Writes a diagnosis into a folder of the workspace, for actions/upload-artifact. A failure is only a warning. */
export async function saveBundle(
  files: ReadonlyMap<string, string>,
  folder: string,
  { log, context }: Pick<Runner, 'log' | 'context'>,
): Promise<void> {
  try {
    await save(files, resolve(context.workspace, folder))
    log.info(`The diagnosis is in ${folder}; actions/upload-artifact keeps it.`)
  } catch (failure) {
    log.warning(`The diagnosis could not be written to ${folder}: ${messageOf(failure)}`)
  }
}

/** Readable for this user only: the files have no secrets, but logs are private. */
async function save(files: ReadonlyMap<string, string>, folder: string): Promise<void> {
  for (const [name, text] of files) {
    const path = resolve(folder, name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, text, { mode: 0o600 })
  }
}

/** The evidence from the failed step alone, without its host. */
function evidenceOf({ host, desired }: Pick<FleetHost, 'host' | 'desired'>, error: StepFailed): Evidence {
  const { model, release, edge, secrets = secretsIn(model) } = desired
  return {
    host: host.name,
    reason: error.reason,
    said: linesOf(withoutSecrets(`${error.evidence}\n${error.message}`, secrets)),
    release: release.id,
    containers: [],
    port: edge.port,
    machine: '',
  }
}

/**
 * Runs a workflow file with `act`, on this machine and without a network, against the stand-ins for GitHub and its
 * cache. What differs from GitHub's runner and matters, found in act's source and by trying:
 *
 * - Steps run on the host (`-self-hosted`). A job gets an empty folder of its own as workspace, never the repository
 *   itself; our stand-in for actions/checkout fills it. It is removed after the run.
 * - `environment:`, `concurrency:` and `permissions:` are ignored. We give the token what the file asks for, all
 *   jobs together; environments and their secrets do not exist.
 * - It gives steps a terminal, which GitHub does not: taken away in `act/terminal.ts`. Since then a step lasts until
 *   everything it started has closed its output; GitHub's runner would wait five seconds and go on.
 * - A last line that does not end in a line break is not shown.
 * - Steps see the environment that `act` itself was started with, so it is started with next to nothing.
 * - A cancelled job ends as failed for `act`; the result here says `cancelled`.
 * - `uses: $/…` is unknown to it. Artifacts are not offered.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureAct } from '../../scripts/setup/act.ts'
import { type LocalActions, stageActions } from './act/actions.ts'
import { type Event, environmentOf, eventOf } from './act/event.ts'
import { type JobRun, Log, Masker } from './act/log.ts'
import { marked, signal } from './act/processes.ts'
import { cancel, kill } from './act/stop.ts'
import { withoutTerminal } from './act/terminal.ts'
import { permissionsOf, readWorkflow, usedActions } from './act/workflow.ts'
import type { Cache } from './cache/server.ts'
import type { GitHub } from './github/server.ts'

/** What to run, and on what. */
export interface WorkflowOptions extends Event {
  /** The workflow file, absolute or from the repository's root. */
  readonly workflow: string
  /** Folder of the git repository the workflow belongs to; it is only read. */
  readonly repo: string
  /** Folders for the actions it names, as `{ 'org/saleor-deploy@v1': '/path' }`. */
  readonly localActions?: LocalActions
  /** More for the steps' environment, as a machine would have it (`DOCKER_HOST`). */
  readonly env?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  readonly github: GitHub
  readonly cache?: Cache
  /** Every line as it comes, masked. */
  readonly onLine?: (line: string) => void
  /** Ends the run before its time: as somebody's click on Cancel, or as a machine that vanishes. */
  readonly stop?: { readonly when: AbortSignal; readonly how: 'cancel' | 'kill' }
  /** Milliseconds after which the run counts as hanging; ten minutes when left out. */
  readonly timeout?: number
}

/** What became of it. */
export interface WorkflowRun {
  /** 0 when every job succeeded or was skipped; 137 when it was killed. */
  readonly code: number
  /** The whole log, masked as the runner masks it. */
  readonly output: string
  /** The same without masks: where a test looks for secrets that should not have been printed at all. */
  readonly unmasked: string
  readonly jobs: Record<string, JobRun>
}

/** Node 24 as an action gets it; the one that runs the tests. */
const nodeFolder = dirname(process.execPath)

/** Runs a workflow to its end. */
export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRun> {
  const { repo, github, secrets = {}, vars = {} } = options
  const act = withoutTerminal(await ensureAct())
  const file = isAbsolute(options.workflow) ? options.workflow : join(repo, options.workflow)
  const workflow = readWorkflow(file)
  const token = github.createToken({ permissions: permissionsOf(workflow) })
  const masker = new Masker()
  for (const secret of [token, ...Object.values(secrets)]) masker.add(secret)
  const log = new Log(workflow, masker)

  const scratch = mkdtempSync(join(tmpdir(), 'act-'))
  const home = join(scratch, 'home')
  mkdirSync(home)
  const write = (name: string, content: unknown): string => {
    // In files that only we can read, because arguments can be seen by everyone on the machine.
    writeFileSync(join(scratch, name), JSON.stringify(content), { mode: 0o600 })
    return join(scratch, name)
  }
  const event = eventOf(options, github, repo, file)
  const known = join(scratch, basename(file))
  writeFileSync(known, readFileSync(file, 'utf8').replace(/^ +deployment: false\n/gm, ''))
  const mark = `RUNNER_TRACKING_ID=${event.trackingId}`
  const staging = {
    folder: scratch,
    localActions: options.localActions ?? {},
    repo,
    repository: event.repository,
  }
  try {
    const child = spawn(
      act,
      [
        event.name,
        ...['--directory', repo, '--workflows', known, '--eventpath', write('event.json', event.payload)],
        ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'ubuntu-24.04=-self-hosted'],
        ...['--secret-file', write('secrets.yml', { ...secrets, GITHUB_TOKEN: token })],
        ...[
          '--var-file',
          write('vars.yml', vars),
          '--env-file',
          write('env.yml', environmentOf(event, options)),
        ],
        ...[
          '--input-file',
          '/dev/null',
          '--actor',
          event.actor,
          '--action-cache-path',
          join(scratch, 'cache'),
        ],
        // The masking of `act` knows no secrets of several lines, such as keys: we mask by ourselves.
        ...[
          '--json',
          '--insecure-secrets',
          '--no-cache-server',
          '--no-skip-checkout',
          '--pull=false',
          '--rm',
        ],
        ...['--action-offline-mode', ...stageActions(usedActions(workflow), staging)],
      ],
      {
        env: { HOME: home, PATH: `${nodeFolder}:${process.env['PATH']}`, LANG: 'C.UTF-8', ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const heard = Promise.withResolvers<void>()
    const take = (line: string): void => {
      const readable = log.take(line)
      if (readable.endsWith(' due to cancellation')) heard.resolve()
      options.onLine?.(readable)
    }
    createInterface({ input: child.stdout }).on('line', take)
    createInterface({ input: child.stderr }).on('line', take)

    let isStopped = false
    const stop = (how: 'cancel' | 'kill'): void => {
      if (isStopped || child.pid === undefined) return
      isStopped = true
      if (how === 'kill') kill(child.pid, mark)
      else void cancel(child.pid, mark, heard.promise)
    }
    const { when, how } = options.stop ?? {}
    const onAbort = (): void => stop(how ?? 'kill')
    when?.addEventListener('abort', onAbort, { once: true })
    if (when?.aborted) onAbort()
    let hangs = false
    const timer = setTimeout(() => {
      hangs = true
      stop('kill')
    }, options.timeout ?? 600_000)
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status) => resolve(status ?? 137))
    })
    clearTimeout(timer)
    when?.removeEventListener('abort', onAbort)
    if (hangs)
      throw new Error(`The workflow did not end in time. Its last lines:\n${log.lines.slice(-15).join('\n')}`)
    if (isStopped)
      for (const job of Object.values(log.jobs)) if (job.result === 'failure') job.result = 'cancelled'
    return { code, output: log.lines.join('\n'), unmasked: log.unmasked.join('\n'), jobs: log.jobs }
  } finally {
    // As the runner does when a job is over: whatever still carries its mark is an orphan.
    for (const pid of marked(mark)) signal(pid, 'SIGKILL')
    rmSync(scratch, { recursive: true, force: true })
  }
}

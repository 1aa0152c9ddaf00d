import { readFileSync } from 'node:fs'
import { messageOf, StepFailed } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { shellLine } from '../host/quote.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { type Access, runAsRoot } from './access.ts'
import type { Change } from './change.ts'
import { stillReachable } from './changes/firewall.ts'
import type { DesiredServer } from './desired/server.ts'
import { type Facts, readFacts } from './facts.ts'
import { planServer, type ServerPlan } from './plan.ts'

/** Timeout for a slow mirror and a busy package manager; `apt-get` has its own time limits. */
const changeSeconds = 1800

/** The server's log of changes. */
export const logFile = '/var/log/saleor-deploy/prepare.log'

/**
 * Observes a server and changes nothing.
 * @throws StepFailed when the answer is not that of such a server
 */
export async function observeServer(host: Host, access: Access, desired: DesiredServer): Promise<Facts> {
  const script = readFileSync(new URL('./facts.sh', import.meta.url), 'utf8')
  const [name = ''] = desired.domains
  const words = shellLine(['set', '--', desired.user, desired.folder, name])
  const { code, stdout, stderr } = await runAsRoot(host, access, `${words}\n${script}`)
  if (code !== 0)
    throw new StepFailed(
      'prepare-failed',
      `${host.name}: the server could not be looked at (exit code ${code}).`,
      stderr,
    )
  return readFacts(stdout, access.sshPort)
}

/**
 * Applies a plan, change by change, and checks that nothing is left to do.
 * @throws StepFailed `prepare-failed` with the failed change's last lines; the next run continues from there
 */
export async function applyPlan(
  host: Host,
  access: Access,
  { changes }: ServerPlan,
  desired: DesiredServer,
  runner: Runner,
): Promise<Facts> {
  for (const [index, change] of changes.entries()) {
    runner.cancelled.throwIfAborted()
    runner.log.info(`${index + 1}/${changes.length} ${change.title} …`)
    // The server continues with the change; see change.sh.
    await unlessCancelled(runner.cancelled, apply(host, access, change, runner))
    if (change.needsLogin === true) await logInAgain(host, access)
  }
  const facts = await observeServer(host, access, desired)
  const [left] = planServer(facts, desired).changes
  if (left === undefined) return facts
  throw new StepFailed(
    'prepare-failed',
    `${host.name}: all changes were made, and this one would have to be made again: ${left.title}.`,
  )
}

async function apply(host: Host, access: Access, change: Change, { context, log }: Runner): Promise<void> {
  const script = readFileSync(new URL('./change.sh', import.meta.url), 'utf8')
  const note = { id: change.id, title: change.title, by: context.actor, run: runUrl(context) }
  const variables = Object.entries(note).map(([name, text]) => `${name}=${shellLine([plain(text)])}\n`)
  const whole = `change() {\n${change.script}\n}\n${variables.join('')}${script}`
  const limits = { seconds: changeSeconds, what: change.title }
  const { code, stdout, stderr } = await runAsRoot(host, access, whole, limits)
  log.debug(stdout)
  if (code === 0) return
  throw new StepFailed(
    'prepare-failed',
    `${host.name}: ${change.title}: it failed with exit code ${code}. Each change before it is done; run this again to go on from there. The server notes all changes in ${logFile}.`,
    [stdout, stderr].join('\n').trim().split('\n').slice(-40).join('\n'),
  )
}

/** Removes characters that would break the log, which a shell writes as lines of JSON. */
function plain(text: string): string {
  return text.replaceAll(/["\\\p{Cc}]/gu, '')
}

/** Open connections survive a change of the firewall; only a new login shows that it accepts new ones. */
async function logInAgain(host: Host, access: Access): Promise<void> {
  try {
    await host.again()
  } catch (error) {
    throw new StepFailed(
      'prepare-failed',
      `${host.name}: a new login did not succeed after the firewall was turned on. The server turns it off again within two minutes.`,
      messageOf(error),
      { cause: error },
    )
  }
  await runAsRoot(host, access, `touch ${stillReachable}`)
}

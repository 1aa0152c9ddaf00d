import { verifyApproval } from '../../approval/rules/binding.ts'
import { withoutSecrets } from '../../diagnosis/secrets.ts'
import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import type { runCommand } from '../../inputs/run-command.ts'
import { parseEnvironment } from '../../inputs/values/environment.ts'
import { environmentMasks } from '../../inputs/values/environment-masks.ts'
import { wordsOf } from '../../inputs/values/words.ts'
import type { DesiredState } from '../../model/desired.ts'
import { releaseId } from '../../model/release/release.ts'
import type { ResolveDesired } from '../../observe/fleet.ts'
import type { Runner } from '../../runner/runner.ts'
import { requireApproval } from '../approved.ts'
import { hideSecrets } from '../stored-secrets.ts'
import { assertSwarmInputs, commandInSwarm } from '../swarm.ts'
import { readLive } from './live.ts'

type Inputs = InputsOf<typeof runCommand>

/** Maximum characters of a command in reports and in the history. */
const shownCharacters = 200

/**
 * Resolves the live release, and the command to run in a container of it.
 * @throws UserError `bad-input` for an invalid command or invalid variables, `not-ready` when no release is live,
 * `approval-refused` without a demanded approval, or with one for something else
 */
export function resolveCommand(engine: Engine, inputs: Inputs, runner: Runner): ResolveDesired {
  const { log, clock } = runner
  if (inputs.engine === 'swarm') assertSwarmInputs(inputs, commandInSwarm)
  assertAllowed(inputs)
  const words = inputs.shell ? ['sh', '-c', inputs.command] : commandWords(inputs.command)
  const environment = parseEnvironment(inputs.environment ?? '')
  return async (connected) => {
    const [host] = await connected
    const live = await readLive(
      engine,
      host,
      inputs.path,
      'so there are no settings to run a command with',
      inputs.engine,
    )
    const approval = await approvedBy(inputs, { host, live: live.release.id }, runner)
    const onServer = await hideSecrets(host, live.model, log)
    const secrets = [...onServer, ...environmentMasks(inputs.environment ?? '', [])]
    const whole = withoutSecrets(inputs.command.trim().replace(/\s+/g, ' '), secrets)
    const line = whole.length > shownCharacters ? `${whole.slice(0, shownCharacters - 1)}…` : whole
    const desired: DesiredState = {
      ...{ ...live, secrets, lockWait: inputs['lock-wait'] },
      task: {
        action: 'run-command',
        id: releaseId(clock.now(), live.release.image),
        reason: inputs.reason ?? '',
        ...(approval === undefined ? {} : { approval }),
        command: { words, line, environment, seconds: inputs.timeout },
      },
    }
    return { desired, scheduler: '' }
  }
}

/** Refuses what can be refused before a connection is made. */
function assertAllowed(inputs: Inputs): void {
  if (inputs['require-reason'] && inputs.reason === undefined)
    throw new UserError(
      'bad-input',
      "Input 'reason' is empty, and require-reason demands one.",
      'Say in a sentence why the command is run.',
    )
  requireApproval(inputs)
  if (inputs.approval === undefined || !inputs.shell) return
  throw new UserError(
    'bad-input',
    "Inputs 'approval' and 'shell' do not go together: people approve the words that are run.",
    "Leave shell out, and let the command itself say it: sh -c 'env | cut -d= -f1'",
  )
}

/** Returns the hash of the approval, if there is one, after it was found to be for this command and unused. */
async function approvedBy(
  { approval, command, 'environment-name': environment, path: root }: Inputs,
  { host, live }: { host: Host; live: string },
  { context, clock }: Runner,
): Promise<string | undefined> {
  if (approval === undefined) return undefined
  const { stdout } = await host.run(['grep', '-oE', '"approval":"[0-9a-f]{64}"', `${root}/events.log`])
  const { hash } = verifyApproval(approval, {
    ...{ repository: context.repository, environment, run: context.runId, attempt: context.runAttempt },
    ...{ commit: context.sha, images: [], command: command.trim(), live },
    now: new Date(clock.now()).toISOString(),
    used: [...stdout.matchAll(/[0-9a-f]{64}/g)].map(([one]) => one),
  })
  return hash
}

/** @throws UserError for an unclosed quote, and for syntax that only a shell understands */
function commandWords(command: string): string[] {
  const words = wordsOf('command', command)
  if (words.length === 0)
    throw new UserError(
      'bad-input',
      `Input 'command': "${command}" has no words.`,
      'Write a command, such as python manage.py showmigrations.',
    )
  const operator = words.find((word) => /^(\||\|\||&&|&|;|[0-9]?[<>].*)$/.test(word) || word.startsWith('$('))
  if (operator === undefined) return words
  throw new UserError(
    'bad-input',
    `Input 'command': "${operator}" would be an argument like any other, as no shell reads the command.`,
    'Set shell: true. In a shell, an operator in quotes stays an argument.',
  )
}

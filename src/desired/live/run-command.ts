import { withoutSecrets } from '../../diagnosis/secrets.ts'
import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import type { runCommand } from '../../inputs/run-command.ts'
import { parseEnvironment } from '../../inputs/values/environment.ts'
import { environmentMasks } from '../../inputs/values/environment-masks.ts'
import { wordsOf } from '../../inputs/values/words.ts'
import type { DesiredState } from '../../model/desired.ts'
import { releaseId } from '../../model/release/release.ts'
import type { ResolveDesired } from '../../observe/fleet.ts'
import type { Runner } from '../../runner/runner.ts'
import { hideSecrets } from '../stored-secrets.ts'
import { readLive } from './live.ts'

type Inputs = InputsOf<typeof runCommand>

/** Maximum characters of a command in reports and in the history. */
const shownCharacters = 200

/**
 * Resolves the live release, and the command to run in a container of it.
 * @throws UserError `bad-input` for an invalid command or invalid variables, `not-ready` when no release is live
 */
export function resolveCommand(engine: Engine, inputs: Inputs, { log, clock }: Runner): ResolveDesired {
  const words = inputs.shell ? ['sh', '-c', inputs.command] : commandWords(inputs.command)
  const environment = parseEnvironment(inputs.environment ?? '')
  return async (connected) => {
    const [host] = await connected
    const live = await readLive(engine, host, inputs.path, 'so there are no settings to run a command with')
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
        command: { words, line, environment, seconds: inputs.timeout },
      },
    }
    return { desired, scheduler: '' }
  }
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

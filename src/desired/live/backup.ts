import { uploadsFolder } from '../../database/backup/media.ts'
import { checkBackup } from '../../database/backup/plan.ts'
import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { backup } from '../../inputs/backup.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import { wordsOf } from '../../inputs/values/words.ts'
import type { DesiredState } from '../../model/desired.ts'
import { releaseId } from '../../model/release/release.ts'
import type { ResolveDesired } from '../../observe/fleet.ts'
import type { Runner } from '../../runner/runner.ts'
import { hideSecrets } from '../stored-secrets.ts'
import { assertSwarmInputs } from '../swarm.ts'
import { readLive } from './live.ts'

type Inputs = InputsOf<typeof backup>

/**
 * Resolves the live release, and the backup to make of its database or to test.
 * @throws UserError `bad-input` for inputs that do not go together, `not-ready` when no release is live
 */
export function resolveBackup(engine: Engine, inputs: Inputs, { log, clock }: Runner): ResolveDesired {
  const { operation, path: root } = inputs
  if (inputs.engine === 'swarm') assertSwarmInputs(inputs)
  assertMeant(inputs)
  const copy = wordsOf('backup-copy', inputs['backup-copy'] ?? 'none')
  return async (connected) => {
    const [host] = await connected
    const live = await readLive(engine, host, root, 'so it is not known where its database is', inputs.engine)
    const secrets = await hideSecrets(host, live.model, log)
    const id = releaseId(clock.now(), live.release.image)
    const desired: DesiredState = {
      ...{ ...live, secrets, lockWait: inputs['lock-wait'] },
      backup: {
        ...{ id, copy, when: 'always', verify: inputs['verify-backup'] },
        folder: inputs['backup-path'] ?? `${root}/backups`,
        keep: inputs['keep-backups'],
        image: inputs['backup-image'] ?? '',
        ...(inputs.media ? { media: true } : {}),
      },
      task: {
        action: operation === 'verify' ? 'verify-backup' : 'backup',
        ...{ id, reason: inputs.reason ?? '', backup: inputs.backup ?? '', maxAge: inputs['max-age'] },
      },
    }
    checkBackup(desired)
    if (inputs.media) uploadsFolder(desired)
    return { desired, scheduler: '' }
  }
}

/** Refuses inputs that only another operation reads, as they would be ignored. */
function assertMeant(inputs: Inputs): void {
  const { operation } = inputs
  const other = [
    ...(operation === 'verify' || inputs.backup === undefined ? [] : ['backup']),
    ...(operation === 'verify' || inputs['max-age'] === 0 ? [] : ['max-age']),
    ...(operation === 'create' || inputs['backup-copy'] === undefined ? [] : ['backup-copy']),
    ...(operation === 'create' || !inputs.media ? [] : ['media']),
  ]
  const [name] = other
  if (name === undefined) return
  const reads = name === 'backup-copy' || name === 'media' ? 'create' : 'verify'
  throw new UserError(
    'bad-input',
    `Input '${name}' means nothing for operation: ${operation}.`,
    `Leave it out, or set operation: ${reads}.`,
  )
}

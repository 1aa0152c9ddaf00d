import { choice, flag, pattern, seconds, secret, text } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'
import { backupInputs, engineInput } from './groups/deploy.ts'
import { hostLines } from './groups/hosts.ts'

const { host: _host, ...connection } = connectionInputs

/** What `backup` takes and gives. */
export const backup = {
  does: 'backup',
  inputs: {
    operation: choice(['create', 'verify', 'list'], { default: 'create' }),
    ...connection,
    ...engineInput,
    hosts: hostLines({ required: true }),
    ...backupInputs,
    'backup-copy': text(),
    media: flag({ default: 'false' }),
    backup: pattern(/^[\w.-]+$/, 'the name of a backup, as operation: list prints it'),
    'max-age': seconds({ default: '0' }),
    reason: pattern(/\S/, 'a sentence'),
    'lock-wait': seconds({ default: '0' }),
    'notify-webhook': secret(),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: [
    'backup',
    'backup-bytes',
    'backup-seconds',
    'media',
    'backups',
    'serving-release',
    'customers-affected',
    'reason-code',
  ],
} as const

import { choice, flag, pattern, percent, seconds, secret, text, whole } from './contract.ts'
import { attestationInputs } from './groups/attestation.ts'
import { connectionInputs } from './groups/connection.ts'
import { backupInputs, engineInput } from './groups/deploy.ts'
import { hostLines } from './groups/hosts.ts'
import { recordingInputs } from './groups/recording.ts'

const { host: _host, ...connection } = connectionInputs

/** What `rollback` accepts and returns. */
export const rollback = {
  does: 'rollback',
  inputs: {
    ...connection,
    ...engineInput,
    hosts: hostLines({ required: true }),
    to: pattern(/^\S+$/, 'previous, or the id, version or digest of a release', { default: 'previous' }),
    from: pattern(/^\S+$/, 'the id of a release, or none'),
    reason: pattern(/\S/, 'a sentence'),
    ...recordingInputs('production'),
    database: choice(['keep', 'migrate', 'restore'], { default: 'keep' }),
    'allow-schema-gap': flag({ default: 'false' }),
    'restore-backup': pattern(/^[\w.-]+$/, 'the name of a backup, as the summary of its deploy has it'),
    ...backupInputs,
    'scheduler-host': text(),
    parallel: whole({ min: 1, max: 100, default: '10' }),
    'on-unreachable': choice(['refuse', 'skip'], { default: 'refuse' }),
    'balancer-wait': seconds({ default: '10s' }),
    'health-timeout': seconds({ default: '120s' }),
    bake: seconds({ default: '0' }),
    'max-error-rate': percent({ default: '5' }),
    'drain-timeout': seconds({ default: '60s' }),
    'registry-username': text(),
    'registry-password': secret(),
    'registry-auth': secret(),
    ...attestationInputs,
    'lock-wait': seconds({ default: '0' }),
    'take-over': flag({ default: 'false' }),
    'diagnosis-folder': text(),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: [
    'release',
    'previous-release',
    'image',
    'version',
    'plan',
    'targets',
    'backup',
    'reversed',
    'lost-rows',
    'kept-database',
    'hosts',
    'skipped-hosts',
    'serving-release',
    'customers-affected',
    'reason-code',
  ],
} as const

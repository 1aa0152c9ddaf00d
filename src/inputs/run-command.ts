import { flag, pattern, seconds, secret, text } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'
import { engineInput } from './groups/deploy.ts'
import { hostLines } from './groups/hosts.ts'
import { environmentMasks } from './values/environment-masks.ts'

const { host: _host, ...connection } = connectionInputs

/** What `run-command` takes and gives. */
export const runCommand = {
  does: 'command',
  inputs: {
    command: text({ required: true }),
    ...connection,
    ...engineInput,
    hosts: hostLines({ required: true }),
    shell: flag({ default: 'false' }),
    environment: secret({ masks: environmentMasks }),
    timeout: seconds({ default: '30m' }),
    reason: pattern(/\S/, 'a sentence'),
    'require-reason': flag({ default: 'false' }),
    approval: text(),
    'require-approval': flag({ default: 'false' }),
    'environment-name': pattern(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
    'lock-wait': seconds({ default: '0' }),
    'notify-webhook': secret(),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: ['exit-code', 'output', 'serving-release', 'customers-affected', 'reason-code'],
} as const

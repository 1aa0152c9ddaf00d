import { text } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'
import { hostLines } from './groups/hosts.ts'

const { host: _host, ...connection } = connectionInputs

/** What `diagnose` takes and gives. */
export const diagnose = {
  inputs: {
    ...connection,
    hosts: hostLines({ required: true }),
    'diagnosis-folder': text(),
  },
  outputs: ['healthy', 'cause', 'reason-code'],
} as const

import { choice, flag, lines, pattern, seconds, secret } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'
import { engineInput } from './groups/deploy.ts'
import { hostLines } from './groups/hosts.ts'
import { isNetwork } from './values/network.ts'

const { host: _host, ...connection } = connectionInputs

/** What `maintenance` accepts and returns. */
export const maintenance = {
  does: 'maintenance',
  inputs: {
    state: choice(['on', 'off'], { required: true }),
    ...connection,
    ...engineInput,
    hosts: hostLines({ required: true }),
    allow: lines({
      each: [
        { test: isNetwork },
        'a list of addresses or networks, one a line, such as 203.0.113.7 or 2001:db8::/32',
      ],
    }),
    page: pattern(/\S/, 'a file in the repository'),
    'retry-after': seconds({ default: '5m' }),
    'drain-timeout': seconds({ default: '60s' }),
    'lock-wait': seconds({ default: '0' }),
    'notify-webhook': secret(),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: ['state', 'plan', 'serving-release', 'customers-affected', 'reason-code'],
} as const

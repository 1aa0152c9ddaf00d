import { isNetwork } from '../maintenance/network.ts'
import { connectionInputs } from './connection.ts'
import { choice, flag, lines, pattern, seconds, secret } from './contract.ts'
import { hostsInput } from './deploy.ts'

const { host: _host, ...connection } = connectionInputs

/** What `maintenance` takes and gives. */
export const maintenance = {
  does: 'maintenance',
  inputs: {
    state: choice(['on', 'off'], { required: true }),
    ...connection,
    hosts: hostsInput,
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
  outputs: ['state', 'plan', 'reason-code'],
} as const

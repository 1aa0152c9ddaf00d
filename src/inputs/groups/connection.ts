import { lines, pattern, secret, text, whole } from '../contract.ts'

const userName = /^[a-z_][a-z0-9_.-]*\$?$/i

/** The inputs of every action that connects to a server, with the same meaning everywhere. */
export const connectionInputs = {
  host: text({ required: true }),
  port: whole({ min: 1, max: 65535, default: '22' }),
  user: pattern(userName, 'the name of a user on the server', { required: true }),
  'ssh-key': secret({ required: true }),
  'ssh-key-passphrase': secret(),
  'known-hosts': lines(),
  'host-fingerprint': lines(),
  'jump-host': text(),
  'jump-user': pattern(userName, 'the name of a user on the jump host'),
  path: pattern(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server, such as /opt/saleor', {
    default: '/opt/saleor',
  }),
} as const

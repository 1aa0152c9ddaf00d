import { digestPattern } from '../model/release/image-reference.ts'
import { lines, pattern, seconds, secret, text, whole } from './contract.ts'

/** What push-registry accepts and returns. */
export const pushRegistry = {
  does: 'push',
  inputs: {
    image: text({ required: true }),
    tags: lines(),
    username: text(),
    password: secret(),
    archive: text(),
    promote: text(),
    'promote-username': text(),
    'promote-password': secret(),
    digest: pattern(digestPattern, 'a digest such as sha256:… with 64 hexadecimal digits'),
    attempts: whole({ min: 1, max: 20, default: '5' }),
    'max-wait': seconds({ default: '10m' }),
    'notify-webhook': secret(),
  },
  outputs: ['digest', 'image', 'tags', 'reason-code'],
} as const

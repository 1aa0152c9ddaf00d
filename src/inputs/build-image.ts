import { cacheKinds } from '../image/cache-plan.ts'
import { choice, flag, lines, seconds, secret, text } from './contract.ts'

/** What build-image takes and gives. */
export const buildImage = {
  inputs: {
    image: text({ required: true }),
    tags: lines(),
    version: text(),
    'version-file': lines({ default: 'saleor/__init__.py\npyproject.toml' }),
    context: text({ default: '.' }),
    dockerfile: text(),
    target: text(),
    platforms: lines(),
    'build-args': lines(),
    secrets: lines({ secret: true }),
    'secret-files': lines(),
    labels: lines(),
    provenance: flag({ default: 'false' }),
    cache: choice(cacheKinds, { default: 'actions' }),
    'cache-ref': text(),
    builder: text(),
    username: text(),
    password: secret(),
    verify: text({ default: 'start' }),
    'verify-env': lines(),
    'verify-timeout': seconds({ default: '2m' }),
    'github-token': secret(),
  },
  outputs: [
    'image',
    'tags',
    'version',
    'revision',
    'digest',
    'image-id',
    'archive',
    'cache-hit',
    'reason-code',
  ],
} as const

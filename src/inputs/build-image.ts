import { imagePattern } from '../model/release/image-reference.ts'
import { choice, lines, pattern, seconds, secret, text } from './contract.ts'
import { attestationWords } from './values/attestations.ts'

/** Where layers are kept between runs. */
export const cacheKinds = ['actions', 'gha', 'registry', 'none'] as const

export type CacheKind = (typeof cacheKinds)[number]

/** What build-image accepts and returns. */
export const buildImage = {
  inputs: {
    image: text({ required: true }),
    tags: lines(),
    version: text(),
    'version-file': lines({ default: 'saleor/__init__.py\npyproject.toml' }),
    context: text({ default: '.' }),
    dockerfile: text(),
    target: text(),
    platforms: lines({
      each: [
        /^[\w.]+(\/[\w.]+){1,2}(\s*,\s*[\w.]+(\/[\w.]+){1,2})*$/,
        'platforms such as linux/amd64 and linux/arm64',
      ],
    }),
    'build-args': lines({ each: [/^[A-Za-z_]\w*(=|$)/, 'build arguments, NAME=value a line'] }),
    'build-contexts': lines({
      each: [/^[^=\s]+=\S/, 'build contexts, a name or an image, `=`, and where it comes from, one a line'],
    }),
    secrets: lines({ secret: true }),
    'secret-files': lines(),
    labels: lines({ each: [/^[^=\s]+=/, 'labels, key=value a line'] }),
    attestations: attestationWords(),
    'sbom-generator': pattern(imagePattern, 'an image such as docker/buildkit-syft-scanner:stable-1'),
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

import { describe, expect, test } from 'vitest'
import { type BuildPlan, buildCommand, tellingNames } from '../../../src/image/build/build-command.ts'
import { countSteps } from '../../../src/image/build/build-log.ts'

const plan: BuildPlan = {
  builder: 'default',
  context: '.',
  dockerfile: undefined,
  target: undefined,
  platforms: [],
  buildArgs: [],
  buildContexts: [],
  secrets: [],
  labels: [],
  tags: ['shop:1'],
  cacheFrom: [],
  cacheTo: [],
  attestations: [],
  sbomGenerator: undefined,
  metadataFile: '/tmp/metadata.json',
}
const head = ['docker', 'buildx', 'build', '--builder', 'default', '--progress', 'plain']
const metadata = ['--metadata-file', '/tmp/metadata.json']
const tail = ['--provenance=false', ...metadata]

describe('the command of a build', () => {
  test.each<[string, Partial<BuildPlan>, string[]]>([
    ['as little as possible', {}, [...head, ...tail, '--tag', 'shop:1', '--load', '.']],
    [
      'Dockerfile, target, platforms',
      {
        dockerfile: 'docker/Dockerfile',
        target: 'final',
        platforms: ['linux/amd64', 'linux/arm64'],
        context: 'app',
      },
      [
        ...head,
        '--file',
        'docker/Dockerfile',
        '--target',
        'final',
        '--platform',
        'linux/amd64,linux/arm64',
        ...tail,
        '--tag',
        'shop:1',
        '--load',
        'app',
      ],
    ],
    [
      'arguments, secrets, labels',
      { buildArgs: ['A=b c', 'E='], secrets: [{ id: 'token', file: '/t/token' }], labels: ['x=y'] },
      [
        ...head,
        '--build-arg',
        'A=b c',
        '--build-arg',
        'E=',
        '--secret',
        'id=token,src=/t/token',
        '--label',
        'x=y',
        ...tail,
        '--tag',
        'shop:1',
        '--load',
        '.',
      ],
    ],
    [
      'build contexts',
      { buildContexts: ['python:3.12=docker-image://mirror/python:3.12', 'theme=../theme'] },
      [
        ...head,
        '--build-context',
        'python:3.12=docker-image://mirror/python:3.12',
        '--build-context',
        'theme=../theme',
        ...tail,
        '--tag',
        'shop:1',
        '--load',
        '.',
      ],
    ],
    [
      'a cache',
      { cacheFrom: ['type=local,src=/c'], cacheTo: ['type=local,dest=/n'] },
      [
        ...head,
        '--cache-from',
        'type=local,src=/c',
        '--cache-to',
        'type=local,dest=/n',
        ...tail,
        '--tag',
        'shop:1',
        '--load',
        '.',
      ],
    ],
    [
      'provenance',
      { attestations: ['provenance'] },
      [...head, '--attest', 'type=provenance,mode=min', ...metadata, '--tag', 'shop:1', '--load', '.'],
    ],
    [
      'an SBOM alone',
      { attestations: ['sbom'] },
      [...head, '--provenance=false', '--attest', 'type=sbom', ...metadata, '--tag', 'shop:1', '--load', '.'],
    ],
    [
      'provenance, and an SBOM of another generator',
      { attestations: ['provenance', 'sbom'], sbomGenerator: 'ghcr.io/shop/scanner:1' },
      [
        ...head,
        '--attest',
        'type=provenance,mode=min',
        '--attest',
        'type=sbom,generator=ghcr.io/shop/scanner:1',
        ...metadata,
        '--tag',
        'shop:1',
        '--load',
        '.',
      ],
    ],
    [
      'an archive, which has no names',
      { archive: '/t/image.tar' },
      [...head, ...tail, '--output', 'type=oci,dest=/t/image.tar', '.'],
    ],
  ])('The build command is made: %s', (_, some, command) => {
    expect(buildCommand({ ...plan, ...some })).toEqual(command)
  })

  test('A build argument with a name like a secret is reported', () => {
    const lines = [
      'PIP_TOKEN=x',
      'STATIC_URL=/s/',
      'DB_PASSWORD=x',
      'TOKENIZER=x',
      'secret_key=x',
      'PUBLIC_KEY=x',
      'API_KEY=x',
    ]
    expect(tellingNames(lines)).toEqual(['PIP_TOKEN', 'DB_PASSWORD', 'secret_key', 'API_KEY'])
  })
})

test('The step count leaves out the base image and BuildKit’s own steps', () => {
  const log = `#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s
#5 [1/4] FROM docker.io/library/saleor-base:bookworm
#5 CACHED
#6 [2/4] WORKDIR /app
#6 CACHED
#7 [build-python 3/4] COPY . /app
#7 CACHED
#8 [4/4] RUN --mount=type=cache,target=/x python manage.py collectstatic
#8 1.2 text
#8 DONE 1.0s
#9 exporting to image`
  expect(countSteps(log)).toEqual({ all: 3, cached: 2 })
})

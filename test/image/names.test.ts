import { describe, expect, test } from 'vitest'
import { keyValue, ociLabels } from '../../src/image/naming/labels.ts'
import { parseReference } from '../../src/model/release/image-reference.ts'

const digest = `sha256:${'0a'.repeat(32)}`

describe('a reference', () => {
  test.each([
    [
      'ghcr.io/shop/backend',
      { registry: 'ghcr.io', repository: 'shop/backend', name: 'ghcr.io/shop/backend' },
    ],
    ['localhost/shop', { registry: 'localhost', repository: 'shop', name: 'localhost/shop' }],
    [
      'localhost:5000/shop:1.4',
      { registry: 'localhost:5000', repository: 'shop', name: 'localhost:5000/shop', tag: '1.4' },
    ],
    ['[::1]:5000/shop', { registry: '[::1]:5000', repository: 'shop', name: '[::1]:5000/shop' }],
    ['redis', { registry: 'docker.io', repository: 'library/redis', name: 'redis' }],
    ['shop/backend:1', { registry: 'docker.io', repository: 'shop/backend', name: 'shop/backend', tag: '1' }],
    [
      'docker.io/shop/backend',
      { registry: 'docker.io', repository: 'shop/backend', name: 'docker.io/shop/backend' },
    ],
    [`a.b/c@${digest}`, { registry: 'a.b', repository: 'c', name: 'a.b/c', digest }],
    [`a.b/c:1@${digest}`, { registry: 'a.b', repository: 'c', name: 'a.b/c', tag: '1', digest }],
    [
      '123456789.dkr.ecr.eu-west-1.amazonaws.com/my_shop/api-2',
      {
        registry: '123456789.dkr.ecr.eu-west-1.amazonaws.com',
        repository: 'my_shop/api-2',
        name: '123456789.dkr.ecr.eu-west-1.amazonaws.com/my_shop/api-2',
      },
    ],
  ])('The image reference is parsed: %s', (text, reference) => {
    expect(parseReference(text)).toEqual(reference)
  })

  test.each([
    '',
    'Shop',
    'a//b',
    'a b',
    'ghcr.io/',
    '--privileged',
    'shop:',
    'shop@sha256:12',
    'https://ghcr.io/shop',
    'shop:a:b',
  ])('The text %j is no image reference', (text) => {
    expect(parseReference(text)).toBeUndefined()
  })
})

describe('labels', () => {
  const facts = {
    source: 'https://github.com/shop/backend',
    revision: 'abc',
    version: '1.4.2',
    created: '2026-01-01T00:00:00.000Z',
  }

  test('The standard labels come first, then the given ones', () => {
    expect(ociLabels({ ...facts, extra: ['team=core', 'a=b=c'] })).toEqual([
      'org.opencontainers.image.source=https://github.com/shop/backend',
      'org.opencontainers.image.url=https://github.com/shop/backend',
      'org.opencontainers.image.revision=abc',
      'org.opencontainers.image.version=1.4.2',
      'org.opencontainers.image.created=2026-01-01T00:00:00.000Z',
      'team=core',
      'a=b=c',
    ])
  })

  test('The given labels win, and labels with unknown values are left out', () => {
    const labels = ociLabels({
      ...facts,
      created: undefined,
      source: '',
      extra: ['org.opencontainers.image.version=x'],
    })
    expect(labels).toEqual(['org.opencontainers.image.revision=abc', 'org.opencontainers.image.version=x'])
  })

  test('A line of labels is split at its first =', () => {
    expect([keyValue('a=b=c'), keyValue('a='), keyValue('a')]).toEqual([
      ['a', 'b=c'],
      ['a', ''],
      ['a', ''],
    ])
  })
})

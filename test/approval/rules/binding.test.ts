import { describe, expect, test } from 'vitest'
import {
  type Binding,
  bindingHash,
  type Intent,
  verifyApproval,
} from '../../../src/approval/rules/binding.ts'

const image = `ghcr.io/shop/backend@sha256:${'a'.repeat(64)}`
const binding: Binding = {
  repository: 'shop/backend',
  environment: 'production',
  run: '42',
  attempt: '1',
  commit: 'c0ffee',
  images: [image],
  live: '20260101-100000-aaaaaaaaaaaa',
  expires: '2026-01-02T00:00:00.000Z',
  nonce: 'n1',
}
const { images: _images, expires: _expires, nonce: _nonce, ...same } = binding
const intent: Intent = { ...same, images: [image], now: '2026-01-01T12:00:00.000Z', used: [] }

function given(changes: Partial<Binding> = {}, hash?: string): string {
  const bound = { ...binding, ...changes }
  return JSON.stringify({ ...bound, hash: hash ?? bindingHash(bound) })
}

describe('an approval', () => {
  test('An approval for exactly this deploy is accepted', () => {
    expect(verifyApproval(given(), intent).hash).toBe(bindingHash(binding))
  })

  test('An approval of a deploy has the hash that earlier versions gave it', () => {
    expect(bindingHash(binding)).toBe('afd2176383d676c69d7d5cacde10252e41b56b8f4b148d11e84277893ccef97a')
  })

  test.each<[string, string, Partial<Intent>, RegExp]>([
    ['another repository', given({ repository: 'evil/fork' }), {}, /for the repository evil\/fork/],
    ['another environment', given({ environment: 'staging' }), {}, /for the environment staging/],
    ['another run', given({ run: '41' }), {}, /for the run 41, this is 42/],
    ['an earlier attempt', given(), { attempt: '2' }, /for the attempt 1, this is 2/],
    ['another commit', given({ commit: 'beef' }), {}, /for the commit beef/],
    ['another image', given(), { images: [image.replace(/a/g, 'b')] }, /it is for ghcr\.io/],
    ['a command', given(), { images: [], command: 'ls' }, /it is for a deploy, this is the command "ls"/],
    [
      'a deploy, when it is for a command',
      given({ images: [], command: 'ls' }),
      {},
      /it is for the command "ls", this is a deploy/,
    ],
    [
      'another command',
      given({ images: [], command: 'ls' }),
      { images: [], command: 'ls /' },
      /it is for the command "ls", this is the command "ls \/"/,
    ],
    [
      'a command that was changed afterwards',
      given({ images: [], command: 'ls /' }, bindingHash({ ...binding, images: [], command: 'ls' })),
      { images: [], command: 'ls /' },
      /it was changed after it was given/,
    ],
    [
      'one image of two',
      given(),
      { images: [image, image.replace(/a/g, 'b')] },
      /it is for ghcr\.io[^,]*, not ghcr\.io[^,]*bbb/,
    ],
    ['another live release', given(), { live: '' }, /for the live 20260101.*, this is \(none\)/],
    ['too late', given(), { now: '2026-01-02T00:00:00.001Z' }, /it expired at 2026-01-02/],
    ['a second time', given(), { used: [bindingHash(binding)] }, /it was used before/],
    [
      'with a changed date',
      given({ expires: '2030-01-01T00:00:00.000Z' }, bindingHash(binding)),
      {},
      /changed after/,
    ],
    ['that is no JSON', 'approved', {}, /not what await-approval puts out/],
    ['that lacks a field', '{"hash":"x"}', {}, /not what await-approval puts out/],
  ])('An approval is refused: %s', (_, text, changes, why) => {
    expect(() => verifyApproval(text, { ...intent, ...changes })).toThrow(why)
  })

  test('The hash of an approval changes with each of its fields', () => {
    const changed = (Object.keys(binding) as (keyof Binding)[]).map((name) =>
      bindingHash({ ...binding, [name]: name === 'images' ? [] : 'other' }),
    )
    expect(new Set([bindingHash(binding), ...changed]).size).toBe(changed.length + 1)
  })
})

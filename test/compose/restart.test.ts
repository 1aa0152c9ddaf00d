import { expect, it } from 'vitest'
import type { ComposeService } from '../../src/compose/model.ts'
import { restartOf, withRestart } from '../../src/compose/restart.ts'

type Policy = { condition?: string; max_attempts?: number; delay?: string } | null
const policy = (restart_policy: Policy): ComposeService => ({ deploy: { restart_policy } })

it.each<[string, ComposeService, string | undefined]>([
  ['nothing', {}, undefined],
  ['restart', { restart: 'on-failure:3' }, 'on-failure:3'],
  ['a policy', policy({ condition: 'none' }), 'none'],
  ['a policy without condition', policy({ max_attempts: 3 }), 'any'],
  ['both', { restart: 'always', ...policy({ condition: 'on-failure' }) }, 'on-failure'],
  ['an empty policy', { restart: 'always', ...policy(null) }, 'always'],
])('%s means', (_, service, restart) => {
  expect(restartOf(service)).toBe(restart)
})

it.each<[string, ComposeService, ComposeService]>([
  ['comes back where the file is silent', {}, { restart: 'unless-stopped' }],
  [
    'comes back where deploy speaks of other things',
    { deploy: { resources: {} } },
    { deploy: { resources: {} }, restart: 'unless-stopped' },
  ],
  ['does what restart says', { restart: 'no' }, { restart: 'no' }],
  [
    'does what the policy says',
    policy({ condition: 'on-failure', delay: '5s', max_attempts: 3 }),
    policy({ condition: 'on-failure', delay: '5s', max_attempts: 3 }),
  ],
  [
    'does what the specification says where the policy has no condition',
    policy({ delay: '5s', max_attempts: 3 }),
    policy({ condition: 'any', delay: '5s' }),
  ],
])('a container %s', (_, service, rendered) => {
  expect(withRestart(service)).toEqual(rendered)
})

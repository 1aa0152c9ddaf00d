import { expect, it } from 'vitest'
import { restartOf, withRestart } from '../../src/compose/restart.ts'
import type { ComposeService } from '../../src/model/project/project.ts'

type Policy = { condition?: string; max_attempts?: number; delay?: string } | null
const policy = (restart_policy: Policy): ComposeService => ({ deploy: { restart_policy } })

it.each<[string, ComposeService, string | undefined]>([
  ['no restart policy', {}, undefined],
  ['the key restart', { restart: 'on-failure:3' }, 'on-failure:3'],
  ['a policy of deploy', policy({ condition: 'none' }), 'none'],
  ['a policy without condition', policy({ max_attempts: 3 }), 'any'],
  [
    'both, of which the policy counts',
    { restart: 'always', ...policy({ condition: 'on-failure' }) },
    'on-failure',
  ],
  ['an empty policy', { restart: 'always', ...policy(null) }, 'always'],
])('What a service does after it ends is read from %s', (_, service, restart) => {
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
])('Once it has ended, a container %s', (_, service, rendered) => {
  expect(withRestart(service)).toEqual(rendered)
})

import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { observeFirstHost } from '../../src/observe/first-host.ts'
import { fakeRunner } from '../fakes/fakes.ts'

const inputs = {
  engine: 'compose' as const,
  hosts: [{ name: 'one.example.com' }, { name: 'two.example.com' }],
  ...{ port: 22, user: 'deploy', 'ssh-key-passphrase': undefined, 'known-hosts': [] },
  'ssh-key': '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----',
  'host-fingerprint': [`SHA256:${'a'.repeat(43)}`],
  ...{ 'jump-host': undefined, 'jump-user': undefined },
}

const refused = (): never => {
  throw new Error('the task is refused')
}

describe('the first host of a fleet', () => {
  it('An address that is wrong is said before a task that is refused', async () => {
    const wrong = { ...inputs, 'host-fingerprint': ['wrong'] }
    await expect(observeFirstHost(composeEngine, wrong, refused, fakeRunner())).rejects.toThrow(
      'Input \'host-fingerprint\': "wrong" is not a fingerprint.',
    )
  })

  it('A task that is refused is said before a connection is made', async () => {
    // A socket in a unit test is an error of its own.
    await expect(observeFirstHost(composeEngine, inputs, refused, fakeRunner())).rejects.toThrow(
      'the task is refused',
    )
  })
})

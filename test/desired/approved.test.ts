import { describe, expect, it } from 'vitest'
import { type Binding, bindingHash } from '../../src/approval/rules/binding.ts'
import { checkApproval } from '../../src/desired/approved.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { withStorefront } from '../fakes/host/shop.ts'
import { emptyHost, exampleDesired } from '../model/example.ts'

const desired = withStorefront(exampleDesired(), 'f1')
const { image, images = {} } = desired.release
const members = [{ desired, observed: emptyHost() }] as unknown as Fleet['members']

function checked(approved: readonly string[]): void {
  const runner = fakeRunner()
  const { repository, runId: run, runAttempt: attempt, sha: commit } = runner.context
  const binding: Binding = {
    ...{ repository, run, attempt, commit, environment: 'production', live: '', nonce: 'n' },
    ...{ images: approved, expires: '9999-01-01T00:00:00.000Z' },
  }
  const approval = JSON.stringify({ ...binding, hash: bindingHash(binding) })
  const inputs = { approval, 'require-approval': true, 'environment-name': 'production' }
  checkApproval({ members }, inputs, runner)
}

describe('an approval of a shop with a storefront', () => {
  it('An approval of a shop with a storefront is for the images of both', () => {
    expect(() => checked([image, images.storefront ?? ''])).not.toThrow()
    expect(desired.release.approval).toMatch(/^[0-9a-f]{64}$/)
  })

  it('An approval that names the image of the app alone is refused for a shop with a storefront', () => {
    expect(() => checked([image])).toThrow(`it is for ${image}, not ${images.storefront}`)
  })
})

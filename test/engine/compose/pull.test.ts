import { expect, it } from 'vitest'
import { pull } from '../../../src/engine/compose/prepare.ts'
import type { Host } from '../../../src/host/host.ts'
import type { FleetHost } from '../../../src/model/fleet.ts'
import { fakeRunner } from '../../fakes/fakes.ts'
import { withStorefront } from '../../fakes/host/shop.ts'
import { emptyHost, exampleDesired, servingHost } from '../../model/example.ts'

/** A pull on a host whose engine answers so, one after the other; empty is success. */
async function pulled(...answers: string[]) {
  const runner = fakeRunner()
  let asked = 0
  const run = async () => {
    const stderr = answers[asked++] ?? ''
    return { code: stderr === '' ? 0 : 1, stdout: '', stderr }
  }
  const host = { name: 'shop.example.com', run } as unknown as Host
  const member = { host, desired: exampleDesired(), observed: emptyHost() } as FleetHost
  const error = await pull(member, runner).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { error, asked, slept: runner.clock.slept, lines: runner.log.lines }
}

it('A pull that was cut off is tried again, and the log says so', async () => {
  const { error, ...rest } = await pulled('Pulling\nread: connection reset by peer', 'unexpected EOF', '')
  expect(error).toBeUndefined()
  expect(rest).toEqual({
    asked: 3,
    slept: [2, 4],
    lines: [
      'warning: shop.example.com: the pull failed, trying again in 2 s: read: connection reset by peer',
      'warning: shop.example.com: the pull failed, trying again in 4 s: unexpected EOF',
    ],
  })
})

it('A pull is given up after three attempts', async () => {
  const { error, asked, slept } = await pulled('i/o timeout', 'i/o timeout', 'i/o timeout')
  expect(error).toMatchObject({ reason: 'pull-failed', evidence: 'i/o timeout' })
  expect({ asked, slept }).toEqual({ asked: 3, slept: [2, 4] })
})

it.each([
  ['unauthorized: authentication required', 'registry-refused'],
  ['write /var/lib: no space left on device', 'not-ready'],
  ['manifest unknown', 'bad-input'],
  ['exec format error', 'pull-failed'],
])('A pull is not tried again after "%s"', async (said, reason) => {
  const { error, asked, slept } = await pulled(said)
  expect(error).toMatchObject({ reason })
  expect({ asked, slept }).toEqual({ asked: 1, slept: [] })
})

it('A host pulls the images of services that do not run yet, each for its platform, except for one that is on the host alone', async () => {
  const asked: string[] = []
  const run = async (command: readonly string[]) => {
    asked.push(...command)
    return { code: 0, stdout: '', stderr: '' }
  }
  const desired = exampleDesired()
  const services = {
    ...desired.model.services,
    db: { image: 'db:1', platform: 'linux/arm64' },
    tool: { image: 'me/tool:1', pull_policy: 'never' },
  }
  const member = {
    host: { name: 'shop.example.com', run } as unknown as Host,
    desired: {
      ...desired,
      model: { ...desired.model, services },
      roles: { ...desired.roles, accessories: ['db', 'tool'] },
    },
    observed: emptyHost(),
  } as FleetHost
  await pull(member, fakeRunner())
  expect(asked.slice(-2)).toEqual(['--platform=linux/arm64', 'db:1'])
  expect(asked).not.toContain('me/tool:1')
})

it('A host pulls of several images those that are missing', async () => {
  const asked: string[][] = []
  const run = async (command: string[]) => {
    asked.push(command.slice(4))
    return { code: 0, stdout: '', stderr: '' }
  }
  const host = { name: 'shop.example.com', run } as unknown as Host
  const desired = withStorefront(exampleDesired(), 'f1')
  const { image, images = {} } = desired.release
  const { storefront = '' } = images
  const observed = (there: string[]) => ({ ...servingHost(), images: there, imagePresent: false })
  for (const there of [[], [image], [storefront]])
    await pull({ host, desired, observed: observed(there) } as FleetHost, fakeRunner())
  expect(asked).toEqual([[image, storefront], [storefront], [image]])
})

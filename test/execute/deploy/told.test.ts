import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import { recordedOnGitHub } from '../../../src/execute/recorded.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { notified } from '../../../src/notify/notify.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { deployOutputsOf, fleetOutputsOf } from '../../../src/summary/deploy-outputs.ts'
import { FakeHttp } from '../../fakes/fakes.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf, withStorefront } from '../../fakes/host/shop.ts'
import { emptyHost } from '../../model/example.ts'

const inputs = {
  ...{ 'dry-run': false, 'environment-name': 'production', 'environment-url': undefined },
  ...{
    'github-token': 'token',
    'record-deployment': 'always' as const,
    'notify-webhook': 'https://chat.test/',
  },
}

/** A chat and a GitHub that take everything and know of no deployment before. */
function listeners(): FakeHttp {
  return new FakeHttp(({ method, url }) => ({
    status: method === 'POST' ? 201 : 200,
    headers: { 'content-type': 'application/json' },
    body: method === 'POST' ? '{"id": 5}' : url.includes('graphql') ? '{"data": {}}' : '[]',
  }))
}

/** Deploys r2 as the action does, and returns what chat and GitHub were told. */
async function told(stage: StepRunner, changes: Partial<DesiredState> = {}) {
  const http = listeners()
  const runner = { ...stage.runner, http }
  const fleet = await stage.fleet(shopDesired('r2', changes))
  const work = async () => {
    const deployed = await recordedOnGitHub(fleet, inputs, 'production', runner, () =>
      deploy(composeEngine, fleet, false, runner),
    )
    return { reason: deployed.result, outputs: { ...deployOutputsOf(deployed), ...fleetOutputsOf(deployed) } }
  }
  let outputs: Record<string, string | undefined> = {}
  const error = await thrownBy(
    notified('deploy', inputs, runner, work).then((done) => (outputs = done.outputs)),
  )
  const bodies = http.requests.flatMap(({ url, body }) =>
    body === undefined ? [] : [{ url, ...(JSON.parse(body) as { text?: string; state?: string }) }],
  )
  return {
    ...{ outputs, error, ending: endingOf(stage.runner.serving) },
    chat: bodies.flatMap(({ text }) => text ?? []),
    states: bodies.flatMap(({ state }) => state ?? []),
  }
}

it('The output images has the lines of the input for the next environment', () => {
  const image = `registry.example.com/storefront@sha256:${'r2'.padEnd(64, '0')}`
  const imagesOf = (desired: DesiredState): string | undefined =>
    deployOutputsOf({
      ...{ result: 'done', steps: [] },
      fleet: { members: [{ desired, observed: emptyHost() }], skipped: [] },
    } as unknown as Parameters<typeof deployOutputsOf>[0]).images
  expect(imagesOf(withStorefront(shopDesired('r2')))).toBe(`storefront=${image}`)
  expect(imagesOf(shopDesired('r2'))).toBe('')
})

describe('what people are told', () => {
  it('After a deploy that went well, people are told the release, the one before, and that it serves', async () => {
    const { outputs, chat, states, ending } = await told(stageOf(['a', 'b']))
    expect(outputs).toMatchObject({
      release: 'r2',
      'previous-release': 'r1',
      hosts: '{"a":"r2","b":"r2"}',
      migrations: '[]',
    })
    expect(chat).toEqual([
      '✅ shop/backend, production: deploy done: 3.20.1, release r2\nada, https://github.com/shop/backend/actions/runs/42',
    ])
    // The release before was not recorded yet.
    expect(states).toEqual(['success', 'in_progress', 'success', 'inactive'])
    expect(ending).toMatchObject({ release: 'r2', affected: 'false' })
  })

  it('After a deploy that was undone, people are told why, and that the release before serves', async () => {
    const stage = stageOf(['a', 'b'])
    stage.world.behave('r2', { answersAfter: Number.POSITIVE_INFINITY })
    const { chat, states, ending } = await told(stage)
    expect(chat).toHaveLength(1)
    expect(chat[0]).toContain('❌ shop/backend, production: deploy failed (unhealthy):')
    expect(chat[0]).toContain('Release r1 serves on a, b. Customers are not affected.')
    expect(states).toEqual(['success', 'in_progress', 'failure'])
    expect(ending).toMatchObject({ release: 'r1', affected: 'false' })
  })

  it('After a deploy that left a host behind, people are told what each host serves', async () => {
    const stage = stageOf(['a', 'b'])
    const b = stage.world.host('b')
    b.faults.at('commit', 'cut')
    b.faults.at('docker start shop-web', { fails: 'Error response from daemon: no' }, 1)
    const { chat, states, ending } = await told(stage)
    expect(chat[0]).toContain('Release r2 serves on a. Release r1 serves on b.')
    expect(states.at(-1)).toBe('failure')
    expect(ending.release).toBe('r2\nr1')
  })

  it('After a first deploy that failed, people are told that nothing serves', async () => {
    const stage = stageOf(['a'], 'nothing')
    stage.world.behave('r2', { fallsAfter: 1 })
    const { ending } = await told(stage)
    expect(ending.text).toContain('Nothing serves on a: no release is live there.')
  })
})

describe('a pull', () => {
  it('A pull is tried three times where the registry is busy, and takes no lock before', async () => {
    const stage = stageOf(['a'])
    for (const _ of [1, 2]) stage.world.host('a').faults.at('pull', { fails: '503 Service Unavailable' })
    expect((await told(stage)).error).toBeUndefined()
    expect(stage.world.journal[0]).toContain('a: pull')
    expect(stage.runner.log.lines.filter((line) => line.includes('trying again'))).toHaveLength(2)
  })

  it.each([
    ['unauthorized: authentication required', 'registry-refused'],
    ['manifest unknown', 'bad-input'],
    ['write /var/lib: no space left on device', 'not-ready'],
    ['something else', 'pull-failed'],
  ])('A pull that ends with "%s" is not tried again, and nothing is changed: %s', async (fails, reason) => {
    const stage = stageOf(['a', 'b'])
    const before = stage.pictures()
    stage.world.host('a').faults.at('pull', { fails })
    expect((await told(stage)).error).toMatchObject({ reason })
    expect(stage.pictures()).toEqual(before)
    expect(stage.world.journal.filter((line) => line.endsWith('lock'))).toEqual([])
  })
})

describe('old releases', () => {
  it('Old releases are pruned after the commit but for the newest, and never the one before', async () => {
    const stage = stageOf(['a'])
    const { files } = stage.world.host('a').machine
    for (const id of ['q7', 'q8', 'q9'])
      files.set(`/opt/shop/releases/${id}/release.json`, `${JSON.stringify({ id, image: id })}\n`)
    await told(stage, { keep: 3 })
    const left = [...files.keys()].filter((path) => path.endsWith('release.json'))
    expect(left.map((path) => path.split('/')[4])).toEqual(['r1', 'q9', 'r2'])
    const { journal } = stage.world
    expect(journal.indexOf('a: rm -rf releases/q7')).toBeGreaterThan(journal.indexOf('a: commit'))
    expect(journal).toContain('a: forget q7 q8')
  })
})

import { describe, expect, it } from 'vitest'
import { assertRestored, cameBy } from '../../src/desired/rollback/restored-release.ts'
import type { Host } from '../../src/host/host.ts'

const line = (event: Record<string, unknown>): string => `${JSON.stringify({ result: 'live', ...event })}\n`
const deployed = line({ action: 'deploy', release: '2' })
const rollback = (database: string, from = '2'): string =>
  line({ action: 'rollback', release: '1', from, database })
const noise =
  line({ action: 'maintenance', state: 'on' }) + line({ action: 'deploy', release: '3', result: 'undone' })

describe('how a host came to its live release', () => {
  it.each([
    ['', [undefined, undefined, undefined]],
    [deployed, ['deploy', undefined, undefined]],
    [deployed + rollback('restore') + noise, ['rollback', '2', 'restore']],
    [`${deployed}${rollback('keep')}{"at":"2026-01-`, ['rollback', '2', 'keep']],
    [rollback('restore') + deployed, ['deploy', undefined, undefined]],
  ])('The last time that a release went live in %j tells how a host came to it', (events, expected) => {
    const { action, from, database } = cameBy(events) ?? {}
    expect([action, from, database]).toEqual(expected)
  })
})

describe('data that shall come back where the code is back', () => {
  const judge = async (events: string, left: string | undefined, isElsewhere: boolean): Promise<void> => {
    const host = { name: 'web-1', run: async () => ({ code: 0, stdout: events, stderr: '' }) }
    await assertRestored({ host: host as unknown as Host, root: '/opt/saleor', live: '1' }, left, isElsewhere)
  }

  it.each<[string, string, string | undefined, boolean]>([
    ['it came back with them', rollback('restore'), '2', false],
    ['it came back with them, the others not yet', rollback('restore'), '2', true],
    ['it followed others that had', rollback('done'), '2', false],
    ['what is named never served', deployed, '3', false],
    ['another one was left since', rollback('keep', '4'), '2', false],
    ['it came back with them, and nothing is named', rollback('restore'), undefined, true],
  ])(
    'Data that shall come back where the code is back are no error where %s',
    async (_, events, left, isElsewhere) => {
      await expect(judge(events, left, isElsewhere)).resolves.toBeUndefined()
    },
  )

  it.each<[string, string, string | undefined, boolean]>([
    ['only its code came back', rollback('keep'), '2', false],
    ['only its code came back, and the others serve what is left', rollback('keep'), '2', true],
    ['it was deployed, and the others serve what is left', deployed, '2', true],
    ['it came back from another one', rollback('restore', '4'), '2', true],
    ['it was deployed, and nothing is named', deployed, undefined, true],
    ['nothing is known', '', undefined, true],
  ])(
    'Data that shall come back where the code is back are an error where %s',
    async (_, events, left, isElsewhere) => {
      await expect(judge(events, left, isElsewhere)).rejects.toMatchObject({ reason: 'not-ready' })
      await expect(judge(events, left, isElsewhere)).rejects.toThrow(
        /^web-1 serves 1 already, and its data were not restored/,
      )
    },
  )
})

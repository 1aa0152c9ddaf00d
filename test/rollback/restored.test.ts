import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { cameBy, refuseUnlessRestored } from '../../src/rollback/restored.ts'

const line = (event: Record<string, unknown>): string => `${JSON.stringify({ result: 'live', ...event })}\n`
const deployed = line({ action: 'deploy', release: '2' })
const back = (database: string, from = '2'): string =>
  line({ action: 'rollback', release: '1', from, database })
const noise =
  line({ action: 'maintenance', state: 'on' }) + line({ action: 'deploy', release: '3', result: 'undone' })

describe('how a host came to its live release', () => {
  it.each([
    ['', [undefined, undefined, undefined]],
    [deployed, ['deploy', undefined, undefined]],
    [deployed + back('restore') + noise, ['rollback', '2', 'restore']],
    [`${deployed}${back('keep')}{"at":"2026-01-`, ['rollback', '2', 'keep']],
    [back('restore') + deployed, ['deploy', undefined, undefined]],
  ])('is the last that went live in %j', (events, expected) => {
    const { action, from, database } = cameBy(events) ?? {}
    expect([action, from, database]).toEqual(expected)
  })
})

describe('data that shall come back where the code is back', () => {
  const judge = async (events: string, left: string | undefined, isElsewhere: boolean): Promise<void> => {
    const host = { name: 'web-1', run: async () => ({ code: 0, stdout: events, stderr: '' }) }
    await refuseUnlessRestored(
      { host: host as unknown as Host, root: '/opt/saleor', live: '1' },
      left,
      isElsewhere,
    )
  }

  it.each<[string, string, string | undefined, boolean]>([
    ['it came back with them', back('restore'), '2', false],
    ['it came back with them, the others not yet', back('restore'), '2', true],
    ['it followed others that had', back('done'), '2', false],
    ['what is named never served', deployed, '3', false],
    ['another one was left since', back('keep', '4'), '2', false],
    ['it came back with them, and nothing is named', back('restore'), undefined, true],
  ])('is no error where %s', async (_, events, left, isElsewhere) => {
    await expect(judge(events, left, isElsewhere)).resolves.toBeUndefined()
  })

  it.each<[string, string, string | undefined, boolean]>([
    ['only its code came back', back('keep'), '2', false],
    ['only its code came back, and the others serve what is left', back('keep'), '2', true],
    ['it was deployed, and the others serve what is left', deployed, '2', true],
    ['it came back from another one', back('restore', '4'), '2', true],
    ['it was deployed, and nothing is named', deployed, undefined, true],
    ['nothing is known', '', undefined, true],
  ])('is one where %s', async (_, events, left, isElsewhere) => {
    await expect(judge(events, left, isElsewhere)).rejects.toMatchObject({ reason: 'not-ready' })
    await expect(judge(events, left, isElsewhere)).rejects.toThrow(
      /^web-1 serves 1 already, and its data were not restored/,
    )
  })
})

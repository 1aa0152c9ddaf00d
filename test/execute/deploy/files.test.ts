import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import { mounting, type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'

/** Deploys a release that mounts a file with this text, or none, and gives what was done about files. */
async function deployed(stage: StepRunner, id: string, text?: string): Promise<string[]> {
  stage.world.journal.length = 0
  const desired = shopDesired(id, { keep: 2 })
  const fleet = await stage.fleet(text === undefined ? desired : mounting(desired, text))
  await deploy(composeEngine, fleet, false, stage.runner)
  return stage.world.journal.filter((line) => / files| install|append|unpack/.test(line))
}

const stored = (stage: StepRunner): string[] =>
  [...(stage.world.hosts[0]?.machine.files.keys() ?? [])].filter((path) =>
    path.startsWith('/opt/shop/files/'),
  )

describe('files of the repository', () => {
  it('Files of the repository are sent before the release is written, and cleaned up after what is pruned', async () => {
    const stage = stageOf(['a'])
    expect(await deployed(stage, 'r2', 'one')).toEqual([
      'a: rm -rf files/incoming.tar.gz',
      'a: append files/incoming.tar.gz',
      'a: unpack files',
      'a: discard files releases',
    ])
    expect(stored(stage)).toHaveLength(1)
  })

  it('Files of the repository that have not changed are not sent again', async () => {
    const stage = stageOf(['a'])
    await deployed(stage, 'r2', 'one')
    const before = stored(stage)
    expect(await deployed(stage, 'r3', 'one')).toEqual(['a: discard files releases'])
    expect(stored(stage)).toEqual(before)
  })

  it('Files of the repository stay as long as a release that stays mounts them', async () => {
    const stage = stageOf(['a'])
    await deployed(stage, 'r2', 'one')
    const first = stored(stage)
    await deployed(stage, 'r3', 'two')
    expect(stored(stage)).toHaveLength(2)
    await deployed(stage, 'r4')
    expect(stored(stage)).toHaveLength(1)
    expect(stored(stage)).not.toEqual(first)
    await deployed(stage, 'r5')
    expect(stored(stage)).toEqual([])
  })

  it('A release that mounts no files of the repository needs no step for them', async () => {
    expect(await deployed(stageOf(['a']), 'r2')).toEqual([])
  })
})

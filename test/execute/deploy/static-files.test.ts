import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf, withFileServer } from '../../fakes/host/shop.ts'

async function run(stage: StepRunner, desired: DesiredState): Promise<void> {
  await deploy(composeEngine, await stage.fleet(desired), false, stage.runner)
}

/** The releases whose static files a host has, and which of them is answered from. */
function staticOf({ world }: StepRunner): Record<string, unknown> {
  const { files, links } = world.host('a').machine
  const folders = [...files.keys()].flatMap((path) => /\/static\/([^/]+)\//.exec(path)?.[1] ?? [])
  const named = Object.fromEntries(
    ['live', 'next', 'before'].map((name) => [name, links.get(`static/${name}`)]),
  )
  return { folders: folders.sort(), ...named }
}

describe('the static files of a release', () => {
  it('Static files are answered from the new release after its switch, and those of the release before stay', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withFileServer)
    await run(stage, withFileServer(shopDesired('r2')))
    expect(staticOf(stage)).toEqual({ folders: ['r1', 'r2'], live: 'r2', next: 'r2', before: 'r1' })
    await run(stage, withFileServer(shopDesired('r3')))
    expect(staticOf(stage)).toEqual({ folders: ['r1', 'r2', 'r3'], live: 'r3', next: 'r3', before: 'r2' })
  })

  it('Static files go with the releases that are pruned', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withFileServer)
    await run(stage, withFileServer(shopDesired('r2', { keep: 2 })))
    await run(stage, withFileServer(shopDesired('r3', { keep: 2 })))
    expect(staticOf(stage).folders).toEqual(['r2', 'r3'])
  })

  it('The first release with a file server has its static files answered before its switch, as nothing else was', async () => {
    const stage = stageOf(['a'])
    await run(stage, withFileServer(shopDesired('r2')))
    expect(staticOf(stage)).toEqual({ folders: ['r2'], live: 'r2', next: 'r2', before: undefined })
  })

  it('An image without static files fails the deploy with a hint, before anything serves from it', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withFileServer)
    const desired = withFileServer(shopDesired('r2'))
    stage.world
      .host('a')
      .faults.at('docker cp', { fails: 'Error response from daemon: Could not find the file /app/static' })
    const error = await thrownBy(run(stage, desired))
    expect(error?.message).toContain('The image has no /app/static: collect static files when it is built')
    expect(staticOf(stage)).toEqual({ folders: ['r1'], live: 'r1', next: 'r1', before: undefined })
  })
})

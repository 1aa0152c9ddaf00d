import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import type { Fault } from '../../fakes/host/faults.ts'
import { type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'

/** A shop whose web is reached by nginx alone: the edge has the name of web. */
function behindNginx(id: string): DesiredState {
  const desired = shopDesired(id)
  const { model, roles } = desired
  const { web, edge } = model.services
  const services = {
    ...model.services,
    web: { ...web, networks: { default: null } },
    edge: {
      ...edge,
      networks: { default: { aliases: ['web'] } },
      labels: { ...edge?.labels, 'saleor-deploy.edge': 'named' },
    },
    nginx: { image: 'nginx:1.27', restart: 'always', depends_on: { web: {} } },
  }
  return {
    ...desired,
    model: { ...model, services },
    roles: { ...roles, accessories: ['db', 'nginx'] },
    publicPort: 0,
    fronts: ['nginx'],
  }
}

/** A host where `r1` serves behind an edge without the name of web, and nginx asks web itself. */
function stageBefore(): StepRunner {
  const stage = stageOf(['a'])
  const { machine } = stage.world.host('a')
  const labels = {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'nginx',
    'com.docker.compose.oneoff': 'False',
  }
  machine.start(machine.add('shop-nginx-1', labels, 'nginx:1.27'))
  return stage
}

async function done(stage: StepRunner, desired: DesiredState): Promise<string[]> {
  stage.world.journal.length = 0
  await deploy(composeEngine, await stage.fleet(desired), false, stage.runner)
  return stage.world.journal.map((line) => line.replace(/^a: /, ''))
}

const after = (did: readonly string[], one: string, other: string): boolean =>
  did.includes(other) && did.indexOf(one) > did.lastIndexOf(other)

describe("a proxy of the project's own", () => {
  it('A proxy of the project starts in the first deploy once web answers', async () => {
    const did = await done(stageOf(['a'], 'nothing'), behindNginx('r1'))
    expect(after(did, 'compose up nginx', 'docker start shop-web-1')).toBe(true)
    expect(after(did, 'compose up nginx', 'compose up edge')).toBe(true)
    expect(did.filter((line) => line.includes('nginx -s reload'))).toEqual([])
  })

  it('A proxy of the project finds the edge by the name of web, as new web gives the name up before it starts', async () => {
    const did = await done(stageOf(['a'], 'nothing'), behindNginx('r1'))
    const start = did.indexOf('docker start shop-web-1')
    expect(did.indexOf('docker network connect shop_default shop-web-1')).toBeGreaterThan(
      did.indexOf('docker network disconnect shop_default shop-web-1'),
    )
    expect(did.indexOf('docker network connect shop_default shop-web-1')).toBeLessThan(start)
  })

  it('A proxy of the project reloads once, when the edge gets the name and the old web has stopped', async () => {
    const stage = stageBefore()
    const did = await done(stage, behindNginx('r2'))
    const asked = 'docker exec shop-nginx-1 nginx -s reload'
    expect(after(did, asked, 'docker stop shop-web-1')).toBe(true)
    expect(stage.world.mishaps).toEqual([])
    expect((await done(stage, behindNginx('r3'))).filter((line) => line.includes('nginx'))).toEqual([])
  })

  it.each<[string, Fault]>([
    ['fails', { fails: 'Error response from daemon: no' }],
    ['is the last before the line is cut', 'cut'],
    ['is the last before the guard dies', 'kill'],
  ])(
    'A proxy of the project is as it was, and is restarted where the edge was made, whichever change %s',
    async (_, fault) => {
      const good = stageBefore()
      await done(good, behindNginx('r2'))
      for (let index = 1; index < good.world.host('a').changesAtCommit; index++) {
        const stage = stageBefore()
        const { faults } = stage.world.host('a')
        const before = stage.pictures()
        faults.atChange(index, fault)
        const error = await thrownBy(done(stage, behindNginx('r2')))
        // Neither stands in the way: the migration command is asked instead, and the trial of the edge is over.
        if (error === undefined && /manage\.py shell|edge-probe$/.test(faults.hit)) continue
        expect(error, faults.hit).toBeDefined()
        expect(stage.pictures(), faults.hit).toEqual(before)
        const journal = stage.world.journal.map((line) => line.replace(/^a: /, ''))
        const wasMade = [...journal, faults.hit].includes('compose up edge')
        const asked = journal.lastIndexOf('docker restart shop-nginx-1')
        expect(asked > journal.lastIndexOf('compose up edge'), faults.hit).toBe(wasMade)
      }
    },
  )
})

import { describe, expect, test } from 'vitest'
import { backToBalancer } from '../../src/engine/compose/rollout/balancer.ts'
import { stopWeb } from '../../src/engine/compose/rollout/traffic.ts'
import { noBatch } from '../../src/model/step.ts'
import { emptyHost, running, servingHost } from '../model/example.ts'
import { scriptedRun } from './scripted-run.ts'

const old = [{ slot: 's1', container: 'shop-web-1', release: 'old' }]

describe('web that is stopped first', () => {
  test('Web that is stopped first leaves the balancer, which gets its time to see it, before requests finish and containers stop', async () => {
    const { run, did, undo, runner, log } = scriptedRun({ strategy: 'recreate', balancerWait: 10 })
    run.upstreams = old
    await stopWeb(run, noBatch)
    expect(did).toEqual([
      "readiness shop-edge-1 'set server balancer/flag state maint'",
      'drain shop-edge-1 60 s1',
      'docker stop shop-web-1',
    ])
    // Played backwards: the host wants requests again when its old containers answer.
    expect(undo).toEqual([
      "readiness shop-edge-1 'set server balancer/flag state ready'",
      "edge_back shop-edge-1 'set server web/s1 health up' s1=shop-web-1",
      'serve shop-edge-1 60 8000 /health/ shop-web-1',
    ])
    expect(runner.clock.slept).toEqual([10])
    expect(log).toEqual([
      'shop.example.com: /saleor-deploy/ready answers 503; 10 s for the balancer to see it',
    ])
  })

  test('Web that is stopped first leaves the balancer also where nobody needs time', async () => {
    const { run, did, runner } = scriptedRun({ strategy: 'recreate' })
    await stopWeb(run, noBatch)
    expect(did[0]).toMatch(/^readiness .*maint'$/)
    expect(runner.clock.slept).toEqual([])
  })

  test('Web that still has the port itself has no edge to ask', async () => {
    const byHand = { ...running('web', 1), release: '' }
    const { run, did } = scriptedRun({ strategy: 'recreate' }, undefined, emptyHost({ containers: [byHand] }))
    await stopWeb(run, noBatch)
    expect(did[0]).not.toContain('readiness')
    expect(backToBalancer(run)).toEqual({ undo: [], run: [] })
  })

  test('Web is back in the balancer with the switch, and away again on the way back', () => {
    const { run } = scriptedRun({ strategy: 'recreate' })
    const { undo, run: forwards } = backToBalancer(run)
    expect(forwards).toEqual([['readiness', 'shop-edge-1', 'set server balancer/flag state ready']])
    expect(undo).toEqual([['readiness', 'shop-edge-1', 'set server balancer/flag state maint']])
  })
})

test('A host that replaces web beside the old one never leaves', () => {
  const { run } = scriptedRun({ strategy: 'blue-green' }, undefined, servingHost(2))
  expect(backToBalancer(run)).toEqual({ undo: [], run: [] })
})

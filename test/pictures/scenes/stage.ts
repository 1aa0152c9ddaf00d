import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { Migration } from '../../../src/model/database.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import type { Release } from '../../../src/model/release/release.ts'
import { failureSummary } from '../../../src/report/failure.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { deploySummary } from '../../../src/summary/deploy.ts'
import { type StepRunner, shopDesired, shopRelease, stageOf } from '../../fakes/host/shop.ts'

/** What a shop calls its things: as long as they are out there. */
export const repository = 'ghcr.io/acme-commerce/saleor-backend'

const made: Record<string, Partial<Release>> = {
  r1: {
    id: '20251229-091502-8c1f0a92be47',
    version: '3.22.66',
    commit: '4be1f02d9c',
    created: '2025-12-29T09:15:02Z',
  },
  r2: {
    id: '20260101-000000-2f9d4c03aa18',
    version: '3.22.67',
    commit: '9d0c77e1a4',
    created: '2026-01-01T00:00:00Z',
  },
}

const digests = { r1: '8c1f0a92be47', r2: '2f9d4c03aa18' }

/** A release of that shop. */
export function named(key: 'r1' | 'r2'): Release {
  const image = `${repository}@sha256:${digests[key].padEnd(64, '5d3c1b')}`
  return { ...shopRelease(key), image, fingerprint: key, ...made[key] }
}

/** What is wanted of that shop. */
export function wanted(key: 'r1' | 'r2', changes: Partial<DesiredState> = {}): DesiredState {
  return { ...shopDesired(key, { bake: 60 }, 2), release: named(key), ...changes }
}

/** Hosts on which the older release serves, or nothing yet; commands take their time there. */
export function hosts(names: string[], serving: 'r1' | 'nothing' = 'r1'): StepRunner {
  const stage = stageOf(names, serving, 2, {}, (desired) => ({ ...desired, release: named('r1') }))
  for (const [index, host] of stage.world.hosts.entries())
    for (const [text, seconds] of Object.entries(takes))
      host.faults.at(text, { first: () => stage.world.clock.sleep(seconds * (1 + index / 10)) })
  stage.world.behave(named('r2').id, { answersAfter: 14 })
  return stage
}

/** Seconds that commands take, by what stands in them. */
const takes = {
  'pull ghcr': 31,
  'saleor-deploy-backup': 9,
  'compose run': 3,
  'compose create': 1.4,
  'docker stop': 2.5,
}

/** So many migrations, of which one is dangerous and one has no way back. */
export function migrations(count: number): Migration[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `order.${String(181 + index).padStart(4, '0')}_order_total_net_amount_index_${index}`,
    operations: ['Add field total_net_amount to order', 'Create index order_total_idx on field total'],
    dangers: index === 3 ? ['Remove field note from order: the release that still serves may use it'] : [],
    oneWay: index === 4 ? ['Raw Python operation'] : [],
  }))
}

/** The job summary of a deploy there, whatever comes of it. */
export async function summaryOfDeploy(
  stage: StepRunner,
  desired: DesiredState,
  dryRun = false,
): Promise<string> {
  const fleet = await stage.fleet(desired)
  try {
    return deploySummary(await deploy(composeEngine, fleet, dryRun, stage.runner), stage.world.clock.now())
  } catch (error) {
    return failureSummary(error, { does: 'deploy', ending: endingOf(stage.runner.serving) })
  }
}

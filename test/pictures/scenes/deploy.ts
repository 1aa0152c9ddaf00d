import { hosts, migrations, summaryOfDeploy, wanted } from './stage.ts'

const shop = ['shop.example.com']
const twenty = Array.from({ length: 20 }, (_, index) => `web-${index + 1}.eu-central-1.shop.example.com`)

/** Deploys that people see, by name. */
export async function deployScenes(): Promise<Record<string, string>> {
  return {
    deploy: await good(),
    'deploy-first': await summaryOfDeploy(hosts(shop, 'nothing'), wanted('r2')),
    'deploy-dry-run': await withMigrations(3, true),
    'deploy-60-migrations': await withMigrations(60),
    'deploy-60-migrations-dry-run': await withMigrations(60, true),
    'deploy-unchanged': await summaryOfDeploy(hosts(shop), wanted('r1')),
    'deploy-20-hosts': await summaryOfDeploy(hosts(twenty), wanted('r2')),
    'deploy-20-hosts-failed': await unhealthy(twenty),
    'deploy-failed': await unhealthy(shop),
    'deploy-failed-migration': await failedMigration(),
    'deploy-recreate': await summaryOfDeploy(hosts(shop), wanted('r2', { strategy: 'recreate' })),
    'deploy-findings': await summaryOfDeploy(hosts(shop), wanted('r2', { findings })),
  }
}

const findings: NonNullable<ReturnType<typeof wanted>['findings']> = [
  {
    severity: 'warning',
    rule: 'stop-grace-period',
    message: 'docker-compose.yml: worker has 10 s to end its tasks, then they are killed.',
    fix: 'Set `stop_grace_period: 2m` for worker, as long as its longest task takes.',
    place: { file: 'docker-compose.yml', line: 42 },
  },
  {
    severity: 'warning',
    rule: 'healthcheck-program',
    message: 'docker-compose.yml: the health check of web asks with curl, which is not in the image.',
    fix: 'Ask with Python, as the example does, or leave the health check out.',
    place: { file: 'docker-compose.yml', line: 17 },
  },
]

async function good(): Promise<string> {
  const stage = hosts(shop)
  stage.world.database.pending = migrations(2)
  return await summaryOfDeploy(stage, wanted('r2'))
}

async function withMigrations(count: number, dryRun = false): Promise<string> {
  const stage = hosts(shop)
  stage.world.database.pending = migrations(count)
  return await summaryOfDeploy(stage, wanted('r2'), dryRun)
}

async function unhealthy(names: string[]): Promise<string> {
  const stage = hosts(names)
  const desired = wanted('r2')
  stage.world.behave(desired.release.id, { answersAfter: Number.POSITIVE_INFINITY }, 'web')
  return await summaryOfDeploy(stage, desired)
}

async function failedMigration(): Promise<string> {
  const stage = hosts(shop)
  stage.world.database.pending = migrations(2)
  stage.world.database.failure =
    'django.db.utils.ProgrammingError: column "total_net_amount" of relation "order_order" already exists'
  return await summaryOfDeploy(stage, wanted('r2'))
}

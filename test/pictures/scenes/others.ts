import { answeredSummary } from '../../../src/approval/answer.ts'
import { granted, outputsOf, requested } from '../../../src/approval/outcome.ts'
import { bindingHash } from '../../../src/approval/rules/binding.ts'
import type { Changes } from '../../../src/approval/rules/changes.ts'
import { checklist } from '../../../src/approval/rules/checklist.ts'
import { type Asked, requestText } from '../../../src/approval/text.ts'
import { plainMaintenance } from '../../../src/edge/maintenance.ts'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { StepFailed, UserError } from '../../../src/errors.ts'
import { doTask } from '../../../src/execute/live.ts'
import { maintain } from '../../../src/execute/maintenance.ts'
import { rollBack } from '../../../src/execute/rollback.ts'
import { buildSummary } from '../../../src/image/build/build-report.ts'
import { planTags } from '../../../src/image/naming/tags.ts'
import { resolveVersion } from '../../../src/image/naming/version.ts'
import { publishSummary } from '../../../src/image/push/publish-report.ts'
import type { Manifest, Restoring } from '../../../src/model/database.ts'
import type { RollbackIntent } from '../../../src/model/desired.ts'
import { planBackup, planCommand } from '../../../src/plan/live.ts'
import { failureSummary } from '../../../src/report/failure.ts'
import { allOf } from '../../../src/report/host-failures.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { Serving } from '../../../src/runner/serving.ts'
import { maintenanceSummary } from '../../../src/summary/maintenance.ts'
import { rollbackSummary } from '../../../src/summary/rollback.ts'
import { serverSummary } from '../../../src/summary/server.ts'
import { backupList, backupSummary, commandSummary } from '../../../src/summary/task.ts'
import { smokeScenes } from './smoke.ts'
import { hosts, migrations, named, repository, wanted } from './stage.ts'

const shop = ['shop.example.com']
const digest = named('r2').image.split('@')[1] ?? ''
const revision = '9d0c77e1a4b52f0e6c3d8a7716f2b9e04c5d1a38'

/** What all other actions leave, by name. */
export async function otherScenes(): Promise<Record<string, string>> {
  return {
    ...smokeScenes(),
    'build-image': build(),
    'push-registry': push(),
    'push-registry-promoted': push(`${repository}-staging@${digest}`),
    'await-approval': approval(),
    'await-approval-granted': approved(),
    rollback: await rollback('keep'),
    'rollback-with-data': await rollback('restore'),
    maintenance: await maintenance(),
    'run-command': await command(),
    backup: await backup(),
    'backup-list': backupList(
      'shop.example.com',
      [manifest(1), manifest(2), manifest(3)],
      Date.UTC(2026, 0, 3),
    ),
    'prepare-server': server(false),
    'prepare-server-dry-run': server(true),
    'bad-input': failureSummary(
      new UserError(
        'bad-input',
        'Input \'image\': "ghcr.io/acme/shop:latest" has no digest.',
        'Give the image by digest, `ghcr.io/acme/shop@sha256:…`, as push-registry puts it out.',
      ),
      { does: 'deploy', ending: endingOf(hosts(shop).runner.serving) },
    ),
    unreachable: unreachable(),
  }
}

function build(): string {
  const version = resolveVersion({
    ...{ given: undefined, ref: 'refs/tags/v3.22.67', revision },
    source: { file: 'saleor/__init__.py', version: '3.22.67' },
  })
  const ref = 'refs/tags/v3.22.67'
  const known = ['3.22.66', '3.23.28']
  const plan = planTags({ ...version, ref, revision, known, extra: [] })
  const steps = { all: 24, cached: 19 }
  const naming = { name: repository, version, plan, labels: [], revision, time: 0 }
  const built = { local: '', imageId: digest, digest, archive: undefined, steps, builder: 'default' }
  const verified = 'answered /health/ 4.2 s after its start'
  return buildSummary({ naming, built, verified, seconds: 83.4 })
}

function push(from?: string): string {
  const tags = ['3.22.67', '3.22', '9d0c77e', 'main'].map((tag) => `${repository}:${tag}`).join('\n')
  return publishSummary({ image: `${repository}@${digest}`, tags, reason: 'done', from, seconds: 12.8 })
}

const person = (login: string, id: number) => ({ login, id })
const commit = (index: number) => ({
  sha: `${index}`.padStart(2, '0').repeat(20),
  title: `Count the stock of variant ${index} once, in the transaction that reserves it`,
  ...{ parents: [], author: person('dev', 4) },
})

function asked(): Asked {
  const commits = Array.from({ length: 14 }, (_, index) => commit(index))
  const changes: Changes = {
    ...{ url: 'https://github.com/acme/shop/compare/4be1f02...9d0c77e', total: 14, commits, behind: 0 },
    pulls: [
      {
        number: 612,
        title: 'Stock once',
        author: person('dev', 4),
        merge: commits[3]?.sha ?? '',
        approvedBy: ['ann'],
      },
    ],
    migrations: undefined,
  }
  const binding = {
    ...{ repository: 'acme/shop', environment: 'production', run: '4711', attempt: '1', commit: revision },
    ...{ images: [named('r2').image], live: named('r1').id, expires: '2026-01-02T12:00:00Z', nonce: 'n' },
  }
  return {
    ...{ binding, hash: bindingHash(binding), version: '3.22.67', ref: 'refs/tags/v3.22.67', by: ['dev'] },
    ...{
      repositoryUrl: 'https://github.com/acme/shop',
      runUrl: 'https://github.com/acme/shop/actions/runs/4711',
    },
    ...{ deadline: Date.UTC(2026, 0, 2, 12), cooldown: 0 },
    approvers: {
      groups: [
        { need: 0, title: 'ann, bob, cem', people: [person('ann', 1), person('bob', 2), person('cem', 3)] },
      ],
      minimum: 1,
    },
    excluded: [{ login: 'dev', why: 'started the run' }],
    live: {
      release: named('r1').id,
      image: named('r1').image,
      version: '3.22.66',
      commit: named('r1').commit,
    },
    changes,
    migrations: migrations(5).map(({ name }) => name),
    irreversible: migrations(5)
      .slice(4)
      .map(({ name }) => name),
    smoke: [
      { name: 'health', expected: '200', got: '200', passed: true },
      {
        name: 'graphql',
        expected: '200, no errors, a shop name',
        got: '200, shop name "Acme"',
        passed: true,
      },
    ],
    checklist: checklist({
      jobs: [
        { name: 'test', conclusion: 'success' },
        { name: 'staging', conclusion: 'success' },
      ],
      ...{
        changes,
        backup: 'nightly, 02:00, restored on Sunday',
        live: { release: named('r1').id, image: named('r1').image },
      },
      ...{ monitoring: { url: 'https://grafana.example.com/api/health', status: 200 }, notified: false },
    }),
  }
}

const record = () => {
  const { binding, hash, version, ref } = asked()
  return { binding, hash, version, ref, liveCommit: '', decidedBy: 'job' } as unknown as Parameters<
    typeof outputsOf
  >[0]['record']
}
const outputs = () =>
  outputsOf(
    { number: 12, url: 'https://github.com/acme/shop/issues/12', record: record() },
    'issue-wait' as Parameters<typeof outputsOf>[1],
    { state: 'requested', approved: [] },
  )

function approval(): string {
  return requested(outputs(), requestText(asked()), 'A comment there decides; this job is over.').summary
}

function approved(): string {
  const by = [person('ann', 1)]
  const { binding, hash } = asked()
  return (
    granted(outputs(), { ...binding, hash }, by, 'By a comment on #12.').summary +
    '\n\n' +
    answeredSummary([])
  )
}

async function rollback(database: RollbackIntent['database']): Promise<string> {
  const stage = hosts(shop)
  const { deploy } = await import('../../../src/execute/deploy.ts')
  await deploy(composeEngine, await stage.fleet(wanted('r2')), false, stage.runner)
  const intent: RollbackIntent = {
    ...{ from: named('r2'), database: 'keep', backup: undefined, takeOver: false },
    reason: 'Checkout fails for PayPal since 14:02',
  }
  const desired = wanted('r1')
  const fleet = await stage.fleet({
    ...desired,
    rollback: intent,
    backup: { ...desired.backup, id: 'r9', when: 'never' },
  })
  const done = await rollBack(composeEngine, fleet, { dryRun: false, allowGap: true }, stage.runner)
  const restoring: Restoring = {
    ...{ backup: manifest(1), path: '/opt/shop/backups/x.dump', swapped: true },
    names: { live: 'saleor', beside: 'saleor_new', kept: 'saleor_before_20260101', older: 'saleor_before_' },
    losses: Array.from({ length: 40 }, (_, index) => ({
      table: `public.order_order_${index}`,
      now: 1200 + index,
      inBackup: 1180,
    })),
  }
  return rollbackSummary(database === 'keep' ? done : { ...done, restoring }, stage.world.clock.now())
}

async function maintenance(): Promise<string> {
  const stage = hosts(shop)
  const wish = { ...plainMaintenance, allow: ['203.0.113.7', '2001:db8::/48'] }
  const done = await maintain(composeEngine, await stage.fleet(wanted('r1')), wish, false, stage.runner)
  return maintenanceSummary(done, wish)
}

async function command(): Promise<string> {
  const stage = hosts(shop)
  const line = 'python manage.py update_search_indexes --all'
  const run = { words: line.split(' '), line, environment: new Map<string, string>(), seconds: 60 }
  const task = { action: 'run-command', id: 't1', reason: 'new fields in search', command: run } as const
  const done = await doTask(
    composeEngine,
    await stage.fleet(wanted('r1', { task })),
    { plan: planCommand, dryRun: false },
    stage.runner,
  )
  const output = Array.from({ length: 64 }, (_, index) => `Indexed ${index * 500} products`).join('\n')
  return commandSummary({ ...done, results: { command: { exitCode: 0, output, seconds: 41.3 } } })
}

async function backup(): Promise<string> {
  const stage = hosts(shop)
  const desired = wanted('r1', { task: { action: 'backup', id: 't1', reason: '' } })
  const wish = { ...desired, backup: { ...desired.backup, id: '20260101-020000', when: 'always' as const } }
  const done = await doTask(
    composeEngine,
    await stage.fleet(wish),
    { plan: planBackup, dryRun: false },
    stage.runner,
  )
  const made = done.results.backup
  return backupSummary({
    ...done,
    results:
      made === undefined
        ? {}
        : {
            backup: {
              ...made,
              bytes: 412_000_000,
              sha256: digest.slice(7),
              proof: 'restored and counted: 141 tables, 10,382,114 rows',
            },
          },
  })
}

function manifest(day: number): Manifest {
  return {
    ...{
      id: `2026010${day}-000000-2f9d4c03aa18`,
      project: 'shop',
      root: '/opt/shop',
      release: named('r2').id,
      live: named('r1').id,
    },
    ...{ created: `2026-01-0${day}T00:00:00Z`, bytes: 412_000_000, sha256: digest, serverVersion: 150_018 },
    ...{ proof: 'restored and counted: 141 tables, 10,382,114 rows', tables: {} },
  }
}

function server(isDryRun: boolean): string {
  const changes = [
    'Limit the logs of containers to 3 × 10 MB',
    'Install Docker Engine and Compose from Debian',
    'Make the user deploy, who may use Docker',
    'Let SSH, HTTP and HTTPS in, and nothing else',
    'Get a certificate for shop.example.com',
  ].map((title, index) => ({ id: String(index), title, script: '' }))
  const warnings = ['This server has 2 GB of memory; Saleor needs 4 GB with its workers.']
  return serverSummary(
    'shop.example.com',
    { changes, warnings },
    isDryRun,
    'shop.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGkq2rT0o0m1n9fXk3yq9vE4hN5u6tYpQ8sR1wZ2xC3v',
  )
}

function unreachable(): string {
  const failures = Array.from({ length: 20 }, (_, index) => ({
    host: `web-${index + 1}.eu-central-1.shop.example.com`,
    error: new StepFailed(
      'host-unreachable',
      `web-${index + 1}.eu-central-1.shop.example.com: no answer on port 22 within 15 s.`,
    ),
  }))
  return failureSummary(allOf(failures), { does: 'deploy', ending: endingOf(new Serving()) })
}

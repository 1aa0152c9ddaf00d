/** A small fault, as a person might make it: a step left out, an undo forgotten, a condition turned round, a wait dropped. */
export interface Fault {
  file: string
  /** Stands in the file exactly once. */
  search: string
  replacement: string
  /** What goes wrong by it, as people would tell it. */
  breaks: string
}

/** In code that decides: plans, conditions, what is kept. */
const deciding: Fault[] = [
  {
    file: 'src/plan/deploy.ts',
    search: "backup.when === 'pending' && migrate.length > 0",
    replacement: "backup.when === 'pending' && migrate.length === 0",
    breaks: 'no backup before migrations',
  },
  {
    file: 'src/plan/web.ts',
    search: '[...starts, ...when(index === 0, ...between), ...switches]',
    replacement: '[...starts, ...switches, ...when(index === 0, ...between)]',
    breaks: 'traffic moves before workers and scheduler do',
  },
  {
    file: 'src/plan/web.ts',
    search: '...stepOn(elsewhere,',
    replacement: '...stepOn([],',
    breaks: 'a scheduler that moves to another host goes on running on its old one',
  },
  {
    file: 'src/plan/web.ts',
    search: 'makeRoom: index < count - 1',
    replacement: 'makeRoom: true',
    breaks: 'a rolling deploy stops the last old web before the commit',
  },
  {
    file: 'src/model/serving.ts',
    search: 'edgeRuns(observed) && upstreams.some',
    replacement: 'edgeRuns(observed) || upstreams.some',
    breaks: 'a shop without web is said to serve',
  },
  {
    file: 'src/model/release/release.ts',
    search: '.slice(-keep)',
    replacement: '.slice(0, keep)',
    breaks: 'the newest releases are pruned instead of the oldest',
  },
  {
    file: 'src/plan/rollback.ts',
    search: "...when(rollback?.database === 'migrate', reversal(first)),",
    replacement: '',
    breaks: 'the schema does not follow the code',
  },
  {
    file: 'src/plan/maintenance.ts',
    search: 'return isDeepStrictEqual(observed.maintenance, maintenance)',
    replacement: 'return !isDeepStrictEqual(observed.maintenance, maintenance)',
    breaks: 'only hosts that are closed already are closed',
  },
]

/** In code that carries out. */
const executing: Fault[] = [
  {
    file: 'src/execute/execute.ts',
    search: 'if (!committed) stage.timeline.push',
    replacement: 'if (committed) stage.timeline.push',
    breaks: 'a deploy that failed is left half-done',
  },
  {
    file: 'src/engine/compose/engine.ts',
    search: '    await assertUnmoved(session)\n',
    replacement: '',
    breaks: 'what people changed by hand meanwhile is not seen',
  },
  {
    file: 'src/execute/execute.ts',
    search: '    await reconcileStragglers(engine, operation, stragglers, job)\n    return',
    replacement: '    return',
    breaks: 'a host that missed the commit stays on the old release',
  },
  {
    file: 'src/execute/refresh.ts',
    search: 'lock?.recovered === false && ',
    replacement: '',
    breaks: 'hosts are not looked at again after an undo that came late',
  },
  {
    file: 'src/execute/stragglers.ts',
    search: '    migrate: [],\n',
    replacement: '',
    breaks: 'a host that is caught up migrates again',
  },
  {
    file: 'src/engine/compose/begin.ts',
    search: '  if (failures.length === 0) return\n  await unlock()\n',
    replacement: '  if (failures.length === 0) return\n',
    breaks: 'locks are kept while another run is waited for',
  },
  {
    file: 'src/engine/compose/begin.ts',
    search: '(cancelled.aborted ? 5 : recoverySeconds)',
    replacement: 'recoverySeconds',
    breaks: 'a cancelled job waits two minutes for a host that is gone',
  },
  {
    file: 'src/engine/compose/rollout/background.ts',
    search: "[...stopped(run, services, old), ['docker', 'start', ...names]],",
    replacement: "[['docker', 'start', ...names], ...stopped(run, services, old)],",
    breaks: 'two schedulers run for a while',
  },
  {
    file: 'src/engine/compose/rollout/background.ts',
    search: '  await stopOld(run, workersOf(run))\n',
    replacement: '',
    breaks: 'old workers meet tasks of the new release',
  },
  {
    file: 'src/engine/compose/rollout/background.ts',
    search: "        ['revive', ...old],\n",
    replacement: '',
    breaks: 'the old scheduler is not started again on the way back',
  },
  {
    file: 'src/engine/compose/rollout/start.ts',
    search: "undo: [['sweep', label]],",
    replacement: 'undo: [],',
    breaks: 'new containers stay after an undo',
  },
  {
    file: 'src/engine/compose/rollout/start.ts',
    search: '  await awaitHealthy(run, web, names)\n',
    replacement: '',
    breaks: 'traffic goes to web that does not answer',
  },
  {
    file: 'src/engine/compose/rollout/health.ts',
    search: '    if (runner.clock.now() > deadline)\n      throw await unhealthy(',
    replacement: '    if (runner.clock.now() < deadline)\n      throw await unhealthy(',
    breaks: 'web that answers late is refused at once',
  },
  {
    file: 'src/engine/compose/rollout/health.ts',
    search: "restarts > 0 || (status !== 'running'",
    replacement: "(status !== 'running'",
    breaks: 'a container that falls and restarts is taken for well',
  },
  {
    file: 'src/engine/compose/rollout/traffic.ts',
    search: "        ['drain', edge, String(undoDrainSeconds), ...added.map(slotOf)],\n",
    replacement: '',
    breaks: 'requests on the failed release are cut off on the way back',
  },
  {
    file: 'src/engine/compose/rollout/traffic.ts',
    search: "        ['edge_back', edge, switchBackCommands(added, old), ...slotAddresses(old)],\n",
    replacement: '',
    breaks: 'traffic stays with containers that go',
  },
  {
    file: 'src/engine/compose/rollout/traffic.ts',
    search: "        ['placed', edge, '10', ...slotAddresses(added)],\n",
    replacement: '',
    breaks: 'traffic is switched before the edge knows the addresses',
  },
  {
    file: 'src/engine/compose/rollout/traffic.ts',
    search: "          : [['drain', edgeName(run), String(desired.drainTimeout), ...old.map(slotOf)]]),\n",
    replacement: '          : []),\n',
    breaks: 'old web is stopped with requests in flight',
  },
  {
    file: 'src/engine/compose/finish.ts',
    search: "undo: [point('live', observed.live?.id),",
    replacement: "undo: [point('live', release.id),",
    breaks: 'after an undo the record names the release that failed',
  },
  {
    file: 'src/engine/compose/finish.ts',
    search: 'if (stragglers.length < runs.length) return stragglers',
    replacement: 'if (stragglers.length <= runs.length) return stragglers',
    breaks: 'a commit that nobody heard is no failure',
  },
  {
    file: 'src/engine/compose/finish.ts',
    search: "    ...when(old.length > 0, ['drain', edge,",
    replacement: "    ...when(false, ['drain', edge,",
    breaks: 'old web is removed with requests in flight',
  },
  {
    file: 'src/engine/compose/undo.ts',
    search: '(!isLeft && (await recover(member, runner)) !== undefined)',
    replacement: 'false',
    breaks: 'a host whose guard was lost is not waited for',
  },
  {
    file: 'src/engine/compose/prepare.ts',
    search: "undo: [['rm', '-rf', folder], ...undoNetworks(run)],",
    replacement: 'undo: undoNetworks(run),',
    breaks: 'the folder of a release that failed stays, with its secrets',
  },
  {
    file: 'src/execute/run-on-hosts.ts',
    search: 'if (!over.signal.aborted) stop.abort()',
    replacement: '',
    breaks: 'other hosts go on with what is going to be undone',
  },
  {
    file: 'src/engine/compose/rollout/bake.ts',
    search: '    await assertHealthy(run)\n',
    replacement: '',
    breaks: 'a container that falls while it is watched is not seen',
  },
  {
    file: 'src/database/backup/backup.ts',
    search: "await reporting(run, 'proving the dump', prove(run, dumped))",
    replacement: "'not proved'",
    breaks: 'a backup is not proved',
  },
  {
    file: 'src/database/schema/migrate.ts',
    search: 'if (applied.code !== 0)',
    replacement: 'if (applied.code > 255)',
    breaks: 'a migration that failed is taken for applied',
  },
  {
    file: 'src/execute/rollback.ts',
    search: '  assertPresent(leaving.members)\n',
    replacement: '',
    breaks: 'a fleet goes back where one host lacks the release',
  },
  {
    file: 'src/execute/rollback.ts',
    search:
      'const left = await leave(engine, others, { dryRun, allowGap }, runner)\n  const followed = await followWithSchema(engine, fleet, primary, dryRun, runner)',
    replacement:
      "const left = await leave(engine, others, { dryRun, allowGap }, runner)\n  const followed: RolledBack = { ...left, result: 'unchanged' }",
    breaks: 'a rollback that was half done leaves the schema',
  },
  {
    file: 'src/execute/maintenance.ts',
    search: '.filter((one) => !isInDesiredState(one, maintenance))',
    replacement: '.filter(() => true)',
    breaks: 'a shop that is closed already is closed again',
  },
  {
    file: 'src/engine/compose/maintenance.ts',
    search: '  if (maintenance !== undefined && slots.length > 0)\n',
    replacement: '  if (maintenance === undefined && slots.length > 0)\n',
    breaks: 'a closing shop cuts requests off',
  },
  {
    file: 'src/engine/compose/rollout/close-shop.ts',
    search: 'if (run.maintenance === undefined || run.observed.maintenance !== undefined) return []',
    replacement: 'if (run.maintenance === undefined) return []',
    breaks: 'a restore opens a shop that people have closed',
  },
]

/** In the shell program on the host. */
const guarding: Fault[] = [
  {
    file: 'src/host/guard/log.sh',
    search: `lines=("\${line#* }" "\${lines[@]}")`,
    replacement: `lines+=("\${line#* }")`,
    breaks: 'the way back is played forwards',
  },
  {
    file: 'src/host/guard/transaction.sh',
    search: `[ -z "\${child:-}" ] || end_process_group "$child"`,
    replacement: `:`,
    breaks: 'a command goes on while it is undone',
  },
  {
    file: 'src/host/guard/transaction.sh',
    search: `read -r -t "$silence" line`,
    replacement: `read -r line`,
    breaks: 'a run that fell silent is waited for without end',
  },
  {
    file: 'src/host/guard/transaction.sh',
    search: '    play_log undo || return\n    [ -z "$begun" ] || add_event undone-by-the-next "$who"\n',
    replacement: '    [ -z "$begun" ] || add_event undone-by-the-next "$who"\n',
    breaks: 'what a crash left is not undone by the next run',
  },
]

/** All of them; chosen before it was known which tests find them. */
export const faults: readonly Fault[] = [...deciding, ...executing, ...guarding]

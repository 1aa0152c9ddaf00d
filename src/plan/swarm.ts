import { stackWork } from '../compose/stack/work.ts'
import { replacesDatabase } from '../database/backup/plan.ts'
import { webServices } from '../model/edge/web.ts'
import type { HostState, Step } from '../model/step.ts'
import { noBatch, step, when } from '../model/step.ts'

/**
 * ★ The steps of a deploy to a Swarm, in order. Swarm replaces the tasks of each service by itself; the plan says in which
 * order services change. Pure.
 */
export function planSwarmDeploy(target: HostState): Step[] {
  const { migrate, release, backup } = target.desired
  const isReplaced = replacesDatabase(target.desired, target.observed)
  const on = step([target])
  return [
    on('begin', 'Take the locks of the manager and of the cluster'),
    on('install', `Write release ${release.id} into the cluster`),
    // The database that is backed up runs already.
    ...when(isReplaced, on('backup', 'Back up the database, which is replaced')),
    ...accessories(target),
    ...when(migrate.length > 0, on('pending', 'Check for pending migrations')),
    ...when(backup.when === 'always' && !isReplaced, on('backup', 'Back up the database')),
    ...when(
      backup.when === 'pending' && migrate.length > 0 && !isReplaced,
      on('backup', 'Back up the database, if migrations are pending'),
    ),
    ...when(migrate.length > 0, on('migrate', 'Apply the pending migrations, once, in a job')),
    // Workers and scheduler move before web: no old worker meets a task that only the new release knows.
    ...background(target),
    ...web(target),
    ...end(target, 'Write the record of the commit: the point of no return'),
  ]
}

/** ★ The steps of a rollback in a Swarm: customers first, as on hosts. Pure. */
export function planSwarmRollback(target: HostState): Step[] {
  const on = step([target])
  return [
    on('begin', 'Take the locks of the manager and of the cluster'),
    on('install', `Note that the cluster goes back to ${target.desired.release.id}`),
    ...accessories(target),
    ...web(target),
    ...background(target),
    ...end(target, 'Write the record of the commit: the point of no return'),
  ]
}

function accessories(target: HostState): Step[] {
  const { start, replace } = stackWork(target.desired, target.observed)
  const title = [
    ...when(start.length > 0, `Start ${start.join(', ')}`),
    ...when(replace.length > 0, `replace ${replace.join(', ')}`),
  ].join('; ')
  return when(title !== '', step([target])('accessories', title.charAt(0).toUpperCase() + title.slice(1)))
}

function background(target: HostState): Step[] {
  const { workers, schedulers } = target.desired.roles
  const on = step([target])
  return [
    ...when(workers.length > 0, on('workers', `Replace ${workers.join(', ')}`)),
    ...when(
      schedulers.length > 0,
      on('scheduler', `Hand over ${schedulers.join(', ')}: the old task stops first`),
    ),
  ]
}

function web(target: HostState): Step[] {
  const { strategy, publicPort, edge } = target.desired
  const how = {
    rolling: 'one task after the other',
    'blue-green': 'all new tasks beside the old ones',
    recreate: 'the old tasks stop first, and requests fail until the new ones answer',
  }[strategy]
  const edges = target.observed.containers.filter(({ service }) => service === 'edge')
  const host = target.observed.host
  const ports = [publicPort, ...(edge.otherWeb ?? []).map((one) => one.publicPort)]
  return [
    step([target])(
      'edge',
      `${edges.length === 0 ? 'Start' : 'Keep'} the edge on port ${ports.join(', ')} of each node`,
    ),
    ...webServices(target.desired).map(
      ({ name, service, healthPath }): Step => ({
        do: 'start-web',
        title: `Replace ${name} and wait until it answers ${healthPath}: ${how}`,
        on: [{ host, batch: service === undefined ? noBatch : { ...noBatch, service } }],
      }),
    ),
  ]
}

function end(target: HostState, commit: string): Step[] {
  const { bake } = target.desired
  const on = step([target])
  return [
    on('settle', 'See that every service is up to date, and remove what the release does not have'),
    ...when(bake > 0, on('bake', `Watch all tasks for ${bake} s`)),
    on('commit', commit),
    on('clean-up', 'Forget old releases, and let the locks go'),
  ]
}

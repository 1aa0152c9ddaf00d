import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import type { rollback } from '../../inputs/rollback.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { PlacedHost } from '../../model/placement.ts'
import type { ComposeModel } from '../../model/project/project.ts'
import { type Release, releaseId, type Store } from '../../model/release/release.ts'
import type { ResolveDesired } from '../../observe/fleet.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Service } from '../../runner/serving.ts'
import { assertInFleet, checkFormerPlacement, schedulerHost } from '../placement.ts'
import { registryLogin } from '../registry-login.ts'
import { hideSecrets } from '../stored-secrets.ts'
import { assertSwarmInputs, intentFrom } from '../swarm.ts'
import { assertRestored } from './restored-release.ts'
import { chooseTarget, isMeant, newerSchema, staysFirst } from './target.ts'

type Inputs = InputsOf<typeof rollback>

/**
 * Resolves the desired state from the release's own record on the host; nothing is read from the repository. When there
 * is nothing to roll back from, it is the unchanged live release, and {@link DesiredState.rollback} is undefined.
 * @throws UserError `no-target`; `not-ready` when data are to be restored and the code is back without them;
 * `bad-input` for a scheduler's host that isn't in the fleet
 */
export function resolveRollback(
  engine: Engine,
  inputs: Inputs,
  { log, clock, serving }: Runner,
): ResolveDesired {
  const { from, engine: kind } = inputs
  if (kind === 'swarm') assertSwarmInputs(inputs)
  assertInFleet(inputs.hosts, inputs['scheduler-host'])
  return async (connected) => {
    const places = await Promise.all(
      (await connected).map(async (one) => ({
        host: one,
        store: await engine.releases(one, inputs.path),
      })),
    )
    for (const { host, store } of places) serving.note(host.name, serviceIn(store))
    const { host, live, target, left, mayLeave, stays } = rollbackRoute(places, inputs)
    const [primary] = places
    if (inputs.database === 'restore' && !stays && primary?.store.live?.id === target.id)
      await assertRestored(
        { host: primary.host, root: inputs.path, live: target.id },
        from ?? left?.id,
        mayLeave,
      )
    if (stays)
      log.warning(
        `${target.id} is the first release: there is nothing to go back to, so it stays and serves. To take it off customers, close the shop (maintenance) or deploy another image.`,
      )
    else if (left === undefined && !mayLeave)
      log.info(`${live?.id ?? 'Nothing'} is live, not ${from}: there is nothing to go back from.`)
    const model = await engine.readModel(host, inputs.path, target)
    const secrets = await hideSecrets(host, model, log)
    const backupId = releaseId(clock.now(), (left ?? target).image)
    const login = await registryLogin(target.image, inputs, log)
    const desired = {
      ...desiredRelease(target, left, model, inputs, backupId),
      registryLogin: login,
      secrets,
      ...(kind === 'swarm' ? { swarm: intentFrom(model) } : {}),
    }
    // A cluster is one host: Swarm places all services.
    if (kind === 'swarm') return { desired, scheduler: host.name }
    const placing = { hosts: placedAsBefore(inputs.hosts, places, target), roles: desired.roles, model }
    for (const one of checkFormerPlacement(placing)) log.warning(`Release ${target.id}: ${one}`)
    const scheduler = schedulerHost(placing, inputs['scheduler-host'], target.settings?.scheduler)
    return { desired, scheduler, hosts: placing.hosts }
  }
}

/** The hosts with their services: from the host's line in the input, else as they ran with the release. */
function placedAsBefore(
  hosts: readonly PlacedHost[],
  places: readonly Place[],
  { id }: Release,
): PlacedHost[] {
  return hosts.map(({ name, placement }) => {
    const { store } = places.find(({ host }) => host.name === name) ?? {}
    const recorded = store?.releases.find((one) => one.id === id)?.settings?.placement
    const here = placement ?? recorded
    return here === undefined ? { name } : { name, placement: here }
  })
}

/** A host and what it has. */
interface Place {
  host: Host
  store: Store
}

/**
 * Decides the two ends of a rollback. When part of the fleet has rolled back already, the other hosts count. When all
 * have, an earlier run may have ended before the schema, or left it on purpose: with `migrate`, that is what is left to
 * do.
 */
function rollbackRoute(places: readonly Place[], { to, from, database }: Inputs) {
  const at = places.find(({ store }) => from === undefined || store.live?.id === from)
  const { host, store } = at ?? (places[0] as Place)
  const { live } = store
  const stays = staysFirst(
    places.map((one) => one.store),
    { to, from },
  )
  if (stays && live !== undefined) return { host, live, target: live, left: undefined, mayLeave: true, stays }
  const target = at !== undefined || live === undefined ? chooseTarget(to, store) : live
  const lives = places.flatMap((one) => one.store.live ?? [])
  const other = at === undefined ? undefined : lives.find(({ id }) => id !== target.id)
  const newer =
    database === 'migrate' && isMeant(to, target) ? newerSchema(target, store.releases) : undefined
  return { host, live, target, left: other ?? newer, mayLeave: at !== undefined, stays: false }
}

/** What a host's record says, before any other question. */
function serviceIn({ live }: Store): Service {
  return live === undefined ? { state: 'nothing' } : { state: 'live', release: live.id }
}

/** @param left the release to roll back from; undefined when there is nothing to do */
function desiredRelease(
  release: Release,
  left: Release | undefined,
  model: ComposeModel,
  inputs: Inputs,
  backupId: string,
): Omit<DesiredState, 'registryLogin'> {
  const { settings, image } = release
  if (settings === undefined)
    throw new UserError(
      'no-target',
      `Release ${release.id} has no record of how it was run.`,
      `Deploy its image again: ${image}`,
    )
  const { recreate, roles, edge, publicPort, stopFirst, migrate } = settings
  const root = inputs.path
  const fronts = [...new Set([...(settings.fronts ?? []), ...(left?.settings?.fronts ?? [])])]
  return {
    ...{ release, model, roles, edge, publicPort, stopFirst, migrate, root },
    ...(fronts.length === 0 ? {} : { fronts }),
    strategy: recreate ? 'recreate' : 'blue-green',
    backup: {
      id: backupId,
      when: inputs.database === 'keep' ? 'never' : 'always',
      verify: inputs['verify-backup'],
      folder: inputs['backup-path'] ?? `${root}/backups`,
      keep: inputs['keep-backups'],
      image: inputs['backup-image'] ?? '',
      copy: [],
    },
    bake: inputs.bake,
    maxErrorRate: inputs['max-error-rate'],
    schedules: true,
    balancerWait: inputs['balancer-wait'],
    healthTimeout: inputs['health-timeout'],
    drainTimeout: inputs['drain-timeout'],
    keepWarm: false,
    keep: 0,
    lockWait: inputs['lock-wait'],
    ...(left === undefined
      ? {}
      : {
          rollback: {
            from: left,
            database: inputs.database,
            backup: inputs['restore-backup'],
            reason: inputs.reason ?? '',
            takeOver: inputs['take-over'],
          },
        }),
  }
}

import type { ComposeModel } from '../compose/model.ts'
import { registryLogin } from '../deploy/registry-login.ts'
import type { Intend } from '../deploy/survey.ts'
import type { Wanted } from '../deploy/wanted.ts'
import { secretsIn } from '../diagnosis/secrets.ts'
import { UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { look } from '../host/look.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { rollback } from '../inputs/rollback.ts'
import { type Release, releaseFolder, releaseId } from '../release/release.ts'
import { readStore, type Store, storeQuestions } from '../release/store.ts'
import type { Runner } from '../runner/runner.ts'
import { refuseUnlessRestored } from './restored.ts'
import { chooseTarget, isMeant, newerSchema } from './target.ts'

type Inputs = InputsOf<typeof rollback>

/**
 * What is wanted is what a release's own record on the host says: nothing is read from the repository. Where there is
 * nothing to go back from, it is the live release as it is, and {@link Wanted.back} is not there.
 * @throws UserError `no-target`, `not-ready` where data shall come back and the code is back without them, or `bad-input` for a scheduler's host that isn't in the fleet
 */
export function intendRollback(inputs: Inputs, { log, clock }: Runner): Intend {
  const { hosts, from } = inputs
  return async (connected) => {
    const places = await Promise.all(
      (await connected).map(async (one) => ({
        host: one,
        store: readStore(await look(one, storeQuestions(inputs.path))),
      })),
    )
    const { host, live, target, left, mayLeave } = wayBack(places, inputs)
    const [lead] = places
    if (inputs.database === 'restore' && lead?.store.live?.id === target.id)
      await refuseUnlessRestored(
        { host: lead.host, root: inputs.path, live: target.id },
        from ?? left?.id,
        mayLeave,
      )
    if (left === undefined && !mayLeave)
      log.info(`${live?.id ?? 'Nothing'} is live, not ${from}: there is nothing to go back from.`)
    const model = await readModel(host, inputs.path, target)
    const secrets = secretsIn(model)
    // Nobody gave these to the runner, which hides only what it knows.
    for (const secret of secrets) log.mask(secret)
    const backupId = releaseId(clock.now(), (left ?? target).image)
    const wanted = { ...wantRelease(target, left, model, inputs, backupId), secrets }
    const recorded = target.settings?.scheduler ?? ''
    const scheduler = inputs['scheduler-host'] ?? (hosts.includes(recorded) ? recorded : (hosts[0] ?? ''))
    if (hosts.includes(scheduler)) return { wanted, scheduler }
    throw new UserError(
      'bad-input',
      `Input 'scheduler-host': "${scheduler}" is not among the hosts.`,
      `Write it as in hosts, one of ${hosts.join(', ')}.`,
    )
  }
}

/** What one host has. */
interface Place {
  host: Host
  store: Store
}

/**
 * From where to where. A fleet may be back in part: then those hosts count that are not. Where all are, an earlier run may have
 * been ended before the schema followed, or have left it on purpose: with `migrate`, that is what is left.
 */
function wayBack(places: readonly Place[], { to, from, database }: Inputs) {
  const at = places.find(({ store }) => from === undefined || store.live?.id === from)
  const { host, store } = at ?? (places[0] as Place)
  const { live } = store
  const target = at !== undefined || live === undefined ? chooseTarget(to, store) : live
  const lives = places.flatMap((one) => one.store.live ?? [])
  const other = at === undefined ? undefined : lives.find(({ id }) => id !== target.id)
  const newer =
    database === 'migrate' && isMeant(to, target) ? newerSchema(target, store.releases) : undefined
  return { host, live, target, left: other ?? newer, mayLeave: at !== undefined }
}

/**
 * The Compose model of a release on a host.
 * @throws UserError `no-target` when it is not there
 */
export async function readModel(host: Host, root: string, { id }: Release): Promise<ComposeModel> {
  const { code, stdout } = await host.run(['cat', `${releaseFolder(root, id)}/compose.json`])
  try {
    // Written by us as JSON, with Compose's own escapes in it.
    if (code === 0) return JSON.parse(stdout) as ComposeModel
  } catch {
    // Falls through: cut off is as good as gone.
  }
  throw new UserError(
    'no-target',
    `The Compose file of release ${id} is not on ${host.name} any more.`,
    'Deploy its image again, or go back to another release.',
  )
}

/** @param left the release that is gone back from; undefined when there is nothing to do */
function wantRelease(
  release: Release,
  left: Release | undefined,
  model: ComposeModel,
  inputs: Inputs,
  backupId: string,
): Wanted {
  const { settings, image } = release
  if (settings === undefined)
    throw new UserError(
      'no-target',
      `Release ${release.id} has no record of how it was run.`,
      `Deploy its image again: ${image}`,
    )
  const { recreate, roles, edge, publicPort, stopFirst, migrate } = settings
  const root = inputs.path
  return {
    ...{ release, model, roles, edge, publicPort, stopFirst, migrate, root },
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
    balancerWait: inputs.hosts.length > 1 ? inputs['balancer-wait'] : 0,
    healthTimeout: inputs['health-timeout'],
    drainTimeout: inputs['drain-timeout'],
    keepWarm: false,
    keep: 0,
    lockWait: inputs['lock-wait'],
    registryLogin: registryLogin(image, inputs['registry-username'], inputs['registry-password']),
    ...(left === undefined
      ? {}
      : {
          back: {
            from: left,
            database: inputs.database,
            backup: inputs['restore-backup'],
            reason: inputs.reason ?? '',
            takeOver: inputs['take-over'],
          },
        }),
  }
}

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
import { readStore, storeQuestions } from '../release/store.ts'
import type { Runner } from '../runner/runner.ts'
import { chooseTarget } from './target.ts'

type Inputs = InputsOf<typeof rollback>

/**
 * What is wanted is what a release's own record on the host says: nothing is read from the repository. Where there is
 * nothing to go back from, it is the live release as it is, and {@link Wanted.back} is not there.
 * @throws UserError `no-target`, or `bad-input` for a scheduler's host that isn't in the fleet
 */
export function intendRollback(inputs: Inputs, { log, clock }: Runner): Intend {
  const { hosts, from } = inputs
  return async (connected) => {
    const [host] = await connected
    const store = readStore(await look(host, storeQuestions(inputs.path)))
    const { live } = store
    const mayLeave = from === undefined || from === live?.id
    if (!mayLeave)
      log.info(`${live?.id ?? 'Nothing'} is live, not ${from}: there is nothing to go back from.`)
    const target = mayLeave || live === undefined ? chooseTarget(inputs.to, store) : live
    const model = await readModel(host, inputs.path, target)
    const secrets = secretsIn(model)
    // Nobody gave these to the runner, which hides only what it knows.
    for (const secret of secrets) log.mask(secret)
    const backupId = releaseId(clock.now(), live?.image ?? target.image)
    const wanted = { ...wantRelease(target, live, model, inputs, backupId), secrets }
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

function wantRelease(
  release: Release,
  live: Release | undefined,
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
    ...(live === undefined || live.id === release.id
      ? {}
      : {
          back: {
            from: live,
            database: inputs.database,
            backup: inputs['restore-backup'],
            reason: inputs.reason ?? '',
            takeOver: inputs['take-over'],
          },
        }),
  }
}

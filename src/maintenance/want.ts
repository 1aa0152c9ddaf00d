import type { Intend } from '../deploy/survey.ts'
import type { Wanted } from '../deploy/wanted.ts'
import { UserError } from '../errors.ts'
import { look } from '../host/look.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { maintenance } from '../inputs/maintenance.ts'
import { readStore, storeQuestions } from '../release/store.ts'
import { readModel } from '../rollback/want.ts'

type Inputs = InputsOf<typeof maintenance>

/**
 * The live release as it is: nothing of it changes.
 * @throws UserError `not-ready` when nothing is live, or by a version that kept no record
 */
export function intendMaintenance({
  path: root,
  'lock-wait': lockWait,
  'drain-timeout': drainTimeout,
}: Inputs): Intend {
  return async (connected) => {
    const [host] = await connected
    const { live } = readStore(await look(host, storeQuestions(root)))
    if (live?.settings === undefined)
      throw new UserError(
        'not-ready',
        live === undefined
          ? `${host.name}: no release is live in ${root}, so there is no edge that could close.`
          : `${host.name}: release ${live.id} was deployed by an earlier version.`,
        'Deploy first.',
      )
    const { roles, edge, publicPort } = live.settings
    const wanted: Wanted = {
      ...{ release: live, model: await readModel(host, root, live), roles, edge, publicPort },
      ...{ root, lockWait, drainTimeout },
      ...asItIs,
    }
    return { wanted, scheduler: '' }
  }
}

/** What only a release that comes or goes needs. */
const asItIs = {
  strategy: 'blue-green',
  migrate: [],
  backup: { id: '', when: 'never', verify: 'none', folder: '', keep: 0, image: '', copy: [] },
  ...{ bake: 0, maxErrorRate: 0, schedules: false, stopFirst: [], balancerWait: 0, healthTimeout: 0 },
  ...{ keepWarm: false, keep: 0, registryLogin: '' },
} as const

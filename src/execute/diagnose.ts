import pMap from 'p-map'
import { readLive } from '../desired/live/live.ts'
import { hideSecrets } from '../desired/stored-secrets.ts'
import { saveBundle } from '../diagnosis/diagnose.ts'
import { bundleOf } from '../diagnosis/report.ts'
import { withoutSecrets } from '../diagnosis/secrets.ts'
import type { Engine } from '../engine/engine.ts'
import type { Host } from '../host/host.ts'
import type { Address } from '../host/ssh/address.ts'
import { connect } from '../host/ssh/connect.ts'
import { type Evidence, isWell } from '../model/evidence.ts'
import { environmentOf } from '../model/project/project.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Runner } from '../runner/runner.ts'

/** What a diagnosis without a failure shows of one host. */
export interface HostDiagnosis extends Evidence {
  /** The variables of each service, by name; an empty value is worth knowing. */
  variables: readonly { service: string; names: readonly { name: string; isEmpty: boolean }[] }[]
}

/** sshd starts to drop unfinished logins at ten (MaxStartups). */
const parallel = 5

/**
 * Captures the state of each host's containers, and changes nothing.
 * @throws UserError `not-ready` when no release is live on a host, and what a connection may end with
 */
export async function diagnoseHosts(
  engine: Engine,
  addresses: readonly Address[],
  jump: Address | undefined,
  { path: root, 'diagnosis-folder': folder }: { path: string; 'diagnosis-folder': string | undefined },
  runner: Runner,
): Promise<HostDiagnosis[]> {
  const one = async (address: Address): Promise<HostDiagnosis> => {
    const host = await unlessCancelled(runner.cancelled, connect(address, jump))
    try {
      return await unlessCancelled(runner.cancelled, diagnoseHost(engine, host, root, runner))
    } finally {
      host.close()
    }
  }
  const all = await pMap(addresses, one, { concurrency: parallel })
  for (const { host, containers } of all)
    for (const container of containers)
      runner.log.info(
        `${isWell(container) ? '✅' : '❌'} ${host}: ${container.name} ${container.status}, restarts ${container.restarts}, health ${container.health}`,
      )
  if (folder !== undefined)
    await saveBundle(bundleOf(all, 'A diagnosis that a person asked for'), folder, runner)
  return all
}

/** Captures the state of one host. */
export async function diagnoseHost(
  engine: Pick<Engine, 'capture' | 'releases'>,
  host: Host,
  root: string,
  { log }: Pick<Runner, 'log'>,
): Promise<HostDiagnosis> {
  const desired = await readLive(engine as Engine, host, root, 'so it is not known what should run')
  const secrets = await hideSecrets(host, desired.model, log)
  const captured = await engine.capture({ host, desired }, (text) => withoutSecrets(text, secrets))
  return {
    ...{ host: host.name, reason: 'done', said: [], release: desired.release.id, port: desired.edge.port },
    ...captured,
    variables: Object.entries(desired.model.services).map(([service, definition]) => ({
      service,
      names: [...environmentOf(definition)].map(([name, value]) => ({ name, isEmpty: value === '' })),
    })),
  }
}

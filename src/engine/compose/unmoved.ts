import { UserError } from '../../errors.ts'
import { replacedServices } from '../../model/desired.ts'
import { containerFormat, readContainers } from './observe/observe.ts'
import { type ComposeSession, createdOf } from './session.ts'

/**
 * Requires, just before traffic moves, that the live release is the one that was observed. The lock keeps other runs
 * out; this check finds changes by hand.
 * @throws UserError `live-changed`
 */
export async function assertUnmoved(run: ComposeSession): Promise<void> {
  const { transaction, desired, observed, host } = run
  const project = `label=com.docker.compose.project=${desired.model.name}`
  const { stdout } = await transaction.attempt({
    run: [
      ['bash', '-c', 'readlink "$1" || echo', 'live', `${desired.root}/live`],
      ['docker', 'ps', '--filter', project, '--format', containerFormat],
    ],
  })
  const [live = '', ...lines] = stdout.split('\n')
  const services = replacedServices(desired)
  const known = new Set([...observed.containers.map(({ name }) => name), ...createdOf(run, services)])
  const strange = readContainers(lines.join('\n')).filter(
    ({ service, name }) => services.includes(service) && !known.has(name),
  )
  const expected = observed.live === undefined ? '' : `releases/${observed.live.id}`
  if (live === expected && strange.length === 0) return
  throw new UserError(
    'live-changed',
    live === expected
      ? `${host.name}: ${strange.map(({ name }) => name).join(', ')} was started by hand while this deploy ran.`
      : `${host.name}: the live release was ${expected || 'none'} and is now ${live || 'none'}.`,
    'Somebody changed the host meanwhile. Everything was put back; look at the host, then run this again.',
  )
}

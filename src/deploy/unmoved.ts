import { UserError } from '../errors.ts'
import { createdOf, type HostRun } from './host-run.ts'
import { containerFormat, readContainers } from './observe.ts'
import { replacedServices } from './wanted.ts'

/**
 * Just before traffic moves: what is live is what was found. The lock keeps other runs out; this finds people who
 * changed the host by hand meanwhile.
 * @throws UserError `live-changed`
 */
export async function refuseIfMoved(run: HostRun): Promise<void> {
  const { transaction, wanted, seen, host } = run
  const project = `label=com.docker.compose.project=${wanted.model.name}`
  const { stdout } = await transaction.attempt({
    run: [
      ['bash', '-c', 'readlink "$1" || echo', 'live', `${wanted.root}/live`],
      ['docker', 'ps', '--filter', project, '--format', containerFormat],
    ],
  })
  const [live = '', ...lines] = stdout.split('\n')
  const services = replacedServices(wanted)
  const known = new Set([...seen.containers.map(({ name }) => name), ...createdOf(run, services)])
  const strange = readContainers(lines.join('\n')).filter(
    ({ service, name }) => services.includes(service) && !known.has(name),
  )
  const expected = seen.live === undefined ? '' : `releases/${seen.live.id}`
  if (live === expected && strange.length === 0) return
  throw new UserError(
    'live-changed',
    live === expected
      ? `${host.name}: ${strange.map(({ name }) => name).join(', ')} was started by hand while this deploy ran.`
      : `${host.name}: the live release was ${expected || 'none'} and is now ${live || 'none'}.`,
    'Somebody changed the host meanwhile. Everything was put back; look at the host, then run this again.',
  )
}

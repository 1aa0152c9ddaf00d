import { releaseLabel } from '../compose/render.ts'
import type { Member } from '../deploy/survey.ts'
import type { StepFailed } from '../errors.ts'
import { look } from '../host/look.ts'
import type { Command } from '../host/quote.ts'
import { type Evidence, inspectFormat, isWell, linesOf, readContainer } from './evidence.ts'
import { secretsIn, withoutSecrets } from './secrets.ts'

/** Log lines that are asked of a container, and bytes at the most. */
const logLines = 60
const logBytes = 20_000

/** Seconds that the host gives each question. */
const patience = 5

/** What the failing step said, without a look at its host. */
export function heard({ host, wanted }: Pick<Member, 'host' | 'wanted'>, error: StepFailed): Evidence {
  const { model, release, edge, secrets = secretsIn(model) } = wanted
  return {
    host: host.name,
    reason: error.reason,
    said: linesOf(withoutSecrets(`${error.evidence}\n${error.message}`, secrets)),
    release: release.id,
    containers: [],
    port: edge.port,
    machine: '',
  }
}

/**
 * What can be known of a failure on one host: two round trips, beside the transaction, which goes on holding the lock.
 * Looks only at containers of this release and at those of no release; the old ones have nothing to do with it.
 */
export async function gather(member: Pick<Member, 'host' | 'wanted'>, error: StepFailed): Promise<Evidence> {
  const { host, wanted } = member
  const { model, release, root, secrets = secretsIn(model) } = wanted
  const clean = (text: string): string => withoutSecrets(text, secrets)
  const project = `label=com.docker.compose.project=${model.name}`
  const [listed, disk, memory] = await look(host, [
    asked('docker', 'ps', '-a', '--filter', project, '--format', `{{.Names}}\t{{.Label "${releaseLabel}"}}`),
    asked('df', '-Ph', '/', root),
    asked('free', '-m'),
  ])
  const names = listed.stdout.split('\n').flatMap((line) => {
    const [name = '', made = ''] = line.split('\t')
    return name !== '' && (made === '' || made === release.id) ? [name] : []
  })
  const answers = await look(host, [
    ...names.map((name) => asked('docker', 'inspect', '--format', inspectFormat, name)),
    ...names.map((name) => lastLines(name)),
  ])
  const containers = names.flatMap((_, index) => {
    const [state, log] = [answers[index], answers[names.length + index]]
    return readContainer(state?.stdout ?? '', log?.stdout ?? '', releaseLabel, clean)
  })
  return {
    ...heard(member, error),
    // Of what is well and not new, the state says enough.
    containers: containers.map((one) => (isWell(one) && one.release === '' ? { ...one, lines: [] } : one)),
    machine: `${disk.stdout}\n${memory.stdout}`.trim(),
  }
}

function asked(...words: readonly string[]): Command {
  return ['timeout', String(patience), ...words]
}

/** To both outputs, as people see them. */
function lastLines(name: string): Command {
  const script = `docker logs --tail ${logLines} "$1" 2>&1 | tail -c ${logBytes}`
  return asked('bash', '-c', script, 'logs', name)
}

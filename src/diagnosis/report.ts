import { type ContainerEvidence, type Evidence, isWell } from '../model/evidence.ts'
import { code, counted, details, inlineCode, table } from '../report/markdown.ts'

/** The evidence for the job summary: every container, and the logs of the unhealthy ones. Pure. */
export function diagnosisPart(evidence: readonly Evidence[], shown: string): string {
  const several = evidence.length > 1
  return evidence
    .filter(({ containers }) => containers.length > 0)
    .map(({ host, containers, release }) => {
      const named = several ? `${host}: ` : ''
      const speaking = containers.filter((one) => !isWell(one) || one.release === release)
      return [
        details(
          `${named}${counted(containers.length, 'container')} when it failed`,
          containerTable(containers),
        ),
        ...speaking.flatMap((one) => logsOf(one, named, shown)),
      ].join('\n\n')
    })
    .join('\n\n')
}

/** The state of each container. Pure. */
export function containerTable(containers: readonly ContainerEvidence[]): string {
  return table(
    ['', 'Container', 'State', 'Restarts', 'Health'],
    containers.map((one) => [
      isWell(one) ? '✅' : '❌',
      inlineCode(one.name),
      stateOf(one),
      String(one.restarts),
      one.health,
    ]),
  )
}

function stateOf({ status, exitCode, outOfMemory, error }: ContainerEvidence): string {
  const ended = status === 'exited' || status === 'dead' ? `${status}, exit code ${exitCode}` : status
  return [ended, outOfMemory ? 'out of memory' : '', error === '' ? '' : inlineCode(error)]
    .filter(Boolean)
    .join(', ')
}

/**
 * The last lines of a container, and its health checks where they fail. Pure.
 * @param host stands before its name
 * @param shown a text that readers have seen already
 */
export function logsOf(
  { name, lines, checks, health }: ContainerEvidence,
  host: string,
  shown: string,
): string[] {
  // Lines that the failed step has already shown are not repeated.
  const isNew = lines.length > 0 && !shown.includes(lines.at(-1) ?? '')
  return [
    ...(isNew ? [details(`${host}${name}: last lines`, code(lines.join('\n')))] : []),
    ...(health === 'unhealthy' && checks.length > 0
      ? [details(`${host}${name}: its health checks`, code(checks.join('\n')))]
      : []),
  ]
}

/** The same evidence as files, with a folder for each host. Pure. */
export function bundleOf(evidence: readonly Evidence[], message: string): Map<string, string> {
  const files = new Map([['error.txt', `${message}\n`]])
  for (const { host, containers, said, machine } of evidence) {
    const folder = host.replace(/[^\w.-]/g, '_')
    files.set(`${folder}/said.txt`, `${said.join('\n')}\n`)
    files.set(`${folder}/machine.txt`, `${machine}\n`)
    files.set(
      `${folder}/containers.json`,
      `${JSON.stringify(
        containers.map((one) => ({ ...one, lines: undefined })),
        undefined,
        2,
      )}\n`,
    )
    for (const { name, lines } of containers)
      if (lines.length > 0) files.set(`${folder}/${name}.log`, `${lines.join('\n')}\n`)
  }
  return files
}

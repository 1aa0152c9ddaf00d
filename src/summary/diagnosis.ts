import { likelyCause } from '../diagnosis/cause.ts'
import { containerTable, logsOf } from '../diagnosis/report.ts'
import type { LikelyCause } from '../diagnosis/sign.ts'
import type { HostDiagnosis } from '../execute/diagnose.ts'
import { isWell } from '../model/evidence.ts'
import { code, details, inlineCode, table } from '../report/markdown.ts'

/** Whether all containers of a host are well, and there are any. Pure. */
export function isHealthy({ containers }: HostDiagnosis): boolean {
  return containers.length > 0 && containers.every(isWell)
}

/** The likely cause of what is not well; lines of a healthy container prove nothing. Pure. */
export function causeOf(host: HostDiagnosis): LikelyCause | undefined {
  return isHealthy(host) ? undefined : likelyCause(host)
}

/** The job summary of `diagnose`. Pure. */
export function diagnosisSummary(all: readonly HostDiagnosis[]): string {
  const ill = all.filter((one) => !isHealthy(one)).map(({ host }) => inlineCode(host))
  const head =
    ill.length === 0 ? '### ✅ All containers are well' : `### ❌ Not all is well on ${ill.join(', ')}`
  return [head, ...all.map(hostPart)].join('\n\n')
}

function hostPart(diagnosis: HostDiagnosis): string {
  const { host, release, containers, machine, variables } = diagnosis
  const cause = causeOf(diagnosis)
  const rows = variables
    .filter(({ names }) => names.length > 0)
    .map(({ service, names }) => [
      inlineCode(service),
      names.map(({ name, isEmpty }) => `${inlineCode(name)}${isEmpty ? ' (empty)' : ''}`).join(', '),
    ])
  return [
    `#### ${inlineCode(host)}, release ${inlineCode(release)}`,
    ...(cause === undefined ? [] : [`**Likely cause:** ${cause.cause}\n\n**What to do:** ${cause.fix}`]),
    containers.length === 0 ? 'No container of the project is there.' : containerTable(containers),
    ...containers.flatMap((one) => logsOf(one, '', '')),
    ...(rows.length === 0
      ? []
      : [details('Environment variables, without values', table(['Service', 'Variables'], rows))]),
    ...(machine === '' ? [] : [details('Disk and memory', code(machine))]),
  ].join('\n\n')
}

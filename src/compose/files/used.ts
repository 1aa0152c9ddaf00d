import type { ComposeModel, ComposeService } from '../../model/project/project.ts'

/** A config or secret as a service uses it. */
export interface Used {
  section: 'configs' | 'secrets'
  /** Its name in the top-level section of the Compose file. */
  source: string
  /** The path inside the container. */
  target: string
  mode: number | undefined
  /** Whether the Compose file sets an owner. */
  hasOwner: boolean
  /** Its source file, as the top-level section gives it. */
  file: string | undefined
  environment: string | undefined
}

interface Reference {
  source?: string
  target?: string
  uid?: string
  gid?: string
  /** A number, or octal text in newer versions of Compose. */
  mode?: number | string
}

/** Returns the configs and secrets of a service. Pure. */
export function usedBy(service: ComposeService, model: ComposeModel): Used[] {
  return (['configs', 'secrets'] as const).flatMap((section) =>
    ((service[section] ?? []) as Reference[]).flatMap(({ source, target, uid, gid, mode }) => {
      if (source === undefined) return []
      const top = (model[section] as Record<string, unknown> | undefined)?.[source] ?? {}
      const { file, environment } = top as { file?: string; environment?: string }
      return {
        ...{ section, source, file, environment },
        target: targetOf(section, source, target),
        mode: typeof mode === 'string' ? Number.parseInt(mode, 8) : mode,
        hasOwner: [uid, gid].some((id) => id !== undefined && id !== ''),
      }
    }),
  )
}

/** Whether it is made from a variable that has no value. Pure. */
export function isMissing(
  { environment }: Pick<Used, 'environment'>,
  variables: ReadonlyMap<string, string>,
): boolean {
  return environment !== undefined && !variables.has(environment)
}

/** Applies Compose's default target where the file gives none, or only a name for a secret. */
function targetOf(section: 'configs' | 'secrets', source: string, target = ''): string {
  if (target.startsWith('/')) return target
  if (section === 'configs') return `/${target || source}`
  return `/run/secrets/${target || source}`
}

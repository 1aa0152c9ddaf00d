import type { Place } from '../../errors.ts'
import type { ComposeModel } from '../../model/project/project.ts'

/** Lists the variables without a value: Compose warns of all of them, or fails at the first one with `:?`. */
export function unsetVariables(stderr: string): string[] {
  const found = stderr.matchAll(
    /The \\?"([^"\\]+)\\?" variable is not set|required variable (\S+) is missing a value/g,
  )
  return [...new Set([...found].flatMap(([, unset, required]) => unset ?? required ?? []))].sort()
}

/** Finds where the project uses a variable, each place as its keys; `raw` is not interpolated. */
export function usesOf(variable: string, raw: unknown, keys: string[] = []): string[][] {
  if (typeof raw === 'string') return variablesIn(raw).includes(variable) ? [keys] : []
  if (typeof raw !== 'object' || raw === null) return []
  return Object.entries(raw).flatMap(([key, value]) => usesOf(variable, value, [...keys, key]))
}

/**
 * Whether a deploy depends on this use. It does not for the image of an app service, which the digest replaces; for a
 * build, as a deploy builds nothing; or for what Compose ignores: services of other profiles, and `x-` parts, which
 * count where they are used.
 */
export function matters(
  [section = '', service = '', key]: string[],
  app: string[],
  services?: string[],
): boolean {
  if (section.startsWith('x-')) return false
  if (section !== 'services') return true
  if (services !== undefined && !services.includes(service)) return false
  return key !== 'build' && !(app.includes(service) && key === 'image')
}

/** The first line that contains the variable. */
export function findVariable(
  variable: string,
  files: readonly { file: string; text: string }[],
): Place | undefined {
  for (const { file, text } of files) {
    const line = text.split('\n').findIndex((one) => variablesIn(one).includes(variable))
    if (line !== -1) return { file, line: line + 1 }
  }
  return undefined
}

/** Absolute paths of the env files of all services. */
export function envFilesOf(raw: ComposeModel): string[] {
  const files = Object.values(raw.services).flatMap(({ env_file: one }) => one ?? []) as (
    | string
    | { path: string }
  )[]
  return [...new Set(files.map((file) => (typeof file === 'string' ? file : file.path)))]
}

/** Variable names in `$NAME` and `${NAME…}`, including defaults of other variables; `$$` is a dollar sign. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$(?:\$|\{?([A-Za-z_][A-Za-z0-9_]*))/g)].flatMap(([, name]) => name ?? [])
}

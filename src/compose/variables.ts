import type { Place } from '../errors.ts'
import type { ComposeModel } from './model.ts'

/** The variables that Compose found no value for: it warns of all, or fails at the first one with `:?`. */
export function unsetVariables(stderr: string): string[] {
  const found = stderr.matchAll(
    /The \\?"([^"\\]+)\\?" variable is not set|required variable (\S+) is missing a value/g,
  )
  return [...new Set([...found].flatMap(([, unset, required]) => unset ?? required ?? []))].sort()
}

/** Where the project uses a variable, each place as the keys that lead to it; `raw` is not interpolated. */
export function usesOf(variable: string, raw: unknown, keys: string[] = []): string[][] {
  if (typeof raw === 'string') return variablesIn(raw).includes(variable) ? [keys] : []
  if (typeof raw !== 'object' || raw === null) return []
  return Object.entries(raw).flatMap(([key, value]) => usesOf(variable, value, [...keys, key]))
}

/**
 * Whether a deploy depends on this use. The image of an app service does not matter, it is replaced by the digest;
 * nor does what Compose leaves out: services of other profiles, and `x-` parts, which count where they are used.
 */
export function matters(
  [section = '', service = '', key]: string[],
  app: string[],
  services?: string[],
): boolean {
  if (section.startsWith('x-')) return false
  if (section !== 'services') return true
  if (services !== undefined && !services.includes(service)) return false
  return !(app.includes(service) && (key === 'image' || key === 'build'))
}

/** The first line that names the variable. */
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

/** The env files of all services, as their absolute paths. */
export function envFilesOf(raw: ComposeModel): string[] {
  const files = Object.values(raw.services).flatMap(({ env_file: one }) => one ?? []) as (
    | string
    | { path: string }
  )[]
  return [...new Set(files.map((file) => (typeof file === 'string' ? file : file.path)))]
}

/** Names in `$NAME` and `${NAME…}`, also inside the default of another one; `$$` is a dollar. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$(?:\$|\{?([A-Za-z_][A-Za-z0-9_]*))/g)].flatMap(([, name]) => name ?? [])
}

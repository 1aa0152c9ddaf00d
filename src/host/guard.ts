import { readFileSync } from 'node:fs'

/** The guard's text with all its parts. */
export function guardScript(): string {
  const text = readFileSync(new URL('./guard.sh', import.meta.url), 'utf8')
  // In the sources guard.sh names its parts; in `dist/` the build has already inserted them.
  return text.replaceAll(
    /^# shellcheck source=.*\n\. (guard\/\w+\.sh)\n/gm,
    (_, part: string) => `${readPart(part)}\n`,
  )
}

/** The text of the program that inspects a host and changes nothing. */
export function inspectScript(): string {
  return readFileSync(new URL('./inspect.sh', import.meta.url), 'utf8')
}

/** The text of the program that pulls images. */
export function pullScript(): string {
  return readFileSync(new URL('./pull.sh', import.meta.url), 'utf8')
}

/** The text of the program that prints the state of a Swarm's stack. */
export function stackStateScript(): string {
  return readFileSync(new URL('./stack-state.sh', import.meta.url), 'utf8')
}

function readPart(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

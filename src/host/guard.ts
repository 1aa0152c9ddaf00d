import { readFileSync } from 'node:fs'

/** The guard's text. It stands next to this module, in `src/host/` as in `dist/`. */
export function guardScript(): string {
  return readFileSync(new URL('./guard.sh', import.meta.url), 'utf8')
}

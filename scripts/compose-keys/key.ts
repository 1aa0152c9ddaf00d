/** What a deploy does with a key of the Compose file. */
type Treatment = 'honoured' | 'changed' | 'refused' | 'not ours'

/** Keys that a deploy treats in the same way. */
export interface KeyRow {
  /** From the top of the file, without user-chosen names: `services.deploy.mode`. */
  keys: readonly string[]
  treatment: Treatment
  /** How the deploy treats them, or why it does not. */
  how: string
  /** The rules that validate one of the keys before anything changes. */
  rules?: readonly string[]
}

/** A table of the page, for keys with a common prefix. */
export interface KeySection {
  title: string
  /** The common prefix of its keys; the page leaves it out. */
  at: string
  rows: readonly KeyRow[]
}

/** A key and the keys below it: `under('a', 'b c')` is a, a.b, a.c. */
export function under(key: string, inner: string): string[] {
  return [key, ...inside(key, inner)]
}

/** The keys below a key, without the key itself: `inside('a', 'b c')` is a.b, a.c. */
export function inside(key: string, inner: string): string[] {
  return inner.split(/\s+/).map((one) => `${key}.${one}`)
}

import { details, inlineCode } from './markdown.ts'

/** An image by digest, inside any text: its registry and folders, its name, the first digits of its digest. */
const byDigest = /(?:[\w.:-]+\/)*([\w.-]+)@sha256:([0-9a-f]{12})[0-9a-f]{52}/g

/** Shortens the images in a text to `shop@1a2b3c4d5e6f`, which fits a table and still tells them apart. */
export function shortImages(text: string): string {
  return text.replace(byDigest, '$1@$2')
}

/** The fold with whole names and checksums, for who compares or copies them; empty for none. */
export function inFull(names: readonly (readonly [what: string, name: string | undefined])[]): string {
  const lines = names.flatMap(([what, name = '']) => (name === '' ? [] : [`- ${what}: ${inlineCode(name)}`]))
  return lines.length === 0 ? '' : details('Names and digests in full', lines.join('\n'))
}

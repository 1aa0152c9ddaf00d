import type { Backup } from '../model/database.ts'
import type { Release } from '../model/release/release.ts'
import { inFull, shortImages } from '../report/image-names.ts'
import { inlineCode, table } from '../report/markdown.ts'

/** The table of the live release before and now; without a change or in a first deploy there is no before. Pure. */
export function changeTable(before: Release | undefined, now: Release): string {
  const shown = before === undefined ? [now] : [before, now]
  const head = shown.length === 1 ? ['', 'Now'] : ['', 'Before', 'Now']
  const others = [...new Set(shown.flatMap((one) => Object.keys(one.images ?? {})))]
  const row = (what: string, of: (one: Release) => string): string[] => [what, ...shown.map(of)]
  return table(head, [
    row('Version', ({ version }) => version || 'none'),
    row('Release', ({ id }) => inlineCode(id)),
    row('Commit', ({ commit }) => inlineCode(commit.slice(0, 7)) || 'none'),
    row('Image', ({ image }) => inlineCode(shortImages(image))),
    ...others.map((name) =>
      row(`Image of ${name}`, ({ images }) => inlineCode(shortImages(images?.[name] ?? '')) || 'none'),
    ),
  ])
}

/** The fold with the whole names of both releases' images, and the checksum of the backup. Pure. */
export function changedNames(before: Release | undefined, now: Release, backup: Backup | undefined): string {
  const of = (one: Release | undefined, when: string): [string, string | undefined][] => [
    [`Image ${when}`, one?.image],
    ...Object.entries(one?.images ?? {}).map(([name, image]): [string, string] => [`${name} ${when}`, image]),
    [`Commit ${when}`, one?.commit],
  ]
  return inFull([...of(now, 'now'), ...of(before, 'before'), ['SHA-256 of the backup', backup?.sha256]])
}

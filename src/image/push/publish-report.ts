import { inFull, shortImages } from '../../report/image-names.ts'
import { duration, inlineCode, table } from '../../report/markdown.ts'

/** The job summary of a push or promotion: what is in the registry now, and that its digest was read back. */
export function publishSummary(done: {
  image: string
  tags: string
  reason: string
  from: string | undefined
  seconds: number
}): string {
  const did =
    done.from === undefined ? 'pushed' : done.reason === 'unchanged' ? 'promoted already' : 'promoted'
  const rows = [
    ['Tags', done.tags.split('\n').map(tagOf).map(inlineCode).join(' ')],
    ...(done.from === undefined ? [] : [['From', inlineCode(shortImages(done.from))]]),
    ['Digest', 'read back from the registry and compared'],
    ['Took', duration(done.seconds)],
  ]
  return [
    `### ✅ ${shortImages(done.image)} is ${did}; nothing is deployed yet`,
    table(['', ''], rows),
    inFull([
      ['Image', done.image],
      ['From', done.from],
      ...done.tags.split('\n').map((tag) => ['Tag', tag] as const),
    ]),
  ].join('\n\n')
}

/** `ghcr.io/shop:1.4` is `1.4`; the port of a registry is no tag. */
function tagOf(name: string): string {
  return /:([^:/]+)$/.exec(name)?.[1] ?? name
}

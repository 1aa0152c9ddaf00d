import { duration, table } from '../../report/markdown.ts'

/** The job summary of a push or promotion. */
export function publishSummary(done: {
  image: string
  tags: string
  reason: string
  from: string | undefined
  seconds: number
}): string {
  const title =
    done.from === undefined ? 'Pushed' : done.reason === 'unchanged' ? 'Already promoted' : 'Promoted'
  const rows = [
    ['Image', `\`${done.image}\``],
    [
      'Tags',
      done.tags
        .split('\n')
        .map((tag) => `\`${tag}\``)
        .join('\n'),
    ],
    ...(done.from === undefined ? [] : [['From', `\`${done.from}\``]]),
    ['Digest', 'read back from the registry and compared'],
    ['Took', duration(done.seconds)],
  ]
  return `### 📦 ${title}\n\n${table(['', ''], rows)}`
}

/** What a step of a plan waits for, by the words that its title begins with; the first that fits. */
const kinds: [title: RegExp, kind: string][] = [
  [/^Pull/, 'pull'],
  [/^Take the lock/, 'lock'],
  [/^(Start .* and wait|See that|Watch that|ask until)/, 'health'],
  [/^Watch/, 'bake'],
  [/^(Create|Copy|Start|Hand over|Make the edge|Replace|Point)/, 'container start'],
  [/^(Let requests|Clean|Remove)/, 'drain'],
  [/^Stop/, 'grace'],
  [/pending|migrat|Back up|[Rr]estor|databases/, 'database'],
  [/^load,/, 'load'],
]

/** Actions that do one thing all the time, whatever their steps are called. */
const whole: Record<string, string> = {
  'build-image': 'image build',
  'push-registry': 'push',
  'await-approval': 'approval',
}

/** One line of the chart in a job summary: `    Title :done, start, 12ms`. */
const bar = /^ {4}(.+) :(?:(done|crit|active), )?(\d+), (\d+)ms$/gm

/**
 * What a run of an action waited for, kind by kind, as the chart in its summary tells. Hosts side by side count once;
 * what no step accounts for (connecting, reading, planning) is a kind of its own, so that the sum is the whole run.
 */
export function kindsOfRun(action: string, summary: string, seconds: number): Map<string, number> {
  const only = whole[action]
  if (only !== undefined) return new Map([[only, seconds]])
  const found = new Map<string, number>()
  const add = (kind: string, more: number): void => void found.set(kind, (found.get(kind) ?? 0) + more)
  let reached = 0
  let counted = 0
  const bars = [...summary.matchAll(bar)]
    .map(([, title = '', tag, start, length]) => ({
      title,
      tag,
      from: Number(start),
      to: Number(start) + Number(length),
    }))
    .sort((one, other) => one.from - other.from || other.to - one.to)
  for (const { title, tag, from, to } of bars) {
    const milliseconds = to - Math.max(from, reached)
    if (milliseconds <= 0) continue
    reached = to
    counted += milliseconds / 1000
    add(tag === 'active' ? 'undo' : kindOf(title), milliseconds / 1000)
  }
  add('rest of a run', Math.max(0, seconds - counted))
  return found
}

function kindOf(title: string): string {
  return kinds.find(([pattern]) => pattern.test(title))?.[1] ?? 'other steps'
}

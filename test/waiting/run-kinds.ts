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

/** One line of the steps in a job summary: `| ✅ | Title | where | 1 min 2 s | 0.12 s | ██░░ |`; without a place for a single host. */
const line =
  /^\| (\S+)(?: \w+)? \| ([^|]+) \|(?: [^|]+ \|)? ([\d.]+[^|]*?s) \| ([\d.]+[^|]*?s) \| `[░█]+` \|$/gm

/**
 * What a run of an action waited for, kind by kind, as the steps in its summary tell. Hosts side by side count once;
 * what no step accounts for (connecting, reading, planning) is a kind of its own, so that the sum is the whole run.
 */
export function kindsOfRun(action: string, summary: string, seconds: number): Map<string, number> {
  const only = whole[action]
  if (only !== undefined) return new Map([[only, seconds]])
  const found = new Map<string, number>()
  const add = (kind: string, more: number): void => void found.set(kind, (found.get(kind) ?? 0) + more)
  let reached = 0
  let counted = 0
  const steps = [...summary.matchAll(line)]
    .map(([, mark, title = '', after, took]) => ({
      ...{ title, mark, from: milliseconds(after) },
      to: milliseconds(after) + milliseconds(took),
    }))
    .sort((one, other) => one.from - other.from || other.to - one.to)
  for (const { title, mark, from, to } of steps) {
    const more = to - Math.max(from, reached)
    if (more <= 0) continue
    reached = to
    counted += more / 1000
    add(mark === '↩️' ? 'undo' : kindOf(title), more / 1000)
  }
  add('rest of a run', Math.max(0, seconds - counted))
  return found
}

/** `1 min 2 s`, with spaces that do not break. */
function milliseconds(text = ''): number {
  const [, minutes = 0, seconds = 0] = /^(?:(\d+)\smin\s)?([\d.]+)\ss$/.exec(text) ?? []
  return (Number(minutes) * 60 + Number(seconds)) * 1000
}

function kindOf(title: string): string {
  return kinds.find(([pattern]) => pattern.test(title))?.[1] ?? 'other steps'
}

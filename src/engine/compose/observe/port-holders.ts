import type { Command } from '../../../host/quote.ts'
import type { OtherWeb } from '../../../model/edge/edge.ts'

/** Prints a line for each port that is in use: the port, and what holds it. */
const portHolders = `for port; do
  name=$(docker ps --filter "publish=$port" --format '{{.Names}}' | head -n 1)
  [ -n "$name" ] || [ -z "$(ss -Hltn "sport = :$port" 2>/dev/null)" ] || name='a program'
  [ -z "$name" ] || echo "$port $name"
done`

/** Asks what holds the ports of further web services; {@link readHolders} parses the answer. */
export function holdersQuestion(otherWeb: readonly OtherWeb[]): Command {
  return ['bash', '-c', portHolders, 'ports', ...otherWeb.map(({ publicPort }) => String(publicPort))]
}

/** Maps each port to its holder: a container, or `a program`; free ports are left out. */
export function readHolders(output: string): Record<number, string> {
  const rows = output.split('\n').filter((line) => line !== '')
  return Object.fromEntries(
    rows.map((line) => [Number(line.split(' ', 1)[0]), line.slice(line.indexOf(' ') + 1)]),
  )
}

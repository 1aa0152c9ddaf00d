/** What GitHub's runner found in a line of output. */
export interface FoundCommand {
  name: string
  data: string
}

const names = new Set(
  'internal-set-repo-path set-env set-output save-state add-path add-mask add-matcher remove-matcher debug warning error notice echo group endgroup stop-commands'.split(
    ' ',
  ),
)

/** Char.IsWhiteSpace of .NET, written down apart from what is tested. */
const whiteSpace = [
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
  ...Array.from({ length: 11 }, (_, at) => 0x2000 + at),
].map((code) => String.fromCharCode(code))

/** Characters that .NET skips where it compares by the rules of a language, as the runner does in both parsers. */
// oxlint-disable-next-line no-control-regex -- these characters are what it is about
const skipped = /[\p{Default_Ignorable_Code_Point}\p{Cf}\0-\x08\x0e-\x1f\x7f]/u

/** The lines as .NET's StreamReader.ReadLine gives them: \r, \n and \r\n end one, nothing else. */
export function linesOf(printed: string): string[] {
  return printed.split(/\r\n|\r|\n/)
}

/**
 * The command that a line is to the runner (actions/runner, ActionCommand.cs): the form with colons is tried first, the
 * form with brackets after it.
 */
export function commandIn(line: string): FoundCommand | undefined {
  return withColons(line) ?? withBrackets(line)
}

/** TryParseV2: after white space `::name properties::data`. */
function withColons(line: string): FoundCommand | undefined {
  let from = 0
  while (whiteSpace.includes(line.charAt(from))) from++
  const text = line.slice(from)
  if (!standsAt(text, 0, '::')) return undefined
  const end = Array.from(text, (_, at) => at).find((at) => at >= 2 && standsAt(text, at, '::'))
  return end === undefined ? undefined : command(text.slice(2, end), text.slice(end + 2))
}

/** TryParse: anywhere `##[name properties]data`. Every place is tried, the runner tries the first one alone. */
function withBrackets(line: string): FoundCommand | undefined {
  for (let at = 0; at < line.length; at++) {
    const end = line.indexOf(']', at)
    if (end < 0) return undefined
    const found = standsAt(line, at, '##[') && command(line.slice(at + 3, end), line.slice(end + 1))
    if (found) return found
  }
  return undefined
}

/** The runner takes the command by the length of the sign, also where skipped characters made it longer. */
function standsAt(text: string, start: number, sign: string): boolean {
  let at = start
  for (const desired of sign) {
    while (at < text.length && skipped.test(text.charAt(at))) at++
    if (text.charAt(at) !== desired) return false
    at++
  }
  return true
}

function command(info: string, data: string): FoundCommand | undefined {
  const [name = ''] = info.split(' ')
  if (!names.has(name.toLowerCase())) return undefined
  return { name, data: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%') }
}

/** White space in .NET, without the two characters that end a line for the runner: \r and \n. */
const blanks = '\\t\\v\\f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'
const colons = new RegExp(`(^|[\\r\\n])([${blanks}]*):(?=:)`, 'g')

/**
 * Foreign text without a command to the runner, and still readable. The runner knows two forms: `::` at the
 * beginning of a line, after any white space, and `##[` anywhere. A space splits both: characters without a width
 * would be skipped where .NET compares texts by the rules of a language.
 */
export function plainText(text: string): string {
  return text.replaceAll('##[', '## [').replace(colons, '$1$2: ')
}

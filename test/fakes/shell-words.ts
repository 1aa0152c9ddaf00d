/** Reads what `shellLine` wrote: commands joined by `&&`, each as its words. */
export function commandsIn(line: string): string[][] {
  const commands: string[][] = [[]]
  let word: string | undefined
  const endWord = (): void => {
    if (word === '&&') commands.push([])
    else if (word !== undefined) commands.at(-1)?.push(word)
    word = undefined
  }
  for (const [part, escape, quoted, escaped, bare] of line.matchAll(
    /\$'\\([nr])'|'([^']*)'|\\(.)|([^\s'\\$]+|\$)| +/g,
  )) {
    if (part.startsWith(' ')) endWord()
    else word = (word ?? '') + (escape === undefined ? (quoted ?? escaped ?? bare ?? '') : breaks[escape])
  }
  endWord()
  return commands
}

const breaks: Record<string, string> = { n: '\n', r: '\r' }

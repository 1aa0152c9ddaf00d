/** A command as an array of words; it becomes shell text only here, once, on its way to a host. */
export type Command = readonly string[]

/**
 * One line of shell text that a POSIX shell, and for words with line breaks bash, reads back as exactly these words.
 * @throws Error for a NUL character, which no program can be given.
 */
export function shellLine(command: Command): string {
  return command.map(quoteWord).join(' ')
}

function quoteWord(word: string): string {
  if (word.includes('\0')) throw new Error('a command word holds a NUL character')
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word
  const quoted = `'${word.replaceAll("'", `'\\''`)}'`
  // The guard reads commands line by line, so a line break must not stand as itself.
  return quoted.split('\r').join(`'$'\\r''`).split('\n').join(`'$'\\n''`)
}

/** A command as an array of words. It becomes shell text only here, once, on its way to a host. */
export type Command = readonly string[]

/**
 * The line that sshd passes to the user's login shell: it starts bash, which runs the command. Every shell (sh, zsh, fish,
 * csh) parses it the same way: it has one pair of quotes, without `!`, backslash or line break inside.
 * The first output, on both streams, is the mark: see `started.ts`. `.bashrc` belongs to the login shell.
 * `exec` leaves no shell in between: it would print a line of its own when the command is killed.
 */
export function remoteLine(command: Command, mark: string): string {
  const script = Buffer.from(`echo ${mark}; echo ${mark} >&2; exec ${shellLine(command)}`).toString('base64')
  return `bash --norc -c 'eval "$(echo $0 | base64 -d)"' ${script}`
}

/**
 * One line of shell text that bash parses into exactly these words.
 * @throws Error for a NUL character, which no argument can contain.
 */
export function shellLine(command: Command): string {
  return command.map(quoteWord).join(' ')
}

function quoteWord(word: string): string {
  if (word.includes('\0')) throw new Error('a command word holds a NUL character')
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word
  const quoted = `'${word.replaceAll("'", `'\\''`)}'`
  // The guard reads commands line by line, so a line break must be escaped.
  return quoted.split('\r').join(`'$'\\r''`).split('\n').join(`'$'\\n''`)
}

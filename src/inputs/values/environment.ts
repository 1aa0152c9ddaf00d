import { UserError } from '../../errors.ts'

/** Names and values of the `environment` input, in their written order. */
export type Environment = ReadonlyMap<string, string>

const skipped = /(?:[ \t]*(?:#[^\n]*)?\n)*/y
const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=[ \t]*/y
const singleQuoted = /'([^']*)'/y
const doubleQuoted = /"((?:[^"\\]|\\[^])*)"/y
/** One PEM block or several; a block that begins before the last one ended was not closed. */
const pem =
  /(?:-----BEGIN ([^\n-]+)-----(?:(?!-----BEGIN )[^])*?-----END \1-----\s*?(?:\n[ \t]*(?=-----BEGIN ))?)+/y
const endOfLine = /[ \t]*\n/y

/**
 * Parses the multi-line `environment` input: one `KEY=value` per line, the value unchanged up to the end of the line.
 * Nothing is expanded and no comment is removed, because passwords contain `$` and `#`. A value in quotes may span
 * lines; a PEM key needs no quotes, because a secret in a workflow has none.
 * @throws UserError bad-input with the line number, never showing a value
 */
export function parseEnvironment(text: string): Environment {
  const source = `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')}\n`
  const environment = new Map<string, string>()
  const lines = new Map<string, number>()
  let at = 0

  /** Consumes the pattern if it is next. */
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(source) ?? undefined
    if (found !== undefined) at = pattern.lastIndex
    return found
  }

  for (take(skipped); at < source.length; take(skipped)) {
    const line = lineOf(source, at)
    const written = source.slice(at, source.indexOf('\n', at)).trim()
    if (isWrapped(written, [...environment.values()].at(-1)))
      throw bad(
        line,
        'looks like the rest of the value before it',
        'Write the value on one line, or all of it in double quotes. (`openssl rand -base64` wraps after 64 characters, `openssl rand -hex` never.)',
      )
    const name = take(assignment)?.[1]
    if (name === undefined) throw noAssignment(line, written)
    const before = lines.get(name)
    if (before !== undefined)
      throw bad(line, `sets ${name}, which line ${before} has set`, `Keep one line for ${name}.`)
    lines.set(name, line)
    environment.set(name, readValue(name, line))
  }
  return environment

  function readValue(name: string, line: number): string {
    const first = source[at]
    if (first === "'" || first === '"') return readQuoted(name, line, first)
    if (source.startsWith('-----BEGIN ', at)) return readPem(name, line)
    const value = source.slice(at, source.indexOf('\n', at)).replace(/[ \t]+$/, '')
    at = source.indexOf('\n', at) + 1
    return whole(name, line, value)
  }

  function readQuoted(name: string, line: number, quote: "'" | '"'): string {
    const inside = take(quote === "'" ? singleQuoted : doubleQuoted)?.[1]
    // A quote right behind `KEY=` on a later line opens that value: the current one was never closed.
    if (inside === undefined || /\n[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=[ \t]*$/.test(inside))
      throw bad(line, `opens a ${quote} for ${name} that nothing closes`, quoting(name))
    if (take(endOfLine) === undefined)
      throw bad(line, `has text behind the closing ${quote} of ${name}`, quoting(name))
    if (quote === '"')
      return whole(
        name,
        line,
        inside.replace(/\\([n"\\])/g, (_, one) => (one === 'n' ? '\n' : one)),
      )
    return whole(name, line, inside)
  }

  function readPem(name: string, line: number): string {
    const start = at
    const block = take(pem)?.[0]
    if (block === undefined)
      throw bad(
        line,
        `begins a PEM block for ${name} that has no matching END line`,
        `Give ${name} with all its lines, from -----BEGIN to -----END.`,
      )
    if (source.startsWith('\\n', at)) whole(name, line, `${source.slice(start, at)}\\n`)
    if (take(endOfLine) === undefined)
      throw bad(line, `has text behind the END line of ${name}`, `End the line of ${name} there.`)
    return whole(name, line, block.trim().replace(/[ \t]*\n[ \t]*/g, '\n'))
  }
}

/** GitHub replaces expressions in a workflow file, never in the text of a secret, a variable or a file. */
const expression = /\$\{\{[^{}]*\}\}/

/**
 * Rejects impossible values: a NUL ends a string for the kernel, an escaped line break ends no line of a PEM, and an
 * expression that is still present will not be replaced.
 */
function whole(name: string, line: number, value: string): string {
  if (value.includes('\0')) throw bad(line, `has a NUL character in ${name}`, `Remove it from ${name}.`)
  if (expression.test(value))
    throw bad(
      line,
      `has an expression \${{ … }} in ${name}, which GitHub did not replace`,
      `GitHub replaces it only in the workflow file. Write the value itself, or write the line of ${name} in the workflow, under \`environment: |\` of the step.`,
    )
  if (value.startsWith('-----BEGIN ') && value.includes('\\n'))
    throw bad(
      line,
      `gives ${name} as a PEM with the two characters \\n where its lines end`,
      `Put it in double quotes, where \\n is a line break: ${name}="-----BEGIN …\\n…\\n-----END …", or give it with real line breaks.`,
    )
  return value
}

/**
 * Formats the environment so that the env_file parser of Compose returns every value exactly, in every version since 2.20.
 * Single quotes are literal, but have no escape that all versions share, and a backslash before the closing
 * quote keeps it open; in double quotes `\`, `"` and `$` are doubled or escaped.
 */
export function formatEnvironment(environment: Environment): string {
  return [...environment].map(([name, value]) => `${name}=${quoted(value)}\n`).join('')
}

function quoted(value: string): string {
  if (!value.includes("'") && !value.endsWith('\\')) return `'${value}'`
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('$', '$$$$')}"`
}

/** The end of wrapped Base64 looks like an assignment: `Zm8=` would be a variable Zm8 with no value. */
function isWrapped(line: string, valueBefore: string | undefined): boolean {
  if (valueBefore === undefined || line.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={1,2}$/.test(line)) return false
  // Hexadecimal is never wrapped, and 64 digits are a usual secret.
  const isFullLine =
    /^([A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{76})$/.test(valueBefore) && !/^[0-9a-f]+$/i.test(valueBefore)
  return line.endsWith('==') || isFullLine
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}

function noAssignment(line: number, written: string): UserError {
  // The text before `=` is not shown either: it may be the tail of a secret, because base64 ends with `=`.
  return written.includes('=')
    ? bad(
        line,
        'has a name that no variable can have, or spaces around it',
        'Write KEY=value, KEY made of letters, digits and _, with no space before the =.',
      )
    : bad(
        line,
        'is not of the form KEY=value',
        'Write one KEY=value a line; a value that spans lines goes in double quotes.',
      )
}

function quoting(name: string): string {
  return `Put all of it between quotes: ${name}='…' takes everything but ' literally, ${name}="…" knows \\" \\\\ and \\n; without quotes the value is the rest of the line as it stands.`
}

function bad(line: number, what: string, fix: string): UserError {
  return new UserError('bad-input', `environment: line ${line} ${what}.`, fix)
}

/** One input as the code reads it. Its name, default and `required` are in action.yml too, and a test compares them. */
export interface InputSpec<T> {
  required: boolean
  default: string
  secret: boolean
  /** The parts of a secret to mask, given the public texts of the other inputs; the whole secret without this. */
  masks?: Masks
  /** Parses the text into the value; throws {@link BadValue}. */
  parse(raw: string): T
  /** The value of an empty input without a default. */
  absent: T | undefined
}

/** Selects the parts of a secret to mask. */
export type Masks = (raw: string, others: readonly string[]) => string[]

/** What an action accepts and returns; keys are exactly the names in action.yml. */
export interface Contract {
  /** The name of the operation in webhook messages: "deploy". */
  does?: string
  inputs: Record<string, InputSpec<unknown>>
  outputs: readonly string[]
}

/** The typed record that a contract's inputs are read into. */
export type InputsOf<C extends Contract> = {
  [Name in keyof C['inputs']]: C['inputs'][Name] extends InputSpec<infer T> ? T : never
}

/** The outputs that an action may set. */
export type OutputsOf<C extends Contract> = Partial<Record<C['outputs'][number], string | undefined>>

/** An unusable value; the message says what would be right, "a whole number from 1 to 65535". */
export class BadValue extends Error {}

interface Options {
  default?: string
  secret?: boolean
}

/** A single-line or multi-line text. Empty means not given. */
export function text(options: Options & ({ required: true } | { default: string })): InputSpec<string>
export function text(options?: Options): InputSpec<string | undefined>
export function text(options: Options & { required?: true } = {}): InputSpec<string | undefined> {
  return spec(options, (raw) => raw)
}

/** A text that is masked in the log first of all. */
export function secret(options: { required: true }): InputSpec<string>
export function secret(options?: { masks: Masks }): InputSpec<string | undefined>
export function secret(options: { required?: true; masks?: Masks } = {}): InputSpec<string | undefined> {
  const { masks, ...rest } = options
  return { ...spec({ ...rest, secret: true }, (raw) => raw), ...(masks === undefined ? {} : { masks }) }
}

/** A text that must match the pattern; `expected` describes it in words. */
export function pattern(
  regexp: RegExp,
  expected: string,
  options: { required: true } | { default: string },
): InputSpec<string>
export function pattern(regexp: RegExp, expected: string): InputSpec<string | undefined>
export function pattern(
  regexp: RegExp,
  expected: string,
  options: Options & { required?: true } = {},
): InputSpec<string | undefined> {
  return spec(options, (raw) => {
    if (!regexp.test(raw)) throw new BadValue(expected)
    return raw
  })
}

/** One of a closed list of words. */
export function choice<const W extends string>(
  words: readonly W[],
  options: { default: W } | { required: true },
): InputSpec<W>
export function choice<const W extends string>(words: readonly W[]): InputSpec<W | undefined>
export function choice<const W extends string>(
  words: readonly W[],
  options: { default?: W; required?: true } = {},
): InputSpec<W | undefined> {
  return spec(options, (raw) => {
    const word = words.find((one) => one === raw)
    if (word === undefined) throw new BadValue(`one of ${words.join(', ')}`)
    return word
  })
}

/** `true` or `false`, in the spellings of YAML; anything else is an error and not a silent false. */
export function flag(options: { default: 'true' | 'false' }): InputSpec<boolean> {
  return spec(options, (raw) => {
    if (!/^(true|false)$/i.test(raw)) throw new BadValue('true or false')
    return raw.toLowerCase() === 'true'
  })
}

/** A whole number between two inclusive bounds. */
export function whole(bounds: { min: number; max: number; default: string }): InputSpec<number>
export function whole(bounds: { min: number; max: number }): InputSpec<number | undefined>
export function whole(bounds: { min: number; max: number } & Options): InputSpec<number | undefined> {
  return spec(bounds, (raw) => {
    const value = Number(raw)
    if (!/^\d+$/.test(raw) || value < bounds.min || value > bounds.max)
      throw new BadValue(`a whole number from ${bounds.min} to ${bounds.max}`)
    return value
  })
}

/** A duration in seconds: `90`, `90s`, `5m`, `1h`. */
export function seconds(options: { default: string }): InputSpec<number> {
  return spec(options, (raw) => {
    const [, count, unit] = /^(\d+)([smh]?)$/.exec(raw) ?? []
    if (count === undefined) throw new BadValue('a duration such as 90, 90s, 5m or 1h')
    return Number(count) * { '': 1, s: 1, m: 60, h: 3600 }[unit as '' | 's' | 'm' | 'h']
  })
}

/** A share in percent, 0 to 100, with or without decimals. */
export function percent(options: { default: string }): InputSpec<number> {
  return spec(options, (raw) => {
    const value = Number(raw.replace(/\s*%$/, ''))
    if (!/^\d+(\.\d+)?\s*%?$/.test(raw) || value > 100) throw new BadValue('a percentage from 0 to 100')
    return value
  })
}

/** A list, one entry per line, without blank lines and lines that start with #. `each` describes a valid line. */
export function lines(
  options: {
    default?: string
    required?: true
    secret?: true
    each?: [test: Pick<RegExp, 'test'>, expected: string]
  } = {},
): InputSpec<string[]> {
  const { each: [pattern, expected] = [], ...rest } = options
  const parse = (raw: string): string[] => {
    const list = raw
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
    if (pattern !== undefined && !list.every((line) => pattern.test(line))) throw new BadValue(expected)
    return list
  }
  return { ...spec(rest, parse), absent: [] }
}

function spec<T>(options: Options & { required?: boolean }, parse: (raw: string) => T): InputSpec<T> {
  return {
    required: options.required ?? false,
    default: options.default ?? '',
    secret: options.secret ?? false,
    parse,
    absent: undefined,
  }
}

import { array, check, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guardOutput, type Output } from '../../src/runner/guard-output.ts'
import { type Log, logTo } from '../../src/runner/log.ts'
import { commandIn, type FoundCommand, linesOf } from './runner-parsers.ts'

/** Texts made of what commands are made of: signs, names, white space, line ends, colours, and anything else. */
const hostile = array(
  oneof(
    constantFrom('##[', '#', '##', '[', ']', '::', ':', ':::'),
    constantFrom('set-output name=release', 'add-mask', 'stop-commands', 'debug', 'error file=a', 'group'),
    constantFrom('##[set-output name=release]evil', '::stop-commands::x', '::add-mask::a', 'boot ##[group]'),
    constantFrom(...Array.from(' \t\v\f\x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')),
    constantFrom('\n', '\r', '\r\n', '\n\n', '\u200b', '\xad', '\0', '\x1b[31m', '\x1b[0m', '%0A', '%'),
    string({ unit: 'binary', maxLength: 3 }),
  ),
  { minLength: 1, maxLength: 9 },
).map((parts) => parts.join(''))

/** The commands that the runner finds in what the work prints. */
function commandsOf(work: (log: Log) => void): FoundCommand[] {
  let printed = ''
  work(logTo((text) => void (printed += text)))
  return linesOf(printed).flatMap((line) => commandIn(line) ?? [])
}

const runs = { numRuns: 5_000, seed: 13 }
let tried = 0
/** The first of thousands of texts for which it is false; null when there is none. Counts them. */
function exceptionTo(rule: (text: string) => boolean): [string] | null {
  const counted = property(hostile, (text) => {
    tried++
    return rule(text)
  })
  return check(counted, runs).counterexample
}

describe('foreign text', () => {
  test('Foreign text is never a command to the runner', () => {
    expect(exceptionTo((text) => commandsOf((log) => log.info(text)).length === 0)).toBeNull()
  })

  test('Foreign text stays inside the data of the one command that was meant', () => {
    const exception = exceptionTo((text) => {
      const found = commandsOf((log) => {
        log.error(text, { file: text, line: 3 })
        log.warning(text)
        log.debug(text)
      })
      return found.map(({ name }) => name).join() === 'error,warning,debug'
    })
    expect(exception).toBeNull()
  })

  test('Foreign text is no command either if a package prints it in pieces past the log', () => {
    const exception = exceptionTo((text) => {
      let printed = ''
      const output: Output = { write: (one) => ((printed += one), true) }
      const flush = guardOutput(output, { debug: () => {}, warning: () => {} })
      for (const piece of text.match(/[^]{1,2}/g) ?? []) output.write(piece)
      flush()
      return linesOf(printed).every((line) => commandIn(line) === undefined)
    })
    expect(exception).toBeNull()
  })

  test('Foreign text was a command to the runner with the escape of earlier versions', () => {
    const before = (text: string): string => text.replace(/^(\s*)(::|##\[)/gm, '$1\u200b$2')
    const result = check(
      property(hostile, (text) => linesOf(before(text)).every((line) => commandIn(line) === undefined)),
      runs,
    )
    console.log(
      `${tried} texts tried; the old escape fails after ${result.numRuns}: ${JSON.stringify(result.counterexample)}`,
    )
    expect(result.failed).toBe(true)
    expect(commandIn(before('boot ##[set-output name=release]evil'))).toEqual({
      name: 'set-output',
      data: 'evil',
    })
    expect(commandIn(before('\x85::add-mask::abc'))).toEqual({ name: 'add-mask', data: 'abc' })
  })

  test.each([
    ['boot ##[set-output name=release]evil', 'boot ## [set-output name=release]evil'],
    ['\x85::add-mask::abc', '\x85: :add-mask::abc'],
    ['a\r::stop-commands::x', 'a\r: :stop-commands::x'],
    ['std::vector, 2001:db8::1, ## a [b], # [c]', 'std::vector, 2001:db8::1, ## a [b], # [c]'],
  ])('The text %j can still be read as %j', (text, readable) => {
    let printed = ''
    logTo((one) => void (printed += one)).info(text)
    expect(printed).toBe(`${readable}\n`)
  })

  test('Foreign text that looks like a command is masked unchanged', () => {
    expect(commandsOf((log) => log.mask('::debug::x\r##[group]y%0A'))).toEqual([
      { name: 'add-mask', data: '::debug::x' },
      { name: 'add-mask', data: '##[group]y%0A' },
    ])
  })
})

test('A debug line and a warning of a package are printed by the log, and its other commands become text', () => {
  let printed = ''
  const given: string[] = []
  const note = (text: string): void => void given.push(text)
  const output: Output = { write: (one) => ((printed += one), true) }
  guardOutput(output, { debug: note, warning: note })
  output.write('::debug::50%25 sent\n::warning::Failed ##[group]\n::error::x\nCache saved\n')
  expect([given, printed]).toEqual([['50% sent', 'Failed ##[group]'], ': :error::x\nCache saved\n'])
})

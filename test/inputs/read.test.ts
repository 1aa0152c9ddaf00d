import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import {
  choice,
  flag,
  type InputSpec,
  lines,
  pattern,
  seconds,
  secret,
  text,
  whole,
} from '../../src/inputs/contract.ts'
import { readInputs, secretsOf } from '../../src/inputs/read.ts'

/** Reads one input named `x` from what was written, or gives the complaint. */
function read<T>(spec: InputSpec<T>, raw?: string): T | string {
  try {
    const contract = { inputs: { x: spec }, outputs: [] }
    return readInputs(contract, raw === undefined ? {} : { INPUT_X: raw }).x as T
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.message
  }
}

describe('the value of an input', () => {
  it.each<[string, InputSpec<unknown>, string, unknown]>([
    ['text', text(), ' a b ', 'a b'],
    ['yes', flag({ default: 'false' }), 'true', true],
    ['YAML yes', flag({ default: 'false' }), 'True', true],
    ['number', whole({ min: 1, max: 65_535 }), '22', 22],
    ['plain seconds', seconds({ default: '1' }), '90', 90],
    ['minutes', seconds({ default: '1' }), '5m', 300],
    ['hours', seconds({ default: '1' }), '1h', 3600],
    ['word', choice(['rolling', 'recreate'], { default: 'rolling' }), 'recreate', 'recreate'],
    ['list', lines(), ' a\r\n\n# no\nb ', ['a', 'b']],
  ])('The value of an input is read: %s', (_, spec, raw, value) => {
    expect(read(spec, raw)).toEqual(value)
  })

  it.each<[string, InputSpec<unknown>, string, string]>([
    ['no', flag({ default: 'false' }), 'yes', `Input 'x': "yes" is not true or false.`],
    ['0x10', whole({ min: 1, max: 99 }), '0x10', `Input 'x': "0x10" is not a whole number from 1 to 99.`],
    ['too much', whole({ min: 1, max: 99 }), '100', `Input 'x': "100" is not a whole number from 1 to 99.`],
    ['days', seconds({ default: '1' }), '2d', `Input 'x': "2d" is not a duration such as 90, 90s, 5m or 1h.`],
    ['word', choice(['a', 'b'], { default: 'a' }), 'c', `Input 'x': "c" is not one of a, b.`],
    ['shape', pattern(/^v/, 'a tag'), '1', `Input 'x': "1" is not a tag.`],
  ])('The value of an input is refused: %s', (_, spec, raw, problem) => {
    expect(read(spec, raw)).toBe(problem)
  })

  it.each<[string, InputSpec<unknown>, unknown]>([
    ['a default', whole({ min: 1, max: 9, default: '3' }), 3],
    ['nothing', text(), undefined],
    ['an empty list', lines(), []],
    ['a complaint', text({ required: true }), "Input 'x' is required and was not given."],
  ])('The input is taken as not given: %s', (_, spec, value) => {
    expect(read(spec)).toEqual(value)
    expect(read(spec, '   ')).toEqual(value)
  })
})

describe('all inputs together', () => {
  const contract = {
    inputs: { 'ssh-key': secret({ required: true }), port: whole({ min: 1, max: 9 }), pin: secret() },
    outputs: [],
  }

  it('All faults of the inputs are reported, not only the first', () => {
    expect(() => readInputs(contract, { INPUT_PORT: 'x' })).toThrow(
      /'ssh-key' is required and was not given\.\nInput 'port': "x" is not/,
    )
  })

  it('Secrets are masked as they were written, with dashes kept in the input name', () => {
    expect(secretsOf(contract, { 'INPUT_SSH-KEY': 'k', INPUT_PORT: '1' })).toEqual(['k'])
  })

  it('An unusable secret is never shown', () => {
    const hidden = { ...whole({ min: 1, max: 9 }), secret: true }
    expect(read(hidden, 'hunter2')).toBe(
      "Input 'x': the given value (hidden) is not a whole number from 1 to 9.",
    )
  })

  it('A long value is cut in the message', () => {
    expect(read(flag({ default: 'true' }), 'x'.repeat(500))).toMatch(
      /^Input 'x': "x{77}…" is not true or false\.$/,
    )
  })
})

import { expect, it } from 'vitest'
import { allWords, lastWords } from '../../src/runner/last-words.ts'

it('The last words of a command are the last line of its two outputs', () => {
  expect(lastWords({ code: 1, stdout: 'one\ntwo\n', stderr: '' })).toBe('two')
  expect(lastWords({ code: 1, stdout: 'one', stderr: 'three\n\n' })).toBe('three')
  expect(allWords({ code: 1, stdout: 'one', stderr: 'three\n' })).toBe('one\nthree')
})

it('The last words of a silent command say how it ended', () => {
  for (const words of [lastWords, allWords])
    expect(words({ code: 3, stdout: ' \n', stderr: '' })).toBe('it printed nothing (exit code 3)')
})

import { expect, test } from 'vitest'
import { readStore } from '../../../src/engine/compose/observe/releases.ts'
import { UserError } from '../../../src/errors.ts'

const ran = (code: number, stdout = '') => ({ code, stdout, stderr: '' })

test('A host without a release has no live one', () => {
  expect(readStore('web-1', [ran(1), ran(1), ran(1)])).toEqual({
    live: undefined,
    previous: undefined,
    releases: [],
  })
})

test('A host whose commands cannot run is not taken for a host without a release', () => {
  const read = () => readStore('web-1', [ran(127, 'bash: cat: command not found\n'), ran(127), ran(127)])
  expect(read).toThrow(UserError)
  expect(read).toThrow('web-1: the command cat failed with exit code 127: bash: cat: command not found.')
})

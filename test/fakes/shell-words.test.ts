import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { shellLine } from '../../src/host/quote.ts'
import { commandsIn } from './shell-words.ts'

it('The parser of words reads back any words that the host is sent', () => {
  const word = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0') && one !== '&&')
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1 }), { minLength: 1 }), (commands) => {
      expect(commandsIn(commands.map(shellLine).join(' && '))).toEqual(commands)
    }),
  )
})

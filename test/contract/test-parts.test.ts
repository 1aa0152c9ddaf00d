import { expect, it } from 'vitest'
import { askedFor } from '../../scripts/test-parts.ts'

it.each<[string, string[], boolean, string[], string[]]>([
  ['nothing is everything', [], true, ['unit', 'integration', 'e2e'], []],
  ['a size is that size', ['integration'], false, ['integration'], []],
  ['Saleor itself is asked for by name', ['saleor', 'broken'], false, ['saleor'], ['broken']],
  [
    'a size and parts of paths are those files of it',
    ['unit', 'host', 'image'],
    false,
    ['unit'],
    ['host', 'image'],
  ],
  [
    'a part of a path is looked for without servers',
    ['compose'],
    false,
    ['unit', 'integration'],
    ['compose'],
  ],
  [
    'a part of a path with e2e in it is looked for with servers',
    ['e2e/pipeline'],
    false,
    ['e2e'],
    ['e2e/pipeline'],
  ],
  [
    'parts of both kinds are looked for in all sizes',
    ['host', 'e2e/fleet'],
    false,
    ['unit', 'integration', 'e2e'],
    ['host', 'e2e/fleet'],
  ],
])('The parts of npm test are chosen: %s', (_, words, check, sizes, filters) => {
  expect(askedFor(words)).toEqual({ check, sizes, filters })
})

import { expect, test } from 'vitest'
import { readEnds } from '../../../src/engine/compose/capture.ts'

test('The events of a container tell its last exit code and whether it was killed for want of memory', () => {
  const events =
    'oom saleor-web-2 <no value>\ndie saleor-web-2 137\ndie saleor-celery-1 1\ndie saleor-celery-1 143\n\n'
  expect(readEnds(events)).toEqual(
    new Map([
      ['saleor-web-2', { outOfMemory: true, exitCode: 137 }],
      ['saleor-celery-1', { outOfMemory: false, exitCode: 143 }],
    ]),
  )
})

test('An exit code that the engine does not tell counts as none', () => {
  expect(readEnds('die saleor-web-2 <no value>').get('saleor-web-2')).toEqual({
    outOfMemory: false,
    exitCode: 0,
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faults } from './faults.ts'

describe('the mutations of `npm run test:mutations`', () => {
  it.each(faults)('The file $file can be changed so that $breaks', ({ file, search, replacement }) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    expect(text.split(search)).toHaveLength(2)
    expect(replacement).not.toBe(search)
  })
})

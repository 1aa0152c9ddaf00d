import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../../src/compose/read/place.ts'

const text = `x-app: &app
  restart: always
  environment: &settings
    DEBUG: "False"

services:
  web:
    <<: *app
    image: shop
  worker:
    <<: [*app, {image: other}]
    environment:
      <<: *settings
      TOKEN: hush
  beat: *app
  list:
    environment:
      - NAME=a=b
      - EMPTY
`

describe('a place in a Compose file', () => {
  const source = sourceOf([{ file: 'compose.yml', text }])

  it.each<[string, string[], number | undefined, string | undefined]>([
    ['a service', ['services', 'web'], 7, undefined],
    ['a key', ['services', 'web', 'image'], 9, 'shop'],
    ['a key that an anchor brings', ['services', 'web', 'restart'], 2, 'always'],
    ['a variable that an anchor brings', ['services', 'worker', 'environment', 'DEBUG'], 4, 'False'],
    ['a variable of its own', ['services', 'worker', 'environment', 'TOKEN'], 14, 'hush'],
    ['a key that one of several anchors brings', ['services', 'worker', 'image'], 11, 'other'],
    ['a service that is an anchor', ['services', 'beat', 'restart'], 2, 'always'],
    ['a variable in a list', ['services', 'list', 'environment', 'NAME'], 18, 'a=b'],
    ['a variable without a value', ['services', 'list', 'environment', 'EMPTY'], 19, ''],
    ['what is not there', ['services', 'web', 'ports'], undefined, undefined],
  ])('The line of %s is looked up in a Compose file', (_, path, line, value) => {
    const place = line === undefined ? { file: 'compose.yml' } : { file: 'compose.yml', line }
    expect(source.place([path])).toEqual(place)
    expect(source.text(path)).toBe(value)
  })

  it('The place in a Compose file is the first that there is, in the last file that has it', () => {
    const more = 'services:\n  web:\n    image: newer\n'
    const both = sourceOf([
      { file: 'compose.yml', text },
      { file: 'override.yml', text: more },
    ])
    expect(both.place([['services', 'web', 'image']])).toEqual({ file: 'override.yml', line: 3 })
    expect(
      both.place([
        ['services', 'web', 'ports'],
        ['services', 'web', 'restart'],
        ['services', 'web'],
      ]),
    ).toEqual({
      file: 'compose.yml',
      line: 2,
    })
  })

  it('There is no place without a file, and the file alone where YAML cannot be read', () => {
    expect(sourceOf([]).place([['services']])).toBeUndefined()
    expect(sourceOf([{ file: 'a.yml', text: '{[' }]).place([['services', 'web']])).toEqual({ file: 'a.yml' })
  })
})

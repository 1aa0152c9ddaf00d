import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { formatEnvironment, parseEnvironment } from '../../../src/inputs/values/environment.ts'
import { fixture } from '../../compose/fixtures.ts'
import { randomValues } from '../../compose/values.ts'

const pem = '-----BEGIN PRIVATE KEY-----\nMIIB\nq83=\n-----END PRIVATE KEY-----'

describe('values', () => {
  it.each([
    ['a plain one', 'A=1', '1'],
    ['none', 'A=', ''],
    ['spaces around it are not part of it', 'A=  b c \t', 'b c'],
    ['dollars', 'A=a$b$$c${D}$(id)', 'a$b$$c${D}$(id)'],
    ['no comment is cut off', 'A=b #c', 'b #c'],
    ['quotes inside', `A=it's "so"`, `it's "so"`],
    ['equals signs', 'A=b=c==', 'b=c=='],
    ['backslashes', 'A=C:\\new\\', 'C:\\new\\'],
    ['JSON', 'A={"a": "b"}', '{"a": "b"}'],
    ['single quotes', "A='a \"$b\\n'", 'a "$b\\n'],
    ['single quotes over lines', "A=' a\nB=c\n'", ' a\nB=c\n'],
    ['double quotes', 'A=" a\'$b "', " a'$b "],
    ['double quotes over lines', 'A="a\n# b\n\nc"', 'a\n# b\n\nc'],
    ['escapes in double quotes', 'A="a\\nb\\"c\\\\n\\d"', 'a\nb"c\\n\\d'],
    ['spaces behind the closing quote', "A='b'  ", 'b'],
    ['export', 'export A=b', 'b'],
    ['an indented line', '  A=b', 'b'],
    ['Windows line ends', 'A=b\r\n', 'b'],
    ['a key as it stands in the secret', `A=${pem}`, pem],
    ['an indented key', `A=${pem.replaceAll('\n', '\n    ')}`, pem],
    [
      'a key with headers and a blank line',
      'A=-----BEGIN X-----\nP: 4\n\nab\n-----END X-----',
      '-----BEGIN X-----\nP: 4\n\nab\n-----END X-----',
    ],
    [
      'a chain',
      `A=${pem}\n${pem.replaceAll('PRIVATE KEY', 'CERTIFICATE')}`,
      `${pem}\n${pem.replaceAll('PRIVATE KEY', 'CERTIFICATE')}`,
    ],
    ['an escaped key in double quotes', `A="${pem.replaceAll('\n', '\\n')}"`, pem],
    ['unicode', 'A=é 日本 😀', 'é 日本 😀'],
  ])('The environment is parsed: %s', (_, text, value) => {
    expect([...parseEnvironment(`# first\n\n${text}\nZ=last\n`)]).toEqual([
      ['A', value],
      ['Z', 'last'],
    ])
  })

  it('A byte order mark is no part of the first name', () => {
    expect(parseEnvironment('\ufeffA=b').get('A')).toBe('b')
  })

  it('An empty text has no variables', () => {
    expect(parseEnvironment('')).toEqual(new Map())
    expect(parseEnvironment('\n  \n# only a comment')).toEqual(new Map())
  })

  it('The example file for staging is parsed', () => {
    const environment = parseEnvironment(fixture('env.staging'))
    expect([...environment.keys()]).toEqual([
      ...[
        'DEBUG',
        'SECRET_KEY',
        'ALLOWED_HOSTS',
        'DATABASE_URL',
        'REDIS_URL',
        'CELERY_BROKER_URL',
        'EMAIL_URL',
      ],
      ...['STATIC_URL', 'MEDIA_URL'],
    ])
    expect(environment.get('EMAIL_URL')).toBe('smtp://user:pass@smtp.example.com:587/?tls=True')
  })
})

describe('errors', () => {
  it.each([
    ['no assignment', 'B=1\nhush', 'environment: line 2 is not of the form KEY=value.'],
    [
      'a name with a space',
      'A =hush',
      'environment: line 1 has a name that no variable can have, or spaces around it.',
    ],
    [
      'a name that begins with a digit',
      '1A=hush',
      'environment: line 1 has a name that no variable can have, or spaces around it.',
    ],
    [
      'the tail of a wrapped value',
      'A=hush\nhushhu==',
      'environment: line 2 looks like the rest of the value before it.',
    ],
    [
      'the tail of what openssl wraps',
      `A=${'hush'.repeat(16)}\nhus=`,
      'environment: line 2 looks like the rest of the value before it.',
    ],
    ['a name twice', 'A=1\nB=2\nA=hush', 'environment: line 3 sets A, which line 1 has set.'],
    ['an open single quote', "A='hush\nB=2", "environment: line 1 opens a ' for A that nothing closes."],
    ['an open double quote', 'B=2\nA="hush', 'environment: line 2 opens a " for A that nothing closes.'],
    [
      'a quote that the next value would close',
      "A='hush\nB='hush'",
      "environment: line 1 opens a ' for A that nothing closes.",
    ],
    ['text behind a quote', 'A="a" hush', 'environment: line 1 has text behind the closing " of A.'],
    [
      'a quote inside of single quotes',
      "A='it's hush'",
      "environment: line 1 has text behind the closing ' of A.",
    ],
    [
      'a key without an end',
      'A=-----BEGIN X-----\nhush',
      'environment: line 1 begins a PEM block for A that has no matching END line.',
    ],
    [
      'a key whose end is that of another',
      `A=-----BEGIN X-----\nhush\nB=-----BEGIN X-----\n-----END X-----`,
      'environment: line 1 begins a PEM block for A that has no matching END line.',
    ],
    [
      'a key in one line with an escaped line break behind its END line too',
      `A=${pem.trim().replaceAll('\n', '\\n')}\\n`,
      'environment: line 1 gives A as a PEM with the two characters \\n where its lines end.',
    ],
    [
      'a key with real line breaks and an escaped one behind its END line',
      `A=${pem.trim()}\\n`,
      'environment: line 1 gives A as a PEM with the two characters \\n where its lines end.',
    ],
    [
      'an expression as a value',
      'B=1\nA=${{ secrets.HUSH }}',
      'environment: line 2 has an expression ${{ … }} in A, which GitHub did not replace.',
    ],
    [
      'an expression inside of a value',
      'DATABASE_URL=postgres://u:${{ secrets.HUSH }}@db/s',
      'environment: line 1 has an expression ${{ … }} in DATABASE_URL, which GitHub did not replace.',
    ],
    [
      'an expression in quotes',
      'A="${{vars.HUSH}}"',
      'environment: line 1 has an expression ${{ … }} in A, which GitHub did not replace.',
    ],
    ['text behind a key', `A=${pem} hush`, 'environment: line 1 has text behind the END line of A.'],
    [
      'a key with escaped line ends',
      `A=${pem.replaceAll('\n', '\\n')}`,
      'environment: line 1 gives A as a PEM with the two characters \\n where its lines end.',
    ],
    [
      'the same in single quotes',
      `A='${pem.replaceAll('\n', '\\n')}'`,
      'environment: line 1 gives A as a PEM with the two characters \\n where its lines end.',
    ],
    ['a NUL', 'A=hush\0', 'environment: line 1 has a NUL character in A.'],
    [
      'the line counts lines of values',
      `A=${pem}\nB='1\n2'\nhush`,
      'environment: line 7 is not of the form KEY=value.',
    ],
  ])('The error names the line and shows no value: %s', (_, text, message) => {
    const error = thrownBy(() => parseEnvironment(text))
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({ reason: 'bad-input', message })
    expect(error.message + error.fix).not.toMatch(/hush|MIIB/)
    expect(error.fix).not.toBe('')
  })
})

describe('the file for Compose', () => {
  it.each([
    ['a', `A='a'\n`],
    ['', `A=''\n`],
    ['a$b #c', `A='a$b #c'\n`],
    ["it's $5", `A="it's $$5"\n`],
    ['a\\', 'A="a\\\\"\n'],
    ['a\nb', `A='a\nb'\n`],
    ['\'"\\n$${X}', 'A="\'\\"\\\\n$$$${X}"\n'],
  ])('The value %j is the same after Compose has read it', (value, text) => {
    expect(formatEnvironment(new Map([['A', value]]))).toBe(text)
  })

  it('A value in double quotes is read as a person means it', () => {
    for (const value of randomValues(7, 2000).map((one) => one.replaceAll('\r\n', '\n'))) {
      const text = `A="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
      expect(parseEnvironment(text).get('A')).toBe(value)
    }
  })
})

function thrownBy(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    return error as UserError
  }
  throw new Error('nothing was thrown')
}

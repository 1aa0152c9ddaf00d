import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { shellLine } from '../../src/host/quote.ts'
import { randomValues } from '../compose/values.ts'
import { randomFrom } from '../matrix/random.ts'

/** What shells take for more than text, beside the words that trip Compose and dotenv. */
const pieces = [
  `'`,
  `$'`,
  `$'\\n'`,
  '"$(id)"',
  '!!',
  '~',
  '*',
  '[a]',
  '{a,b}',
  ';',
  '&',
  '>x',
  '\\',
  '^',
  '%s',
  '-n',
]

function randomCommands(seed: number, count: number): string[][] {
  const next = randomFrom(seed)
  const values = randomValues(seed, count * 3)
  return Array.from({ length: count }, (_, index) =>
    values
      .slice(index * 3, index * 3 + 3)
      .map((value) => value + (pieces[Math.floor(next() * pieces.length)] ?? '')),
  )
}

/** Reads each line as the guard does, evaluates it in a real bash, and gives back the words it was taken for. */
function readBack(lines: readonly string[]): string[][] {
  const script = `words() { printf '%s\\0' "$#" "$@"; }; while IFS= read -r line; do eval "words $line"; done`
  const { stdout, status } = spawnSync('bash', ['-c', script], {
    input: `${lines.join('\n')}\n`,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  expect(status).toBe(0)
  const said = stdout.toString().split('\0').slice(0, -1)
  const commands: string[][] = []
  for (let at = 0; at < said.length; at += Number(said[at]) + 1)
    commands.push(said.slice(at + 1, at + 1 + Number(said[at])))
  return commands
}

describe('a command as shell text', () => {
  it('is one line that bash takes for exactly the same words, whatever is in them', () => {
    const commands = randomCommands(7, 2000)
    const lines = commands.map(shellLine)
    expect(lines.filter((line) => /[\n\r]/.test(line))).toEqual([])
    expect(readBack(lines)).toEqual(commands)
  })

  it('keeps empty words and words of nothing but line breaks', () => {
    const commands = [['', '\n', '\r\n'], [' '], ["'"], ['', '', '']]
    expect(readBack(commands.map(shellLine))).toEqual(commands)
  })

  it('leaves plain words as people write them', () => {
    expect(shellLine(['docker', 'ps', '--filter', 'label=a=b', '/opt/saleor'])).toBe(
      'docker ps --filter label=a=b /opt/saleor',
    )
  })

  it('refuses a NUL character, which would cut the word', () => {
    expect(() => shellLine(['a\0b'])).toThrow('NUL')
  })
})

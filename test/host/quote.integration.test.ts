import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { remoteLine, shellLine } from '../../src/host/quote.ts'
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
  it('A quoted command is one line that bash parses into exactly the same words, whatever they contain', () => {
    const commands = randomCommands(7, 2000)
    const lines = commands.map(shellLine)
    expect(lines.filter((line) => /[\n\r]/.test(line))).toEqual([])
    expect(readBack(lines)).toEqual(commands)
  })

  it('A quoted command keeps empty words and words of line breaks alone', () => {
    const commands = [['', '\n', '\r\n'], [' '], ["'"], ['', '', '']]
    expect(readBack(commands.map(shellLine))).toEqual(commands)
  })

  it('A quoted command leaves plain words unquoted', () => {
    expect(shellLine(['docker', 'ps', '--filter', 'label=a=b', '/opt/saleor'])).toBe(
      'docker ps --filter label=a=b /opt/saleor',
    )
  })

  it('A command with a NUL character is refused, because NUL would cut the word', () => {
    expect(() => shellLine(['a\0b'])).toThrow('NUL')
  })
})

describe('the line for the login shell of a server', () => {
  // bash reads the .bashrc of its user where its input is a socket.
  const env = { PATH: process.env.PATH, HOME: mkdtempSync(join(tmpdir(), 'home-')) }
  const commands = [...randomCommands(11, 15), ['', '\n', '\r\n', '!', '$x', "it's", 'é', '`id`', '\\']]

  it.each(['bash', 'dash', 'sh'])('The login shell %s runs exactly the words behind the mark', (shell) => {
    for (const words of commands) {
      const line = remoteLine(['printf', '%s\\0', ...words], 'started-1')
      const { stdout, stderr, status } = spawnSync(shell, ['-c', line], { env })
      expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: 'started-1\n' })
      expect(stdout.toString()).toBe(`started-1\n${words.map((word) => `${word}\0`).join('')}`)
    }
  })

  it('The login shell passes input and exit code through', () => {
    const line = remoteLine(['bash', '-c', 'cat; exit 7'], 'started-1')
    const { stdout, status } = spawnSync('dash', ['-c', line], { input: 'in', encoding: 'utf8', env })
    expect({ stdout, status }).toEqual({ stdout: 'started-1\nin', status: 7 })
  })

  it('The line for the login shell has nothing that zsh, fish or csh parse differently: no line break, backslash, or ! and one pair of quotes', () => {
    for (const words of commands)
      expect(remoteLine(words, 'started-1')).toMatch(/^[A-Za-z -]+'[^'!\\\n\r]*' [A-Za-z0-9+/=]+$/)
  })
})

import { describe, expect, it } from 'vitest'
import { afterMark, explainLogin, newMark } from '../../../src/host/ssh/started.ts'

describe('the output of a command', () => {
  it.each([
    ['begins behind the mark', 'started-1\nanswer\n', 'answer\n'],
    [
      'is free of what the login printed before, also without a line break',
      'Welcome!\nnoisestarted-1\nanswer',
      'answer',
    ],
    ['may be empty', 'started-1\n', ''],
    ['is unknown without the mark', 'answer\n', undefined],
    ['is unknown when the command itself was printed', 'bash -c "echo started-1; true"\n', undefined],
  ])('The output of a command is found behind its mark: %s', (_, printed, own) => {
    expect(afterMark(printed, 'started-1')).toBe(own)
  })

  it('Each command has its own mark', () => {
    expect(newMark()).not.toBe(newMark())
  })
})

/** Outputs of Debian's own programs, each seen with `test/e2e/connection.test.ts` or by hand. */
describe('a login that runs something else than the command', () => {
  it.each<[string, { code?: number; stdout?: string; stderr?: string }, string, RegExp]>([
    [
      'nologin',
      { stdout: 'This account is currently not available.\n' },
      'login-refused',
      /is nologin.*not available.*usermod --shell/s,
    ],
    [
      'false',
      {},
      'login-refused',
      /ended at once \(exit code 1, nothing was printed\).*getent passwd deploy.*ForceCommand/s,
    ],
    ['a .bashrc that exits', { code: 3 }, 'login-refused', /exit code 3.*~deploy\/\.bashrc/s],
    [
      'git-shell',
      { code: 128, stderr: `fatal: unrecognized command 'bash -c ${'QUJD'.repeat(40)}'` },
      'login-refused',
      /git-shell.*bash -c …/s,
    ],
    [
      'SFTP alone',
      { stdout: 'This service allows sftp connections only.\n' },
      'login-refused',
      /SFTP only.*Match, ForceCommand/s,
    ],
    ['a forced echo', { code: 0, stdout: 'hi\n' }, 'login-refused', /it printed: hi.*command="…"/s],
    [
      'a server without bash',
      { code: 127, stderr: 'sh: 1: bash: not found\n' },
      'not-ready',
      /has no bash.*install bash/s,
    ],
    [
      'a server without base64',
      { code: 127, stderr: 'bash: line 1: base64: command not found' },
      'not-ready',
      /has no base64.*coreutils/s,
    ],
  ])('The login of %s is named, and never reported as a dead engine', (_, ran, reason, text) => {
    const error = explainLogin('shop', 'deploy', { code: 1, stdout: '', stderr: '', ...ran })
    expect(error.reason).toBe(reason)
    expect(`${error.message}\n${error.fix}`).toMatch(text)
    expect(`${error.message}\n${error.fix}`).not.toMatch(/Docker|QUJD/)
  })
})

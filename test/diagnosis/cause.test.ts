import { describe, expect, it } from 'vitest'
import { likelyCause, signs } from '../../src/diagnosis/cause.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { container, failure } from './example.ts'
import { reporting } from './lines.ts'

describe('causes in log lines', () => {
  it.each(reporting.map(([line, cause]) => [line, cause] as const))(
    'The cause is found in the line: %s',
    (line, cause) => {
      const lines = ['INFO starting', line, 'INFO exiting']
      const fallen = container({ status: 'exited', exitCode: 1, lines })
      expect(likelyCause(failure({ containers: [fallen] }))?.cause).toBe(`web: ${cause}`)
      expect(likelyCause(failure({ said: lines }))?.cause).toBe(cause)
    },
  )

  it('All signs are found in a list of lines', () => {
    const reported = reporting.map(
      ([line]) => `${line}\n    → ${likelyCause(failure({ said: [line] }))?.cause}`,
    )
    console.log(`${reported.length} lines and what is made of them:\n${reported.join('\n')}`)
    expect(reported.filter((line) => line.endsWith('undefined'))).toEqual([])
  })

  it('Every sign has an example line', () => {
    const used = reporting.map(([line]) => signs.find(({ pattern }) => pattern.test(line)))
    expect(signs.filter((sign) => !used.includes(sign)).map(({ pattern }) => pattern.source)).toEqual([])
  })

  it('Every sign has a similar line that it does not match', () => {
    const unharmed = signs.filter(({ pattern }) => {
      const own = reporting.filter(
        ([line]) => signs.find((sign) => sign.pattern.test(line))?.pattern === pattern,
      )
      const looksAlike = own.flatMap(([, , text]) => text ?? [])
      return looksAlike.length > 0 && looksAlike.every((text) => !pattern.test(text))
    })
    expect(signs.filter((sign) => !unharmed.includes(sign)).map(({ pattern }) => pattern.source)).toEqual([])
  })

  it.each(
    reporting.flatMap(([, cause, lookAlike]) =>
      lookAlike === undefined ? [] : [[lookAlike, cause] as const],
    ),
  )('No sign matches: %s', (text, cause) => {
    expect(likelyCause(failure({ said: [text] }))?.cause).not.toBe(cause)
  })

  it('Every fix is a whole sentence with all names filled in', () => {
    for (const [line] of reporting)
      expect(likelyCause(failure({ said: [line] }))?.fix).toMatch(/^[^$]{10,}\.?$/)
  })
})

describe('causes in container states', () => {
  const db = { name: 'shop-db-1', service: 'db', release: '' }
  const refused = 'connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused'
  const fallen = { status: 'exited', exitCode: 1 }

  it.each<[string, Partial<Evidence>, string | undefined]>([
    [
      'killed for memory',
      { containers: [container({ ...fallen, exitCode: 137, outOfMemory: true, lines: ['Errno 111'] })] },
      'web was killed because it used more memory than it may.',
    ],
    [
      'killed for memory, and up again when somebody looked',
      {
        said: ['web-2 was killed: out of memory. Its last line: x'],
        containers: [container({ restarts: 1 })],
      },
      'It was killed because it used more memory than it may.',
    ],
    [
      'exit code 137 that only the failed step saw, as the container runs again',
      {
        containers: [container({ ...fallen, status: 'running', exitCode: 0, restarts: 1 })],
        said: ['web-2 exited with code 137 and was restarted. It logged nothing.'],
      },
      'web-2: it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
    ],
    [
      'exit code 137 alone',
      { containers: [container({ ...fallen, exitCode: 137 })] },
      'web: it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
    ],
    [
      'exit code 139',
      { containers: [container({ ...fallen, exitCode: 139 })] },
      'web: the program crashed (SIGSEGV), most often in a compiled library.',
    ],
    [
      'exit code 127',
      { containers: [container({ ...fallen, exitCode: 127 })] },
      'web: the program of the command is not in the image.',
    ],
    [
      'exit code 126',
      { containers: [container({ ...fallen, exitCode: 126 })] },
      'web: the program of the command may not be executed.',
    ],
    [
      'what the engine says',
      {
        containers: [
          container({ status: 'created', error: 'exec: "x": executable file not found in $PATH' }),
        ],
      },
      'web: The program x is not in the image.',
    ],
    [
      'another port',
      { containers: [container({ lines: ['INFO Uvicorn running on http://0.0.0.0:9000 (Press CTRL+C)'] })] },
      'web: the server listens on port 9000, and the Compose file publishes 8000.',
    ],
    [
      'no answer, while the workers wait for their turn',
      {
        containers: [
          container({ lines: ['INFO Uvicorn running on http://0.0.0.0:8000'] }),
          container({ service: 'celery', status: 'created' }),
        ],
      },
      'It runs and does not answer well on port 8000: it is slow to start, refuses, or waits for something.',
    ],
    [
      'one that fell on another host',
      {
        said: ['app-2: shop-celery-beat-2 exited with code 1 and was restarted. Its last line: x'],
        containers: [container({ lines: ['INFO Uvicorn running on http://0.0.0.0:8000'] })],
      },
      undefined,
    ],
    [
      'a health check without its tool',
      {
        containers: [
          container({ health: 'unhealthy', checks: ['exec: "curl": executable file not found in $PATH'] }),
        ],
      },
      'web: its health check needs curl, which is not in the image.',
    ],
    [
      'a health check without its tool, where the bake has failed for another reason',
      {
        reason: 'bake-failed',
        containers: [
          container({ health: 'unhealthy', checks: ['exec: "curl": executable file not found in $PATH'] }),
        ],
      },
      undefined,
    ],
    [
      'a database that is full behind a web that is refused',
      {
        containers: [
          container({ ...fallen, lines: [refused] }),
          container({
            ...db,
            ...fallen,
            lines: ['PANIC:  could not write to file: No space left on device'],
          }),
        ],
      },
      'db: The disk is full.',
    ],
    [
      'a database that fell without a word behind a web that is refused',
      {
        containers: [
          container({ ...fallen, lines: [refused] }),
          container({ ...db, status: 'restarting', exitCode: 2 }),
        ],
      },
      'db is not well: restarting, exit code 2.',
    ],
    [
      'a service that runs once, without the program of its command',
      { containers: [container({ ...db, service: 'init', status: 'exited', exitCode: 127 })] },
      'init: the program of the command is not in the image.',
    ],
    [
      'a service that ended well behind a web that is refused',
      {
        containers: [
          container({ ...fallen, lines: [refused] }),
          container({ ...db, service: 'init', status: 'exited', mayEnd: true }),
        ],
      },
      'web: Nothing listens at db, port 5432: the database does not run there.',
    ],
    [
      'a web with a fault of its own beside a mailer that is unhealthy',
      {
        containers: [
          container({ ...fallen, lines: ["No module named 'x'"] }),
          container({ service: 'mail', release: '', health: 'unhealthy' }),
        ],
      },
      "web: Python can't import x: the image lacks it, or the name is wrong.",
    ],
    [
      'an old release that falls has nothing to do with it',
      {
        reason: 'bake-failed',
        containers: [container({ release: 'old', ...fallen, lines: ['MemoryError'] })],
      },
      undefined,
    ],
    ['nothing is known', { reason: 'bake-failed', containers: [container()] }, undefined],
  ])('The cause is found in the container states: %s', (_, changes, cause) => {
    expect(likelyCause(failure(changes))?.cause).toBe(cause)
  })
})

import type { Clock } from '../../src/runner/clock.ts'
import type { Http, HttpRequest, HttpResponse } from '../../src/runner/http/http.ts'
import type { Log } from '../../src/runner/log.ts'
import type { LocalProcess } from '../../src/runner/process.ts'
import type { Ran, RunOptions } from '../../src/runner/ran.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { Serving } from '../../src/runner/serving.ts'

/** Records every command; answers by the first rule whose words all occur in it, in order. */
export class FakeProcess implements LocalProcess {
  readonly ran: { command: readonly string[]; options: RunOptions }[] = []
  private readonly rules: { words: string; answers: (Partial<Ran> | Error)[] }[] = []

  /** Several answers are given one after the other; the last one stays. */
  on(words: string, ...answers: (Partial<Ran> | Error)[]): this {
    this.rules.push({ words, answers })
    return this
  }

  async run(command: readonly string[], options: RunOptions = {}): Promise<Ran> {
    this.ran.push({ command, options })
    const rule = this.rules.find(({ words }) => command.join(' ').includes(words))
    const answer = rule === undefined ? {} : rule.answers.length > 1 ? rule.answers.shift() : rule.answers[0]
    if (answer instanceof Error) throw answer
    return { code: 0, stdout: '', stderr: '', ...answer }
  }

  /** The commands as people would type them. */
  get lines(): string[] {
    return this.ran.map(({ command }) => command.join(' '))
  }
}

/** Keeps what was printed; masks are kept apart. */
export class RecordingLog implements Log {
  readonly lines: string[] = []
  readonly masked: string[] = []
  info = (line: string): void => void this.lines.push(line)
  progress = (line: string): void => void this.lines.push(line)
  warning = (text: string): void => void this.lines.push(`warning: ${text}`)
  error = (text: string): void => void this.lines.push(`error: ${text}`)
  debug = (): void => {}
  mask = (secret: string): void => void this.masked.push(secret)
  // Not on the prototype, as a log may be copied by its own properties.
  group = async <T>(title: string, work: () => Promise<T>): Promise<T> => {
    this.lines.push(`> ${title}`)
    return await work()
  }
}

/** A clock that moves only when somebody sleeps. */
export class FakeClock implements Clock {
  readonly slept: number[] = []
  private time = Date.UTC(2026, 0, 1)
  now = (): number => this.time
  sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    this.slept.push(seconds)
    this.time += seconds * 1000
  }
}

/** Answers by a function; records the requests. */
export class FakeHttp implements Http {
  readonly requests: HttpRequest[] = []
  private readonly answer: (request: HttpRequest) => Partial<HttpResponse> | Error

  constructor(answer: (request: HttpRequest) => Partial<HttpResponse> | Error = () => ({})) {
    this.answer = answer
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request)
    const answer = this.answer(request)
    if (answer instanceof Error) throw answer
    return { status: 200, headers: {}, body: '', seconds: 0.01, ...answer }
  }
}

/** A runner made of fakes, in a run of `shop/backend` on main. */
export function fakeRunner(
  parts: { process?: FakeProcess; http?: FakeHttp; context?: Partial<Runner['context']> } = {},
): Runner & { log: RecordingLog; process: FakeProcess; http: FakeHttp; clock: FakeClock } {
  return {
    log: new RecordingLog(),
    process: parts.process ?? new FakeProcess(),
    http: parts.http ?? new FakeHttp(),
    clock: new FakeClock(),
    cancelled: new AbortController().signal,
    serving: new Serving(),
    context: {
      repository: 'shop/backend',
      sha: '0123456789abcdef0123456789abcdef01234567',
      ref: 'refs/heads/main',
      eventName: 'push',
      headRef: '',
      actor: 'ada',
      workflow: 'pipeline',
      runId: '42',
      runAttempt: '1',
      serverUrl: 'https://github.com',
      apiUrl: 'https://api.github.com',
      workspace: '/workspace',
      temp: '/tmp',
      ...parts.context,
    },
  }
}

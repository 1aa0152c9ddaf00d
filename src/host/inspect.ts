import type { Ran } from '../runner/ran.ts'
import { inspectScript } from './guard.ts'
import type { Host } from './host.ts'
import { type Command, shellLine } from './quote.ts'
import { engineSilent, namesOf, notEnded } from './unresponsive.ts'

/** Seconds for everything around the questions: the start of bash, and the transfer of answers over a slow line. */
const slack = 60

/** As many answers as questions. */
type Answers<C extends readonly Command[]> = { [Index in keyof C]: Ran }

/** The default timeout of each question in seconds: a hung engine accepts the connection and never answers. */
const questionSeconds = 20

/** The exit code of a question without an answer in time. */
const unanswered = 124

/** The timeouts of an inspection. */
interface InspectOptions {
  /** For each question; a failed one is repeated once. */
  seconds?: number
  /** Whether a question without an answer returns exit code 124, instead of ending the inspection. */
  allowSilence?: boolean
}

/**
 * Runs commands in parallel on a host and returns when all have ended: one SSH command, one round trip.
 * @throws UserError as {@link Host.run}, and `host-unresponsive` for a question without an answer, which is not an empty answer
 */
export async function inspect<const C extends readonly Command[]>(
  host: Host,
  commands: C,
  { seconds = questionSeconds, allowSilence = false }: InspectOptions = {},
): Promise<Answers<C>> {
  const lines = commands.map((command) => `${shellLine(command)}\n`).join('')
  const argv = ['bash', '-c', inspectScript(), 'inspect', String(seconds)]
  const limits = { seconds: 2 * seconds + slack, what: namesOf(commands) }
  const { stdout, stderr } = await host.run(argv, lines, limits)
  const answers = readAnswers(stdout)
  const silent = commands.filter((_, index) => answers[index]?.code === unanswered)
  if (silent.length > 0 && !allowSilence) {
    const isEngine = silent.some(([program]) => program === 'docker')
    throw (isEngine ? engineSilent : notEnded)(host.name, namesOf(silent), seconds)
  }
  const missing: Ran = { code: 255, stdout: stderr, stderr: '' }
  return commands.map((_, index) => answers[index] ?? missing) as Answers<C>
}

/** Reads the last line that `inspect.sh` prints. An answer that was cut off is none. */
function readAnswers(output: string): (Ran | undefined)[] {
  const bytes = Buffer.from(output.trimEnd().split('\n').at(-1) ?? '', 'base64')
  const answers: (Ran | undefined)[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\n', at)
    const [number, code, length] = bytes.toString('latin1', at, end).split(' ').map(Number)
    if (end === -1 || number === undefined || code === undefined || length === undefined) break
    at = end + 1 + length
    if (at <= bytes.length)
      answers[number] = { code, stdout: bytes.toString('utf8', end + 1, at), stderr: '' }
  }
  return answers
}

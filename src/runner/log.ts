import type { Place } from '../errors.ts'

/**
 * What people read in the job's log. Lines are escaped where the runner would take them for commands. Each can be
 * passed on by itself, `onLine: log.info`.
 */
export interface Log {
  info: (line: string) => void
  warning: (text: string, place?: Place) => void
  error: (text: string, place?: Place) => void
  /** Seen only when the run is repeated with debug logging. */
  debug: (line: string) => void
  /** Hides a value from everything that is printed after it; each line of it, as the runner masks by line. */
  mask: (secret: string) => void
  /** A fold in the log around the work; closed also when the work throws. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
}

/**
 * The runner's workflow commands on standard output. Written here and not by @actions/core because core loads an
 * HTTP client for a feature that isn't used: 43 ms of the 67 ms of a cold start (`npm run bench -- cold-start`).
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const workflowLog: Log = {
  info: (line) => print(asPlainText(line)),
  warning: (text, place) => command('warning', text, place),
  error: (text, place) => command('error', text, place),
  debug: (line) => command('debug', line),
  mask(secret) {
    for (const line of secret.split(/\r?\n/).map((one) => one.trim()))
      if (line !== '') command('add-mask', line)
  },
  async group(title, work) {
    command('group', title)
    try {
      return await work()
    } finally {
      print('::endgroup::')
    }
  },
}

function command(name: string, text: string, place?: Place): void {
  const properties = place === undefined ? '' : ` file=${escapeProperty(place.file)},line=${place.line ?? 1}`
  print(`::${name}${properties}::${escapeData(text)}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Output of a container must not be able to give the runner commands. */
function asPlainText(text: string): string {
  return text.replace(/^(\s*)(::|##\[)/gm, '$1\u200b$2')
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

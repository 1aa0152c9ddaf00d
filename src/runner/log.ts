import type { Place } from '../errors.ts'
import { plainText } from './plain-text.ts'

/**
 * The log of the job. No text in it can become a command to the runner. Each function can be passed
 * on by itself, `onLine: log.info`.
 */
export interface Log {
  info: (line: string) => void
  /** A line that shows that a long wait goes on: outside of the group, which is collapsed. */
  progress: (line: string) => void
  warning: (text: string, place?: Place) => void
  error: (text: string, place?: Place) => void
  /** Shown only in a run with debug logging. */
  debug: (line: string) => void
  /** Masks a value in all later output, line by line, because the runner masks by line. */
  mask: (secret: string) => void
  /** A collapsed group in the log around the lines of the work; work without a line leaves no empty group. It ends even if the work throws. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
}

/**
 * The runner's workflow commands on standard output. Written here and not by @actions/core because core loads an
 * HTTP client for an unused feature: 43 ms of the 67 ms of a cold start (`npm run bench -- cold-start`).
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function logTo(write: (text: string) => void): Log {
  const print = (line: string): void => write(`${line}\n`)
  /** The group that the next line belongs to; its heading is printed before the first one. */
  let title: string | undefined
  let isOpen = false
  const open = (): void => {
    if (title === undefined || isOpen) return
    command('group', title)
    isOpen = true
  }
  const close = (): void => {
    if (isOpen) print('::endgroup::')
    isOpen = false
  }
  /** What everybody has to see is not inside of a collapsed group. */
  const aside = (printing: () => void): void => {
    close()
    printing()
  }
  const command = (name: string, text: string, place?: Place): void => {
    const properties =
      place === undefined ? '' : ` file=${escapeProperty(place.file)},line=${place.line ?? 1}`
    print(`::${name}${properties}::${escapeData(plainText(text))}`)
  }
  return {
    info(line) {
      open()
      print(plainText(line))
    },
    progress: (line) => aside(() => print(plainText(line))),
    warning: (text, place) => aside(() => command('warning', text, place)),
    error: (text, place) => aside(() => command('error', text, place)),
    debug: (line) => command('debug', line),
    mask(secret) {
      for (const line of secret.split(/[\r\n]+/).map((one) => one.trim()))
        if (line !== '') print(`::add-mask::${escapeData(line)}`)
    },
    async group(name, work) {
      const outer = title
      close()
      title = name
      try {
        return await work()
      } finally {
        close()
        title = outer
      }
    },
  }
}

/** The log on standard output itself, past the filter for foreign output (guard-output.ts). */
export const workflowLog: Log = logTo(process.stdout.write.bind(process.stdout))

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

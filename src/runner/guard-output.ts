import { StringDecoder } from 'node:string_decoder'
import type { Log } from './log.ts'
import { plainText } from './plain-text.ts'

/** An output stream that the runner reads. */
export interface Output {
  write(text: string, done?: () => void): boolean
}

/**
 * Turns output that bypasses the log into plain text: of packages (@actions/cache, the `tar` that it starts) and of
 * Node. A debug line or a warning of @actions/core goes to the log, which turns its text into plain text.
 * @returns a function that prints an unfinished line
 */
export function guardOutput(output: Output, log: Pick<Log, 'debug' | 'warning'>): () => void {
  const write = output.write.bind(output)
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const pass = (line: string): string => {
    const [, kind, data] = /^::(debug|warning)::(.*)[\r\n]$/.exec(line) ?? []
    if (kind === undefined || data === undefined) return plainText(line)
    log[kind as 'debug' | 'warning'](unescapeData(data))
    return ''
  }
  const guarded = (chunk: string | Uint8Array, ...others: unknown[]): boolean => {
    // Commands are detected in whole lines, because a chunk may end in the middle of one.
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split(/(?<=[\r\n])/)
    rest = /[\r\n]$/.test(lines.at(-1) ?? '') ? '' : (lines.pop() ?? '')
    const done = others.find((other) => typeof other === 'function') as (() => void) | undefined
    return write(lines.map(pass).join(''), done)
  }
  output.write = guarded
  return () => {
    if (rest !== '') write(`${plainText(rest)}\n`)
    rest = ''
  }
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
